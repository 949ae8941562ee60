import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EnforcedLimits } from "@/lib/providers/simulated/enforced-limits";
import { settingsOf } from "./virtual-simulator";

const rate = fc.double({ min: 0.1, max: 500, noNaN: true });
const burst = fc.integer({ min: 1, max: 500 });
const gaps = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 400 });

function limitsOf(input: object): EnforcedLimits {
  return new EnforcedLimits(settingsOf({ limits: input }).limits, []);
}

/** Lets a request of so many tokens in, all of them its prompt's; both clocks show the same. */
function admit(limits: EnforcedLimits, tokens: number, nowMs: number) {
  return limits.admit({ input: tokens, output: 0 }, nowMs, nowMs);
}

/** The times at which arrivals with these gaps were let in. */
function accepted(limits: EnforcedLimits, arrivalGaps: readonly number[], tokens = 1): number[] {
  let now = 0;
  return arrivalGaps.flatMap((gap) => {
    now += gap;
    return admit(limits, tokens, now) === null ? [now] : [];
  });
}

describe("the requests that are let in", () => {
  it("never number more than burst + rps·t in any window", () => {
    fc.assert(
      fc.property(rate, burst, gaps, (requestsPerSecond, size, arrivalGaps) => {
        const times = accepted(limitsOf({ requestsPerSecond, burst: size }), arrivalGaps);
        for (let from = 0; from < times.length; from += 1) {
          for (let to = from; to < times.length; to += 1) {
            const windowMs = (times[to] ?? 0) - (times[from] ?? 0);
            if (to - from + 1 > size + (requestsPerSecond * windowMs) / 1000 + 1e-6) {
              throw new Error(`${to - from + 1} within ${windowMs} ms`);
            }
          }
        }
      }),
    );
  });

  it("are as many as the limit allows, where more arrive all the time", () => {
    fc.assert(
      fc.property(rate, burst, (requestsPerSecond, size) => {
        const limits = limitsOf({ requestsPerSecond, burst: size });
        const stepMs = Math.min(1, 250 / requestsPerSecond);
        const steps = 3000;
        const count = accepted(limits, new Array(steps).fill(stepMs)).length;
        const allowed = size + (requestsPerSecond * (steps - 1) * stepMs) / 1000;
        // Only what is due between two arrivals may be missing.
        expect(count).toBeGreaterThanOrEqual(
          Math.min(steps, Math.floor(allowed * (1 - (stepMs * requestsPerSecond) / 1000))) - 1,
        );
        expect(count).toBeLessThanOrEqual(allowed + 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it("spend nothing when refused, and are told when they would pass", () => {
    fc.assert(
      fc.property(rate, burst, fc.integer({ min: 0, max: 200 }), (requestsPerSecond, size, refusals) => {
        const limits = limitsOf({ requestsPerSecond, burst: size });
        for (let i = 0; i < size; i += 1) expect(admit(limits, 1, 0)).toBeNull();
        const first = admit(limits, 1, 0);
        for (let i = 0; i < refusals; i += 1) expect(admit(limits, 1, 0)).toEqual(first);
        const due = first?.dueInMs ?? Number.NaN;
        expect(due).toBeCloseTo(1000 / requestsPerSecond, 3);
        expect(admit(limits, 1, due * 0.999)).not.toBeNull();
        expect(admit(limits, 1, due)).toBeNull();
      }),
    );
  });
});

describe("tokens and concurrency", () => {
  it("holds tokens per minute, and a refusal for tokens spends no request", () => {
    const limits = limitsOf({ requestsPerSecond: 1, burst: 2, tokensPerMinute: 100 });
    expect(admit(limits, 80, 0)).toBeNull();
    expect(admit(limits, 80, 0)).toEqual({ dimension: "tokens", dueInMs: expect.closeTo(36_000, 3) });
    expect(admit(limits, 20, 0)).toBeNull();
    expect(admit(limits, 1, 0)).toMatchObject({ dimension: "requests" });
  });

  it("lets no more tokens be saved up than its burst, where it names one", () => {
    const limits = limitsOf({ tokensPerMinute: 6000, tokenBurst: 500 });
    expect(admit(limits, 500, 0)).toBeNull();
    expect(admit(limits, 100, 0)).toEqual({ dimension: "tokens", dueInMs: expect.closeTo(1000, 3) });
    expect(admit(limits, 501, 3_600_000)).toEqual({ dimension: "tokens", dueInMs: null });
  });

  it("holds tokens of prompts and of answers apart", () => {
    const limits = limitsOf({ inputTokensPerMinute: 600, outputTokensPerMinute: 60 });
    expect(limits.admit({ input: 300, output: 50 }, 0, 0)).toBeNull();
    expect(limits.admit({ input: 300, output: 20 }, 0, 0)).toEqual({
      dimension: "tokens",
      dueInMs: expect.closeTo(10_000, 3),
    });
    expect(limits.admit({ input: 400, output: 1 }, 0, 0)).toEqual({
      dimension: "tokens",
      dueInMs: expect.closeTo(10_000, 3),
    });
    expect(limits.admit({ input: 300, output: 10 }, 0, 0)).toBeNull();
  });

  it("holds requests of the day until midnight UTC", () => {
    const limits = limitsOf({ requestsPerDay: 2 });
    const evening = Date.UTC(2026, 0, 1, 22);
    const none = { input: 0, output: 0 };
    expect([limits.admit(none, 0, evening), limits.admit(none, 0, evening)]).toEqual([null, null]);
    expect(limits.admit(none, 0, evening)).toEqual({ dimension: "day", dueInMs: 2 * 3_600_000 });
    expect(limits.admit(none, 0, evening + 2 * 3_600_000)).toBeNull();
  });

  it("says of what can never pass that time does not help", () => {
    expect(admit(limitsOf({ tokensPerMinute: 100 }), 101, 0)).toEqual({ dimension: "tokens", dueInMs: null });
  });

  it("holds concurrency until a request ends", () => {
    const limits = limitsOf({ concurrency: 2 });
    expect([admit(limits, 1, 0), admit(limits, 1, 0)]).toEqual([null, null]);
    expect(admit(limits, 1, 0)).toEqual({ dimension: "concurrency", dueInMs: null });
    limits.release();
    expect(admit(limits, 1, 0)).toBeNull();
    expect(limits.inFlight).toBe(2);
  });
});

describe("other tenants of the account", () => {
  it("take their share first, however hard we press, and only what remains tells of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }), (others, size) => {
        const limits = limitsOf({ requestsPerSecond: 50, burst: size, othersPerSecond: others });
        let ours = 0;
        for (let ms = 0; ms <= 20_000; ms += 1) if (admit(limits, 1, ms) === null) ours += 1;
        // Of 50 a second they have theirs; the burst is ours, and one request of theirs may be on its way.
        expect(Math.abs(ours - (size + (50 - others) * 20))).toBeLessThanOrEqual(2);
        expect(limits.headroom(20_000).requests).toMatchObject({ perMinute: 3000, remaining: 0 });
      }),
      { numRuns: 20 },
    );
  });

  it("leave nothing where they want more than there is, and owe nothing when they stop", () => {
    const limits = limitsOf({ requestsPerSecond: 10, burst: 1, othersPerSecond: 1000 });
    expect(admit(limits, 1, 0)).toBeNull();
    for (let ms = 1; ms < 5000; ms += 1) expect(admit(limits, 1, ms)).toMatchObject({ dimension: "requests" });
    limits.replace(settingsOf({ limits: { requestsPerSecond: 10, burst: 1 } }).limits, [], 5000);
    expect(admit(limits, 1, 5200)).toBeNull();
  });
});

describe("a schedule", () => {
  it("changes the limits at its time, counted from the first request", () => {
    const { limits, schedule } = settingsOf({
      limits: { requestsPerSecond: 10, burst: 1 },
      schedule: [{ atMs: 1000, limits: { requestsPerSecond: 5, burst: 1 } }],
    });
    const enforced = new EnforcedLimits(limits, schedule);
    const startMs = 777;
    const times: number[] = [];
    for (let ms = 0; ms <= 2000; ms += 1) if (admit(enforced, 1, startMs + ms) === null) times.push(ms);
    expect(times.slice(0, 11)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    expect(times.slice(11)).toEqual([1200, 1400, 1600, 1800, 2000]);
  });
});
