import { describe, expect, it } from "vitest";
import { triedOutlook } from "@/components/launch/tried-outlook";
import type { LimitsInput } from "@/lib/core/limits/limits";
import { limitsSchema } from "@/lib/core/limits/limits";
import { caseWith } from "../case-builder";
import { runWith } from "../run-builder";

/** 5 cases of 1.2 s, each 900 tokens in and 100 out; 1,195 are left. */
const CASE = caseWith({ providerLatencyMs: 1200, tokens: { input: 900, output: 100 } });
const counts = { total: 1200, done: 5, passed: 5, failed: 0, notScored: 0, inFlight: 0, pending: 1195 };
const attempts = { ...runWith().attempts, total: 5, ok: 5 };

function outlook(over: Partial<LimitsInput>, startedToday = 0) {
  const effectiveLimits = limitsSchema.parse({ requestsPerSecond: 20, burst: 10, concurrency: 100, ...over });
  return triedOutlook(runWith({ counts, attempts, effectiveLimits }), [CASE], startedToday)?.forecast;
}

describe("what the others of a trial would take", () => {
  it.each<[string, Partial<LimitsInput>, string, number]>([
    ["the rate", {}, "rate", (1195 - 10) / 20 + 1.2],
    ["tokens of both", { tokensPerMinute: 60_000 }, "tokens", 1195 + 1.2],
    ["tokens of prompts", { inputTokensPerMinute: 54_000 }, "tokens", 1195 + 1.2],
    ["tokens of answers", { outputTokensPerMinute: 6000 }, "tokens", 1195 + 1.2],
  ])("goes by %s", (_, limits, boundBy, seconds) => {
    const forecast = outlook(limits);
    expect(forecast?.boundBy).toBe(boundBy);
    expect((forecast?.durationMs ?? 0) / 1000).toBeCloseTo(seconds);
  });

  it("goes by the requests of a day, as far as today's are used up", () => {
    expect(outlook({ requestsPerDay: 1300 })?.boundBy).toBe("rate");
    expect(outlook({ requestsPerDay: 1300 }, 200)?.boundBy).toBe("day");
    expect(outlook({ requestsPerDay: 1198 })?.boundBy).toBe("day");
  });
});
