import { describe, expect, it } from "vitest";
import { type ExpectedTimesInput, expectedTimes } from "@/lib/core/forecast/expected-times";
import { limitsSchema } from "@/lib/core/limits/limits";

const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });

function times(over: Partial<ExpectedTimesInput> = {}, retry: Partial<typeof LIMITS.retry> = {}) {
  return expectedTimes({
    cases: 1200,
    attemptsPerCase: 1,
    requestsPerSecond: 5,
    burst: 1,
    concurrency: 8,
    latencyMs: 1200,
    transientShare: 0,
    rateLimitedShare: 0,
    askedWaitMs: null,
    retry: { ...LIMITS.retry, baseDelayMs: 1000, maxDelayMs: 60_000, attempts: 3, jitter: "none", ...retry },
    ...over,
  });
}

describe("the limiter wait that a launch expects", () => {
  it.each([
    ["what a slot is held for beyond its call, where the rate binds (8 slots at 5 rps: 1.6 s)", {}, 400],
    ["nothing where the slots bind", { latencyMs: 4000 }, 0],
    ["nothing where all start out of the burst", { cases: 8, burst: 10 }, 0],
    ["that of every attempt of a case", { attemptsPerCase: 1.5, cases: 800 }, 600],
    ["the same for a run too long to be reckoned through", { cases: 200_000 }, 400],
  ])("is %s", (_what, over, waitMs) => {
    expect(times(over).limiterWaitMs).toBeCloseTo(waitMs, -1);
  });

  it("is nothing without a case", () => {
    expect(times({ cases: 0 })).toEqual({ limiterWaitMs: 0, backoffMs: 0 });
  });
});

describe("the backoff that a launch expects", () => {
  it("is that of the share of cases that fail once, and again", () => {
    // Half of all wait 1 s after their first attempt, a quarter 2 s after their second; the third is the last.
    expect(times({ transientShare: 0.5 }).backoffMs).toBeCloseTo(0.5 * 1000 + 0.25 * 2000, 6);
    expect(times({ transientShare: 0.5 }, { jitter: "full" }).backoffMs).toBeCloseTo(0.5 * 500 + 0.25 * 1000, 6);
  });

  it("is short after a failure that stands alone, and as long as the provider asks after a 429", () => {
    expect(times({ transientShare: 0.02 }, { attempts: 2 }).backoffMs).toBeCloseTo(0.02 * 200, 6);
    expect(times({ rateLimitedShare: 0.2, askedWaitMs: 12_000 }, { attempts: 2 }).backoffMs).toBeCloseTo(2400, 6);
  });

  it("is nothing where nothing fails, or nothing is tried again", () => {
    expect(times().backoffMs).toBe(0);
    expect(times({ transientShare: 0.5 }, { attempts: 1 }).backoffMs).toBe(0);
  });
});
