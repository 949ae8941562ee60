import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
    const faster = [buildTick({ t: 0, ok: 2 }), buildTick({ t: 30_000, ok: 8 })];
    expect(recentEndRate(faster, 30_000)).toBeCloseTo((0.5 * 2 + 8) / 1.5, 9);
    expect(recentEndRate([], 0)).toBeNull();
  });
});
