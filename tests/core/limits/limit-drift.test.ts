import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KnownLimits, LearnedLimit } from "@/lib/core/limits/learned-limits";
import { compareLimits, limitsFromLearned } from "@/lib/core/limits/limit-drift";
import { limitsSchema } from "@/lib/core/limits/limits";
import { mergeLimits } from "@/lib/core/limits/merge-limits";
import { DAY_MS, MINUTE_MS } from "@/lib/core/limits/rate-limit-headers";

const limits = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8, tokensPerMinute: 30_000 });
const told = (limit: number | null, windowMs: number | null = MINUTE_MS): LearnedLimit => ({
  limit,
  remaining: null,
  resetAt: null,
  windowMs,
  refill: null,
  at: 0,
});

describe("compareLimits", () => {
  it("sets each limit beside what is told of it, per minute or per day", () => {
    const known = { requests: told(500), requestsPerDay: told(10_000, DAY_MS), inputTokens: told(40_000) };
    expect(compareLimits(limits, known)).toEqual([
      { dimension: "requests", perMs: MINUTE_MS, configured: 300, learned: 500, drift: null },
      { dimension: "requestsPerDay", perMs: DAY_MS, configured: null, learned: 10_000, drift: null },
      { dimension: "tokens", perMs: MINUTE_MS, configured: 30_000, learned: null, drift: null },
      { dimension: "inputTokens", perMs: MINUTE_MS, configured: null, learned: 40_000, drift: null },
    ]);
    expect(compareLimits(limits, { requests: told(25, 10_000) })[0]).toMatchObject({ learned: 150 });
    expect(compareLimits(limits, { requests: told(50, null) })[0]).toMatchObject({ learned: null, drift: null });
  });

  it.each([
    [290, "above"],
    [294, "above"],
    // Rounding is no drift.
    [298, null],
    [600, null],
    [601, "far-below"],
  ] as const)("300 a minute against %d told: %s", (limit, drift) => {
    expect(compareLimits(limits, { requests: told(limit) })[0]?.drift).toBe(drift);
  });
});

describe("limitsFromLearned", () => {
  it("sets to the share of what is told, and leaves alone what is not known or is so already", () => {
    const known = {
      requests: told(500),
      tokens: told(30_000),
      outputTokens: told(8000),
      tokensPerDay: told(9, DAY_MS),
    };
    expect(limitsFromLearned(limits, known, 0.9)).toEqual({
      requestsPerSecond: 7.5,
      tokensPerMinute: 27_000,
      outputTokensPerMinute: 7200,
    });
    expect(limitsFromLearned({ ...limits, requestsPerSecond: 7.5 }, { requests: told(500) }, 0.9)).toEqual({});
    expect(limitsFromLearned(limits, {}, 0.9)).toEqual({});
  });

  it("always comes to limits that may be set, whatever headers say", () => {
    const known: fc.Arbitrary<KnownLimits> = fc.record({
      requests: fc.double({ min: 1e-9, max: 1e15, noNaN: true }).map((n) => told(n)),
      tokens: fc.double({ min: 1e-9, max: 1e15, noNaN: true }).map((n) => told(n)),
      requestsPerDay: fc.double({ min: 1e-9, max: 1e15, noNaN: true }).map((n) => told(n, DAY_MS)),
    });
    fc.assert(
      fc.property(known, (k) => {
        const merged = mergeLimits(limits, limitsFromLearned(limits, k, 0.9));
        expect(limitsSchema.safeParse(merged).success).toBe(true);
      }),
    );
  });
});
