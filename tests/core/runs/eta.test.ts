import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CooldownPace } from "@/lib/core/runs/cooldown-cycles";
import { type EtaInput, estimateEta, etaIsGrounded, recentEndRate } from "@/lib/core/runs/eta";
import { buildTick } from "../../support/build-tick";

function input(over: Partial<EtaInput> = {}): EtaInput {
  return {
    casesLeft: 500,
    finishedCases: 700,
    finishedAttempts: 700,
    forecastAttemptsPerCase: 1.5,
    requestsPerSecond: 5,
    concurrency: 8,
    tokensPerMinute: null,
    tokensPerAttempt: null,
    meanCallMs: 1200,
    p95CallMs: 2400,
    endedPerSecond: 5,
    cooldownPace: null,
    longestBackoffMs: 0,
    cooldownMs: 0,
    ...over,
  };
}

describe("estimateEta", () => {
  it.each([
    ["the rate", {}, 100_000 + 2400],
    ["slots", { meanCallMs: 4000, endedPerSecond: 2 }, 250_000 + 2400],
    ["tokens", { tokensPerMinute: 60_000, tokensPerAttempt: 1000, endedPerSecond: 1 }, 500_000 + 2400],
    ["retries so far", { finishedAttempts: 840 }, 120_000 + 2400],
    ["the forecast's retries, early on", { finishedCases: 5, finishedAttempts: 5 }, 150_000 + 2400],
    ["no call yet", { meanCallMs: null, p95CallMs: null, endedPerSecond: null }, 100_000],
    ["a long backoff", { casesLeft: 5, longestBackoffMs: 30_000 }, 30_000 + 2400],
    ["a cooldown first", { cooldownMs: 12_000 }, 112_000 + 2400],
    ["a pace below the limits, half believed", { endedPerSecond: 3 }, 125_000 + 2400],
    ["a pace above the limits, not believed", { endedPerSecond: 50 }, 100_000 + 2400],
  ])("reckons with %s", (_what, over, totalMs) => {
    expect(estimateEta(input(over)).totalMs).toBeCloseTo(totalMs, 3);
  });

  it("is nothing when nothing is left, and tells the wait apart", () => {
    expect(estimateEta(input({ casesLeft: 0, cooldownMs: 9000 }))).toMatchObject({ totalMs: 0, waitMs: 0 });
    expect(estimateEta(input({ cooldownMs: 9000 })).waitMs).toBe(9000);
  });

  it("lies between what the limits allow and what was seen of late", () => {
    const seconds = (over: Partial<EtaInput>) => {
      const { leastMs, totalMs, mostMs } = estimateEta(input({ p95CallMs: null, ...over }));
      return [leastMs, totalMs, mostMs].map((ms) => ms / 1000);
    };
    expect(seconds({ endedPerSecond: 3 })).toEqual([100, 125, expect.closeTo(500 / 3, 6)]);
    expect(seconds({ endedPerSecond: 50 })).toEqual([100, 100, 100]);
    expect(seconds({ endedPerSecond: null })).toEqual([100, 100, 100]);
    expect(seconds({ endedPerSecond: 4, cooldownMs: 10_000 })).toEqual([110, expect.closeTo(10 + 500 / 4.5, 6), 135]);
  });

  describe("where the provider keeps asking to wait", () => {
    // Eight attempts in each eight seconds, whatever the limits are.
    const pace: CooldownPace = {
      endedPerSecond: 1,
      okPerSecond: 0.8,
      drawnAtRps: 10,
      cycleSeconds: 8,
      cycles: 4,
      sinceSeconds: 0,
      sinceEnded: 0,
      belief: 1,
    };
    const eta = (over: Partial<EtaInput>, through: Partial<CooldownPace> = {}) =>
      estimateEta(input({ p95CallMs: null, requestsPerSecond: 10, cooldownPace: { ...pace, ...through }, ...over }));

    it("counts the waits to come at the share of time that they take, and stays within bounds", () => {
      expect(eta({ cooldownMs: 6000 })).toEqual({ totalMs: 500_000, leastMs: 400_000, mostMs: 625_000, waitMs: 6000 });
      expect(eta({ endedPerSecond: 0.01 }).mostMs).toBe(625_000);
      expect(eta({}, { cycles: 25 }).mostMs).toBeCloseTo(550_000, 3);
    });

    it("does not swing within a cycle: it falls by a second each second of a wait", () => {
      const waited = eta({ cooldownMs: 1000 }, { sinceSeconds: 5 });
      expect(waited.totalMs).toBe(495_000);
      expect(eta({ casesLeft: 492 }, { sinceSeconds: 8, sinceEnded: 8 }).totalMs).toBe(492_000);
    });

    it("is never shorter than the wait that was asked for, and no faster than the limits allow", () => {
      expect(eta({ casesLeft: 1, cooldownMs: 6000 }).totalMs).toBe(6000);
      expect(eta({ requestsPerSecond: 0.5 }).totalMs).toBe(1_000_000);
      expect(eta({ requestsPerSecond: 1.1 }).leastMs).toBeCloseTo(500_000 / 1.1, 3);
    });

    it("goes over to the pace of the limits as the next wait is less and less expected", () => {
      const [plain, full] = [estimateEta(input({ requestsPerSecond: 10 })), eta({ p95CallMs: 2400 })];
      const half = eta({ p95CallMs: 2400 }, { belief: 0.5 });
      expect(half.totalMs).toBeCloseTo((plain.totalMs + full.totalMs) / 2, 3);
    });
  });

  it("never grows with fewer cases left or a higher limit", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(1000), fc.double({ min: 0.01, max: 500, noNaN: true }), (left, more, rps) => {
        const at = (over: Partial<EtaInput>) => estimateEta(input({ meanCallMs: null, ...over })).totalMs;
        expect(at({ casesLeft: left })).toBeLessThanOrEqual(at({ casesLeft: left + more }));
        expect(at({ requestsPerSecond: rps * 2 })).toBeLessThanOrEqual(at({ requestsPerSecond: rps }) + 1e-6);
      }),
    );
  });
});

describe("etaIsGrounded", () => {
  it.each([
    [19, 14_000, false],
    [20, 1000, true],
    [1, 15_000, true],
    [0, 60_000, false],
  ])("after %i cases and %i ms: %s", (cases, ms, grounded) => {
    expect(etaIsGrounded(cases, ms)).toBe(grounded);
  });
});

describe("recentEndRate", () => {
  it("weighs newer seconds more and leaves pauses and cooldowns out", () => {
    const steady = [0, 1, 2].map((s) => buildTick({ t: s * 1000, ok: 4 }));
    expect(recentEndRate(steady, 3000)).toBeCloseTo(4, 9);
    const stopped = [buildTick({ t: 3000, paused: true }), buildTick({ t: 4000, cooldownUntil: 9000 })];
    expect(recentEndRate([...steady, ...stopped], 5000)).toBeCloseTo(4, 9);
    const faster = [-30_000, 0, 30_000].map((t) => buildTick({ t, ok: t === 30_000 ? 8 : 2 }));
    expect(recentEndRate(faster, 30_000)).toBeCloseTo((0.25 * 2 + 0.5 * 2 + 8) / 1.75, 9);
  });

  it("is not told of a second or two, whose end may be still to come", () => {
    expect(recentEndRate([], 0)).toBeNull();
    expect(recentEndRate([buildTick({ ok: 1 }), buildTick({ t: 1000 })], 2000)).toBeNull();
  });
});
