import { describe, expect, it } from "vitest";
import { limitsSchema } from "@/lib/core/limits/limits";
import { fieldEffect, limitsOutlook, unifiedLimitsDiff } from "@/lib/core/presets/limits-effect";

const SIX = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8, retry: { maxDelayMs: 30_000 } });
const SEVEN = { ...SIX, requestsPerSecond: 8, retry: { ...SIX.retry, attempts: 6, maxDelayMs: 60_000 } };
const REFERENCE = { cases: 1200, latencyMs: 1200, retriedShare: 0.01 };

describe("the effect of a change of limits on a reference run", () => {
  it("is told per limit, each alone", () => {
    expect(fieldEffect("rps", SIX, SEVEN, REFERENCE)).toBe(
      "1,200 cases: 4 min 2 s bounded by rate → 3 min 2 s bounded by concurrency",
    );
    expect(fieldEffect("burst", SIX, { ...SIX, burst: 11 }, { ...REFERENCE, cases: 5 })).toMatch(/as before$/);
    expect(fieldEffect("maxDelay", SIX, SEVEN, REFERENCE)).toMatch(/^All backoffs of a case: up to .* → /);
    expect(fieldEffect("timeout", SIX, { ...SIX, requestTimeoutMs: 1500 }, REFERENCE)).toMatch(/Cuts off slow calls/);
    expect(fieldEffect("tokensPerMinute", SIX, { ...SIX, tokensPerMinute: 9 }, REFERENCE)).toMatch(/tokens of a call/);
  });

  it("is told for both sides, with the remarks of the launch form", () => {
    expect(limitsOutlook(SIX, REFERENCE).headline).toMatch(/about 4 min 2 s, bounded by rate/);
    const after = limitsOutlook(SEVEN, REFERENCE);
    expect(after.headline).toMatch(/about 3 min 2 s, bounded by concurrency/);
    expect(after.notices[0]).toMatchObject({ id: "N1", fixes: [{ label: "Set 12" }, expect.anything()] });
  });

  it("has words for every row of a diff", () => {
    const changed = {
      ...SIX,
      retry: { ...SIX.retry, jitter: "none" as const, giveUpAfterMs: 60_000 },
      adaptive: true,
      requestsPerDay: 100,
    };
    for (const key of ["jitter", "giveUpAfter", "adaptive", "requestsPerDay", "attempts", "concurrency", "baseDelay"]) {
      expect(fieldEffect(key, SIX, changed, REFERENCE), key).not.toBe("");
      expect(fieldEffect(key, changed, SIX, REFERENCE), key).not.toBe("");
    }
  });

  it("is copied as a unified diff", () => {
    const rows = [
      { name: "Requests per second", before: "5", after: "8", changed: true },
      { name: "Burst", before: "10", after: "10", changed: false },
    ];
    expect(unifiedLimitsDiff({ before: "p@6", after: "p@7" }, rows)).toBe(
      "--- p@6\n+++ p@7\n@@ -1,2 +1,2 @@\n-Requests per second: 5\n+Requests per second: 8\n Burst: 10\n",
    );
  });
});
