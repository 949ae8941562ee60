import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_TOKENS } from "@/lib/core/limits/token-budget";
import { Gate, type GateLimits } from "@/lib/engine/gate";
import { passGates } from "@/lib/engine/pass-gates";
import { StartDesk } from "@/lib/engine/start-desk";
import { useVirtualTime, virtualClock } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const limitsOf = (requestsPerSecond: number, burst: number, concurrency: number): GateLimits => ({
  requestsPerSecond,
  burst,
  concurrency,
  tokensPerMinute: null,
  inputTokensPerMinute: null,
  outputTokensPerMinute: null,
  requestsPerDay: null,
});
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Rig {
  gate: Gate;
  starts: number[];
  inFlightMax: () => number;
  /** Keeps `backlog` calls handed over, as the executor does, until stopped. */
  feed(backlog: number, latencyMs: () => number): () => void;
  call(latencyMs: number, signal?: AbortSignal): Promise<"done" | null>;
}

function rig(limits: GateLimits): Rig {
  const desk = new StartDesk(virtualClock, "coarse");
  const gate = new Gate(limits, desk, virtualClock);
  const starts: number[] = [];
  let inFlight = 0;
  let most = 0;
  const call = (latencyMs: number, signal = new AbortController().signal, priority: 4 | 5 = 5) =>
    passGates(
      [gate],
      desk,
      { priority, tokens: () => NO_TOKENS, signal, onSlot: () => {} },
      virtualClock,
      async (started) => {
        starts.push(started.startedAtMs);
        inFlight += 1;
        most = Math.max(most, inFlight);
        await sleep(latencyMs);
        inFlight -= 1;
        return "done" as const;
      },
    );
  const feed = (backlog: number, latencyMs: () => number) => {
    let on = true;
    const worker = async () => {
      while (on) await call(latencyMs());
    };
    for (let i = 0; i < backlog; i += 1) void worker();
    return () => {
      on = false;
    };
  };
  return { gate, starts, inFlightMax: () => most, feed, call };
}

/** The most starts over what `burst + rps·t` allows, over all windows; ≤ 0 keeps the promise. */
function worstExcess(starts: readonly number[], burst: number, ratePerSecond: number): number {
  // A window from start i to start j holds j−i+1 starts; the maximum over i for each j in one pass.
  let worst = Number.NEGATIVE_INFINITY;
  let best = Number.NEGATIVE_INFINITY;
  starts.forEach((t, j) => {
    const x = j - (t * ratePerSecond) / 1000;
    best = Math.max(best, -x);
    worst = Math.max(worst, x + best + 1 - burst);
  });
  return worst;
}

describe("Gate", () => {
  it("never starts more than burst + rps·t in any window, nor more than concurrency at once, for any limits and load", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          rps: fc.oneof(fc.double({ min: 0.1, max: 20, noNaN: true }), fc.double({ min: 20, max: 500, noNaN: true })),
          burst: fc.integer({ min: 1, max: 60 }),
          concurrency: fc.integer({ min: 1, max: 40 }),
          latencies: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 8 }),
          backlog: fc.integer({ min: 1, max: 60 }),
        }),
        async ({ rps, burst, concurrency, latencies, backlog }) => {
          const { starts, feed, inFlightMax } = rig(limitsOf(rps, burst, concurrency));
          let n = 0;
          const stop = feed(backlog, () => latencies[n++ % latencies.length] ?? 0);
          await vi.advanceTimersByTimeAsync(4000);
          stop();
          expect(worstExcess(starts, burst, rps)).toBeLessThanOrEqual(1e-6);
          expect(inFlightMax()).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps the promise through live edits: no window holds more than the largest burst and the rates in force allow", async () => {
    const edit = fc.record({
      afterMs: fc.integer({ min: 1, max: 1500 }),
      rps: fc.double({ min: 0.5, max: 200, noNaN: true }),
      burst: fc.integer({ min: 1, max: 30 }),
      concurrency: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(edit, fc.array(edit, { maxLength: 4 }), async (first, edits) => {
        const { gate, starts, feed } = rig(limitsOf(first.rps, first.burst, first.concurrency));
        const spans = [{ from: performance.now(), ...first }];
        const stop = feed(30, () => 20);
        for (const e of edits) {
          await vi.advanceTimersByTimeAsync(e.afterMs);
          gate.setLimits(limitsOf(e.rps, e.burst, e.concurrency));
          spans.push({ ...e, from: performance.now() });
        }
        await vi.advanceTimersByTimeAsync(1000);
        stop();
        // Permits that may have been issued up to t: the integral of the rate.
        const issued = (t: number) =>
          spans.reduce((sum, span, i) => {
            const until = Math.min(t, spans[i + 1]?.from ?? t);
            return sum + Math.max(0, until - span.from) * (span.rps / 1000);
          }, 0);
        const largestBurst = Math.max(...spans.map((span) => span.burst));
        const warped = starts.map((t) => issued(t) * 1000);
        expect(worstExcess(warped, largestBurst, 1)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [0.1, 1, 600],
    [1, 1, 200],
    [3.7, 1, 100],
    [3.7, 10, 100],
    [10, 10, 60],
    [50, 10, 40],
    [50, 50, 40],
    [200, 10, 20],
    [200, 200, 20],
    [500, 60, 10],
    [500, 500, 10],
  ])(
    "at %s rps with burst %s, over %s s, the steady rate is within one percent of the limit",
    async (rps, burst, seconds) => {
      const { starts, feed } = rig(limitsOf(rps, burst, 100));
      const stop = feed(150, () => 30);
      await vi.advanceTimersByTimeAsync(seconds * 1000);
      stop();
      // Steady state: the second half, when the opening burst is long used up.
      const half = performance.now() - seconds * 500;
      const steady = starts.filter((t) => t >= half);
      const first = steady[0] ?? 0;
      const last = steady.at(-1) ?? 0;
      const achieved = ((steady.length - 1) * 1000) / (last - first);
      expect(Math.abs(achieved / rps - 1)).toBeLessThanOrEqual(0.01);
    },
  );

  it("starts the whole burst at once when it has been idle", async () => {
    const { starts, feed } = rig(limitsOf(5, 10, 20));
    const stop = feed(20, () => 5);
    await vi.advanceTimersByTimeAsync(100);
    stop();
    expect(starts).toHaveLength(10);
  });

  it("lowering the concurrency drains: no call is cut, none starts until the count is below the new limit", async () => {
    const { gate, starts, feed } = rig(limitsOf(100, 50, 11));
    const stop = feed(20, () => 1000);
    await vi.advanceTimersByTimeAsync(500);
    expect(gate.calling).toBe(11);
    gate.setLimits(limitsOf(100, 50, 3));
    await vi.advanceTimersByTimeAsync(400);
    expect(gate.calling).toBe(11);
    await vi.advanceTimersByTimeAsync(400);
    expect(gate.calling).toBe(3);
    expect(starts).toHaveLength(14);
    stop();
  });

  it("a cancelled case costs no permit, and those behind it are not held up", async () => {
    const { starts, call } = rig(limitsOf(1, 1, 10));
    const cancel = new AbortController();
    const first = call(10);
    const dropped = Array.from({ length: 5 }, () => call(10, cancel.signal));
    const last = call(10);
    await vi.advanceTimersByTimeAsync(100);
    cancel.abort();
    expect(await Promise.all(dropped)).toEqual([null, null, null, null, null]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(await first).toBe("done");
    expect(await last).toBe("done");
    expect(starts).toHaveLength(2);
  });

  it("in a cooldown nothing starts; after it one request starts at once and the others at the rate", async () => {
    const { gate, starts, feed } = rig(limitsOf(10, 10, 20));
    const stop = feed(20, () => 50);
    await vi.advanceTimersByTimeAsync(1000);
    const before = starts.length;
    const until = performance.now() + 12_000;
    gate.coolDown(until);
    await vi.advanceTimersByTimeAsync(11_990);
    expect(starts.length).toBe(before);
    await vi.advanceTimersByTimeAsync(1010);
    stop();
    const after = starts.slice(before);
    expect(after[0]).toBeGreaterThanOrEqual(until);
    expect(after.filter((t) => t < until + 95)).toHaveLength(1);
    expect(after.length).toBeGreaterThanOrEqual(9);
    expect(after.length).toBeLessThanOrEqual(11);
  });

  it("a run's own gate in front of the pool's: both hold, and its waiting cases do not hold the pool's slots", async () => {
    const desk = new StartDesk(virtualClock, "coarse");
    const pool = new Gate(limitsOf(50, 5, 4), desk, virtualClock);
    const own = new Gate(limitsOf(2, 1, 4), desk, virtualClock);
    const slow: number[] = [];
    const fast: number[] = [];
    const run = (gates: readonly Gate[], into: number[]) =>
      passGates(
        gates,
        desk,
        { priority: 5, tokens: () => NO_TOKENS, signal: new AbortController().signal, onSlot: () => {} },
        virtualClock,
        async (s) => {
          into.push(s.startedAtMs);
          await sleep(20);
        },
      );
    let on = true;
    const worker = async (gates: readonly Gate[], into: number[]) => {
      while (on) await run(gates, into);
    };
    for (let i = 0; i < 8; i += 1) void worker([own, pool], slow);
    for (let i = 0; i < 8; i += 1) void worker([pool], fast);
    await vi.advanceTimersByTimeAsync(10_000);
    on = false;
    expect(worstExcess(slow, 1, 2)).toBeLessThanOrEqual(1e-6);
    // Each of its turns also queues behind the other run's eight, so it gets a little less than its own 2 rps.
    expect(slow.length).toBeGreaterThanOrEqual(15);
    const all = [...slow, ...fast].sort((a, b) => a - b);
    expect(worstExcess(all, 5, 50)).toBeLessThanOrEqual(1e-6);
    expect(all.length).toBeGreaterThanOrEqual(490);
  });

  it("a call that is called off at the pool's gate takes up nothing at the run's own", async () => {
    const desk = new StartDesk(virtualClock, "coarse");
    const pool = new Gate(limitsOf(50, 5, 1), desk, virtualClock);
    const own = new Gate(limitsOf(50, 5, 4), desk, virtualClock);
    const pass = (signal: AbortSignal) =>
      passGates(
        [own, pool],
        desk,
        { priority: 5, tokens: () => NO_TOKENS, signal, onSlot: () => {} },
        virtualClock,
        () => sleep(500),
      );
    const calledOff = new AbortController();
    const first = pass(new AbortController().signal);
    const second = pass(calledOff.signal);
    await vi.advanceTimersByTimeAsync(100);
    expect(own.passed).toBe(2);
    calledOff.abort();
    expect(await second).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    await first;
    expect(own.passed).toBe(0);
    expect(pool.passed).toBe(0);
  });
});
