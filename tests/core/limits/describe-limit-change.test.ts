import { describe, expect, it } from "vitest";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { limitsSchema } from "@/lib/core/limits/limits";
import { mergeLimits } from "@/lib/core/limits/merge-limits";

const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });

describe("a change of limits in words", () => {
  it.each([
    [{ requestsPerSecond: 8 }, "5→8 rps"],
    [{ requestsPerSecond: 0.5, burst: 1 }, "5→0.5 rps, burst 10→1"],
    [{ concurrency: 12, retry: { attempts: 6 } }, "8→12 at once, 4→6 attempts"],
    [{ tokensPerMinute: 90_000 }, "no limit→90,000 tokens/min"],
    [
      { inputTokensPerMinute: 80_000, outputTokensPerMinute: 16_000, requestsPerDay: 1000 },
      "no limit→80,000 input tokens/min, no limit→16,000 output tokens/min, no limit→1,000 requests/day",
    ],
    [{ retry: { giveUpAfterMs: 30_000, jitter: "none" as const } }, "jitter full→none, give up after never→30 s"],
    [{ requestTimeoutMs: 30_000, adaptive: true }, "timeout 60→30 s, adaptive off→on"],
    [{}, ""],
  ])("%j is told as %j", (patch, words) => {
    expect(describeLimitChange(LIMITS, mergeLimits(LIMITS, patch))).toBe(words);
  });
});
