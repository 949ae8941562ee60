import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draftOfLimits, parseRate, readLimitsDraft, tidyRate } from "@/components/limit-fields/limits-draft";
import { LIMIT_BOUNDS } from "@/lib/core/limits/limit-bounds";
import { type Limits, limitsSchema } from "@/lib/core/limits/limits";

const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });
const problems = (over: Partial<ReturnType<typeof draftOfLimits>>) =>
  readLimitsDraft({ ...draftOfLimits(LIMITS), ...over }).problems;

describe("a rate as people type it", () => {
  it.each([
    ["5", 5],
    ["0.25", 0.25],
    [" 5 / s ", 5],
    ["300/min", 5],
    ["300 rpm", 5],
    ["10 rps", 10],
    ["1,200/min", 20],
    ["3600/h", 1],
  ])("%s is %d per second", (text, rps) => {
    expect(parseRate(text)).toBe(rps);
  });

  it.each(["", "fast", "5/week", "5//s", "/min", "1e999"])("%j is none", (text) => {
    expect(parseRate(text)).toBeNull();
  });

  it("is tidied when the field is left, and kept where it cannot be read", () => {
    expect(tidyRate("300/min")).toBe("5");
    expect(tidyRate("fast")).toBe("fast");
  });
});

describe("a draft of limits", () => {
  const number = (key: keyof typeof LIMIT_BOUNDS) => fc.integer(LIMIT_BOUNDS[key]);
  const limits: fc.Arbitrary<Limits> = fc
    .record({
      requestsPerSecond: fc.integer({ min: 1, max: 100_000 }).map((n) => n / 100),
      burst: number("burst"),
      concurrency: number("concurrency"),
      tokensPerMinute: fc.option(number("tokensPerMinute")),
      inputTokensPerMinute: fc.option(number("inputTokensPerMinute")),
      outputTokensPerMinute: fc.option(number("outputTokensPerMinute")),
      requestsPerDay: fc.option(number("requestsPerDay")),
      retry: fc.record({
        attempts: number("attempts"),
        baseDelayMs: number("baseDelayMs"),
        maxDelayMs: number("maxDelayMs"),
        jitter: fc.constantFrom("full" as const, "none" as const),
        giveUpAfterMs: fc.option(number("giveUpAfterMs")),
      }),
      requestTimeoutMs: number("requestTimeoutMs"),
      adaptive: fc.boolean(),
    })
    .filter((each) => each.retry.maxDelayMs >= each.retry.baseDelayMs);

  it("gives back the limits that it was made of", () => {
    fc.assert(
      fc.property(limits, (given) => {
        expect(readLimitsDraft(draftOfLimits(given))).toEqual({ limits: given, problems: {} });
      }),
    );
  });

  it("never lets through what the schema refuses", () => {
    const text = fc.oneof(
      fc.constantFrom("", "0", "-1", "1.5", "NaN", "1e9", "abc", "5", "0.001"),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.record({ rps: text, burst: text, concurrency: text, attempts: text, tokensPerMinute: text, timeout: text }),
        (typed) => {
          const read = readLimitsDraft({ ...draftOfLimits(LIMITS), ...typed });
          if (read.limits === null) expect(Object.keys(read.problems)).not.toEqual([]);
          else expect(limitsSchema.safeParse(read.limits).success).toBe(true);
        },
      ),
    );
  });

  it("says of each wrong field what would be right", () => {
    expect(problems({ rps: "0", burst: "1.5", concurrency: "", attempts: "0" })).toEqual({
      rps: "Enter a rate above 0, e.g. 5 or 300/min.",
      burst: "Burst is whole, at least 1.",
      concurrency: "At once is whole, at least 1.",
      attempts: "Attempts is whole, at least 1; 1 means no retry.",
    });
    expect(problems({ rps: "1001", burst: "10001" })).toEqual({
      rps: "At most 1,000 a second.",
      burst: "At most 10,000.",
    });
    expect(problems({ baseDelay: "10", maxDelay: "2" })).toEqual({ maxDelay: "Not below the first backoff." });
  });
});
