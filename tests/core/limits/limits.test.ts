import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMIT_BOUNDS } from "@/lib/core/limits/limit-bounds";
import { type LimitsPatch, limitsPatchSchema, limitsSchema } from "@/lib/core/limits/limits";
import { effectiveLimits, mergeLimits } from "@/lib/core/limits/merge-limits";

const OPTIONAL = ["tokensPerMinute", "inputTokensPerMinute", "outputTokensPerMinute", "requestsPerDay"] as const;
const LEAST = { requestsPerSecond: 5, burst: 10, concurrency: 8 };

describe("limits", () => {
  it("that were stored before a limit was there are still read: it is not set", () => {
    const stored = {
      ...LEAST,
      tokensPerMinute: null,
      retry: { attempts: 4, baseDelayMs: 500, maxDelayMs: 60_000, jitter: "full", giveUpAfterMs: null },
      requestTimeoutMs: 60_000,
      adaptive: false,
    };
    expect(limitsSchema.parse(stored)).toEqual({
      ...stored,
      inputTokensPerMinute: null,
      outputTokensPerMinute: null,
      requestsPerDay: null,
    });
  });

  it.each(OPTIONAL)("%s is whole, within its bounds, or null", (name) => {
    const { min, max } = LIMIT_BOUNDS[name];
    for (const value of [null, min, max]) {
      expect(limitsSchema.parse({ ...LEAST, [name]: value })[name]).toBe(value);
    }
    for (const value of [0, -1, 1.5, max + 1, Number.NaN, Number.POSITIVE_INFINITY, "100"]) {
      const read = limitsSchema.safeParse({ ...LEAST, [name]: value });
      expect(read.error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([
        [name, `${name} must be a whole number from ${min} to ${max}`],
      ]);
    }
  });

  it("a patch sets and clears them, and leaves the others as they are", () => {
    const limits = limitsSchema.parse({ ...LEAST, requestsPerDay: 100, inputTokensPerMinute: 5 });
    const patch: LimitsPatch = limitsPatchSchema.parse({ requestsPerDay: null, outputTokensPerMinute: 7 });
    expect(mergeLimits(limits, patch)).toEqual({ ...limits, requestsPerDay: null, outputTokensPerMinute: 7 });
  });

  it("what binds is the lower of a run's and its pool's, where one has none the other's", () => {
    const maybe = fc.option(fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(fc.constantFrom(...OPTIONAL), maybe, maybe, (name, run, pool) => {
        const of = (value: number | null) => limitsSchema.parse({ ...LEAST, [name]: value });
        const set = [run, pool].filter((value) => value !== null);
        const expected = set.length === 0 ? null : Math.min(...set);
        expect(effectiveLimits(of(run), of(pool))[name]).toBe(expected);
      }),
    );
  });
});
