import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastRun } from "@/lib/core/forecast/closed-form";
import { simulateRun } from "@/lib/core/forecast/simulate-run";
import type { SimulationInput } from "@/lib/core/forecast/simulation-input";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";

type Over = Partial<Omit<SimulationInput, "limits">> & { limits?: Partial<LimitsInput> };

function inputOf({ limits, ...over }: Over = {}): SimulationInput {
  return {
    cases: 1200,
    limits: limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8, ...limits }),
    latencyMs: 1200,
    latencyP95Ms: 2 * (over.latencyMs ?? 1200),
    transientShare: 0,
    rateLimitedShare: 0,
    askedWaitMs: null,
    tokens: null,
    account: null,
    leftToday: null,
    untilMidnightMs: 12 * 3_600_000,
    seed: 1,
    ...over,
  };
}
const limits = (requestsPerSecond: number, burst: number, concurrency: number, attempts = 4) => ({
  requestsPerSecond,
  burst,
  concurrency,
  retry: { attempts },
});

/** The study's vectors: what an independent simulation took (mean of 8 runs), and what bounds. */
const VECTORS: readonly [string, Over, number, string][] = [
  ["F1", { latencyMs: 1200, transientShare: 0.01, limits: limits(5, 10, 8) }, 243.5, "rate"],
  ["F2", { latencyMs: 4000, limits: limits(5, 10, 8) }, 603.5, "concurrency"],
  ["F3", { latencyMs: 4000, limits: limits(5, 10, 20) }, 248.9, "rate"],
  ["F4", { latencyMs: 4000, limits: limits(5, 10, 25) }, 246.2, "rate"],
  ["F5", { latencyMs: 1200, transientShare: 0.2, limits: limits(5, 10, 8) }, 300, "rate"],
  ["F6", { latencyMs: 1600, limits: limits(5, 10, 8) }, 244, "concurrency"],
  ["F7", { cases: 10_000, latencyMs: 2500, transientShare: 0.02, limits: limits(20, 40, 64, 5) }, 514, "rate"],
  ["F9", { cases: 300, latencyMs: 3000, limits: limits(0.5, 1, 2, 3) }, 637.3, "concurrency"],
];

describe("a simulated run", () => {
  it.each(VECTORS)("%s takes what the study measured, within 3 %", (_, over, seconds, bound) => {
    const { p50Ms, p90Ms, boundBy } = simulateRun(inputOf(over));
    expect(Math.abs(p50Ms / 1000 / seconds - 1)).toBeLessThan(0.03);
    expect(p90Ms).toBeGreaterThanOrEqual(p50Ms);
    expect(p90Ms / 1000 / seconds).toBeLessThan(1.06);
    expect(["rate", "concurrency"]).toContain(bound);
    if (bound === boundBy) return;
    // Where both bind about equally either may be named.
    expect(_).toMatch(/F3|F6|F9/);
  });

  it("F8: all start at once, and the slowest call decides", () => {
    const { p50Ms, boundBy, attempts } = simulateRun(inputOf({ cases: 6, latencyMs: 2000 }));
    expect(p50Ms).toBeGreaterThan(2000);
    expect(p50Ms).toBeLessThan(5000);
    expect(boundBy).toBe("latency");
    expect(attempts).toBe(6);
  });

  it("gives the same for the same seed", () => {
    expect(simulateRun(inputOf({ transientShare: 0.1 }))).toEqual(simulateRun(inputOf({ transientShare: 0.1 })));
  });

  it("counts the attempts that failures cost", () => {
    const { attempts, gaveUp } = simulateRun(inputOf({ transientShare: 0.2, cases: 5000 }));
    expect(attempts / 5000).toBeCloseTo((1 - 0.2 ** 4) / 0.8, 1);
    expect(gaveUp / 5000).toBeCloseTo(0.2 ** 4, 2);
  });

  it("is bound by tokens where they run out first", () => {
    const { p50Ms, boundBy } = simulateRun(
      inputOf({ tokens: { input: 900, output: 100 }, limits: { tokensPerMinute: 60_000 } }),
    );
    expect(boundBy).toBe("tokens");
    // One case a second, after ten seconds' worth that are saved up at the start.
    expect(p50Ms / 1000).toBeGreaterThan(1180);
    expect(p50Ms / 1000).toBeLessThan(1210);
  });

  it("is bound by output tokens alone where only those are limited", () => {
    const over = { tokens: { input: 9000, output: 100 }, limits: { outputTokensPerMinute: 6000 } };
    expect(simulateRun(inputOf(over)).boundBy).toBe("tokens");
  });

  it("shows the 429s of a rate above what the account allows, and fewer of them where the pool adapts", () => {
    const account = { requestsPerSecond: 5, burst: 5 };
    const over = { cases: 1000, account, limits: { requestsPerSecond: 10, concurrency: 40 } };
    const rigid = simulateRun(inputOf(over));
    const adaptive = simulateRun(inputOf({ ...over, limits: { ...over.limits, adaptive: true } }));
    const within = simulateRun(inputOf({ ...over, limits: { ...over.limits, requestsPerSecond: 4.9, burst: 4 } }));
    expect(rigid.rateLimited).toBeGreaterThan(50);
    expect(rigid.boundBy).toBe("provider");
    expect(adaptive.rateLimited).toBeLessThan(rigid.rateLimited / 2);
    expect(within.rateLimited).toBe(0);
    expect(rigid.p50Ms).toBeGreaterThan(190_000);
  });

  it("waits for midnight where the day's requests do not suffice", () => {
    const { p50Ms, boundBy } = simulateRun(inputOf({ limits: { requestsPerDay: 500 } }));
    expect(boundBy).toBe("day");
    // Two midnights: the first in twelve hours, the second a day later.
    expect(p50Ms / 3_600_000).toBeGreaterThan(36);
    expect(p50Ms / 3_600_000).toBeLessThan(36.1);
    // With nothing left of today one more is needed.
    const late = simulateRun(inputOf({ limits: { requestsPerDay: 500 }, leftToday: 0 }));
    expect(late.p50Ms / 3_600_000).toBeGreaterThan(59.9);
    expect(late.p50Ms / 3_600_000).toBeLessThan(60.1);
  });

  it.each([
    ["a case", { cases: 1 }],
    ["ten million cases", { cases: 10_000_000 }],
    ["a burst of thousands", { cases: 50_000, limits: { burst: 10_000, concurrency: 1000 } }],
    ["nothing but failures", { cases: 50_000, transientShare: 1 }],
    ["nothing but 429s", { cases: 5000, rateLimitedShare: 1, askedWaitMs: 1000 }],
    ["a very slow rate that adapts", { limits: { requestsPerSecond: 0.01, adaptive: true }, rateLimitedShare: 0.3 }],
    ["calls that take no time", { latencyMs: 0, latencyP95Ms: 0 }],
  ] as const)("plays %s through in few steps", (_, over) => {
    const result = simulateRun(inputOf(over));
    expect(Number.isFinite(result.p50Ms)).toBe(true);
    expect(result.p90Ms).toBeGreaterThanOrEqual(result.p50Ms);
    expect(result.simulatedCases).toBeLessThanOrEqual(1300);
  });
});

describe("a run too large to be played through", () => {
  it.each([
    ["bound by its rate", { cases: 1_000_000, limits: limits(500, 500, 1000) }, "rate"],
    ["bound by its slots", { cases: 500_000, limits: limits(900, 100, 500), latencyMs: 2000 }, "concurrency"],
    ["with a burst of thousands", { cases: 60_000, limits: limits(100, 10_000, 1000) }, "rate"],
    [
      "bound by tokens",
      {
        cases: 200_000,
        tokens: { input: 500, output: 500 },
        limits: { ...limits(500, 100, 800), tokensPerMinute: 6_000_000 },
      },
      "tokens",
    ],
  ] as const)("%s takes what the closed form says", (_, over, bound) => {
    const input = inputOf(over);
    const { durationMs } = forecastRun({
      ...input,
      ...input.limits,
      attempts: input.limits.retry.attempts,
      retriedShare: 0,
      tokensPerAttempt: input.tokens === null ? null : input.tokens.input + input.tokens.output,
    });
    const { p50Ms, boundBy } = simulateRun(input);
    expect(Math.abs(p50Ms / durationMs - 1)).toBeLessThan(0.05);
    expect(boundBy).toBe(bound);
  });
});

describe("over random runs", () => {
  const setting = fc.record({
    cases: fc.integer({ min: 1, max: 20_000 }),
    rps: fc.constantFrom(0.5, 2, 5, 20, 100),
    burst: fc.integer({ min: 1, max: 50 }),
    slots: fc.integer({ min: 1, max: 64 }),
    latencyMs: fc.integer({ min: 50, max: 5000 }),
    q: fc.constantFrom(0, 0.02, 0.1),
  });
  const over = (s: { cases: number; rps: number; burst: number; slots: number; latencyMs: number; q: number }) =>
    inputOf({ cases: s.cases, latencyMs: s.latencyMs, transientShare: s.q, limits: limits(s.rps, s.burst, s.slots) });

  it("is never shorter for twice the cases, nor longer at twice the rate or with twice the slots", () => {
    fc.assert(
      fc.property(setting, (s) => {
        const { p50Ms } = simulateRun(over(s));
        // A tail of a few slow calls is drawn anew, and decides short runs.
        const twice = simulateRun(over({ ...s, cases: 2 * s.cases })).p50Ms;
        expect(twice).toBeGreaterThan(p50Ms * 0.97 - 3 * s.latencyMs);
        const tailMs = 6 * s.latencyMs + 2000;
        expect(simulateRun(over({ ...s, rps: 2 * s.rps })).p50Ms).toBeLessThan(p50Ms * 1.05 + tailMs);
        expect(simulateRun(over({ ...s, slots: 2 * s.slots })).p50Ms).toBeLessThan(p50Ms * 1.05 + tailMs);
      }),
      { numRuns: 25 },
    );
  });

  it("agrees with the closed form, up to the tail of the last calls and what few slots cost", () => {
    fc.assert(
      fc.property(setting, (s) => {
        const input = over(s);
        const { durationMs } = forecastRun({
          ...input,
          ...input.limits,
          attempts: input.limits.retry.attempts,
          retriedShare: s.q,
          tokensPerAttempt: null,
        });
        const { p50Ms } = simulateRun(input);
        // The closed form counts parts of an attempt: in a run of few cases, half of all runs have none to repeat.
        const startMs = 1000 / s.rps;
        expect(p50Ms).toBeGreaterThan(durationMs * 0.85 - 2 * s.latencyMs - startMs);
        expect(p50Ms).toBeLessThan(durationMs * 1.3 + 6 * s.latencyMs + startMs + 5000);
      }),
      { numRuns: 40 },
    );
  });
});
