import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedAttempts, type ForecastInput, forecastRun } from "@/lib/core/forecast/closed-form";
import { forecastHeadline, forecastSentence } from "@/lib/core/forecast/forecast-sentence";

function input(over: Partial<ForecastInput> = {}): ForecastInput {
  const latencyMs = over.latencyMs ?? 1200;
  return {
    cases: 1200,
    requestsPerSecond: 5,
    burst: 10,
    concurrency: 8,
    tokensPerMinute: null,
    attempts: 4,
    latencyMs,
    latencyP95Ms: 2 * latencyMs,
    retriedShare: 0,
    tokensPerAttempt: null,
    ...over,
  };
}

// The vectors that a discrete-event simulation was held against: attempts, seconds, what binds, tight.
const VECTORS: readonly [string, Partial<ForecastInput>, number, number, string, boolean][] = [
  ["F1", { retriedShare: 0.01 }, 1212, 241.6, "rate", false],
  ["F2", { latencyMs: 4000 }, 1200, 600, "concurrency", false],
  ["F3", { latencyMs: 4000, concurrency: 20 }, 1200, 242, "rate", true],
  ["F4", { latencyMs: 4000, concurrency: 25 }, 1200, 242, "rate", false],
  ["F5", { retriedShare: 0.2 }, 1498, 298.7, "rate", false],
  ["F6", { latencyMs: 1600 }, 1200, 240, "concurrency", true],
  [
    "F7",
    {
      cases: 10_000,
      requestsPerSecond: 20,
      burst: 40,
      concurrency: 64,
      latencyMs: 2500,
      retriedShare: 0.02,
      attempts: 5,
    },
    10_204,
    510.7,
    "rate",
    false,
  ],
  ["F8", { cases: 6, latencyMs: 2000, latencyP95Ms: 4000 }, 6, 4, "latency", false],
  [
    "F9",
    { cases: 300, requestsPerSecond: 0.5, burst: 1, concurrency: 2, latencyMs: 3000, attempts: 3 },
    300,
    601,
    "rate",
    true,
  ],
];

describe("forecastRun", () => {
  it.each<[string, Partial<ForecastInput>, number]>([
    ["its part of the pool's rate, where others share it", { shareRps: 2.5 }, (1200 - 10) / 2.5 + 1.2],
    [
      "what the provider is known to let through, below what is set",
      { requestsPerSecond: 12, concurrency: 40, accountRps: 5 },
      (1200 - 10) / 5 + 1.2,
    ],
    ["what is set, below what the provider lets through", { accountRps: 50 }, (1200 - 10) / 5 + 1.2],
    ["its own rate, where that is the lower", { shareRps: 8 }, (1200 - 10) / 5 + 1.2],
  ])("goes by %s", (_, over, seconds) => {
    const { boundBy, durationMs } = forecastRun(input(over));
    expect(boundBy).toBe("rate");
    expect(durationMs / 1000).toBeCloseTo(seconds);
  });

  it.each(VECTORS)("%s", (_id, over, attempts, seconds, boundBy, tight) => {
    const found = forecastRun(input(over));
    expect(Math.round(found.attempts)).toBe(attempts);
    expect(Math.abs(found.durationMs / 1000 - seconds)).toBeLessThan(0.06);
    expect([found.boundBy, found.tight]).toEqual([boundBy, tight]);
  });

  it("is bounded by tokens where they are the scarcest", () => {
    const found = forecastRun(input({ tokensPerMinute: 60_000, tokensPerAttempt: 1000 }));
    expect(found).toMatchObject({ boundBy: "tokens", durationMs: 1_201_200 });
    const few = forecastRun(input({ cases: 5, tokensPerMinute: 60_000, tokensPerAttempt: 50_000 }));
    expect(few.boundBy).toBe("tokens");
  });

  it("is bounded by tokens of prompts or of answers alone, where those are the scarcest", () => {
    const tokens = { input: 900, output: 100 };
    const prompts = forecastRun(input({ tokens, inputTokensPerMinute: 60_000, outputTokensPerMinute: 60_000 }));
    expect(prompts).toMatchObject({ boundBy: "tokens", durationMs: 1_081_200 });
    const answers = forecastRun(input({ tokens, inputTokensPerMinute: 60_000, outputTokensPerMinute: 6000 }));
    expect(answers).toMatchObject({ boundBy: "tokens", durationMs: 1_201_200 });
  });

  it("waits for midnight where the day's requests do not suffice, as often as it takes", () => {
    const hour = 3_600_000;
    const day = (leftToday: number) => ({ perDay: 500, leftToday, endsInMs: 2 * hour });
    expect(forecastRun(input({ day: day(1200) })).boundBy).toBe("rate");
    // 200 today, 500 tomorrow, 500 the day after, at 5 a second.
    const found = forecastRun(input({ day: day(200) }));
    expect(found).toMatchObject({ boundBy: "day", durationMs: 26 * hour + 101_200 });
    const few = forecastRun(input({ cases: 5, day: day(0) }));
    expect(few).toMatchObject({ boundBy: "day", durationMs: 2 * hour + 2200 });
    expect(forecastHeadline(input({ day: day(200) }), found)).toContain("bounded by requests per day.");
  });

  it("gives a wider range where slots are tight", () => {
    const ample = forecastRun(input({ latencyMs: 4000, concurrency: 25 }));
    const tight = forecastRun(input({ latencyMs: 4000, concurrency: 20 }));
    expect(ample.range.fromMs).toBe(242_000);
    expect(ample.range.toMs).toBeCloseTo(242_000 * 1.03 + 4000, 6);
    expect(tight.range.toMs).toBeCloseTo(242_000 * 1.1 + 4000, 6);
  });

  it.each([
    [0, 4, 1],
    [0.01, 4, 1.01010101 - 1e-8],
    [0.5, 3, 1.75],
    [1, 4, 4],
    [0.3, 1, 1],
  ])("expects at a share of %d and %i attempts %d per case", (q, attempts, expected) => {
    expect(expectedAttempts(q, attempts)).toBeCloseTo(expected, 6);
  });

  const inputs = fc.record({
    cases: fc.integer({ min: 1, max: 100_000 }),
    requestsPerSecond: fc.double({ min: 0.01, max: 500, noNaN: true }),
    burst: fc.integer({ min: 1, max: 10_000 }),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    latencyMs: fc.integer({ min: 1, max: 60_000 }),
    retriedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("never takes longer with a higher rate, burst or concurrency, nor shorter with more cases or retries", () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 1, max: 10, noNaN: true }), (over, times) => {
        // All calls of one length: else a run too small to queue is reckoned by its slowest call, a bigger one by the mean.
        const at = (change: Partial<ForecastInput>) =>
          forecastRun(input({ ...over, ...change, latencyP95Ms: over.latencyMs })).durationMs;
        const base = at({});
        const slack = 1 + 1e-9;
        expect(at({ requestsPerSecond: over.requestsPerSecond * times })).toBeLessThanOrEqual(base * slack);
        expect(at({ burst: Math.ceil(over.burst * times) })).toBeLessThanOrEqual(base * slack);
        expect(at({ concurrency: Math.ceil(over.concurrency * times) })).toBeLessThanOrEqual(base * slack);
        expect(at({ cases: Math.ceil(over.cases * times) }) * slack).toBeGreaterThanOrEqual(base);
        expect(at({ retriedShare: Math.min(1, over.retriedShare * times) }) * slack).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it("stays within its own range", () => {
    fc.assert(
      fc.property(inputs, (over) => {
        const { durationMs, range } = forecastRun(input(over));
        expect(range.fromMs).toBeLessThanOrEqual(durationMs);
        expect(range.toMs).toBeGreaterThanOrEqual(durationMs);
      }),
    );
  });
});

describe("the forecast sentence", () => {
  const at = (over: Partial<ForecastInput>) => {
    const given = input(over);
    return { given, figures: forecastRun(given) };
  };

  it("reads as promised", () => {
    const { given, figures } = at({ retriedShare: 0.01 });
    expect(forecastHeadline(given, figures)).toBe(
      "1,200 cases at 5 rps, burst 10, 8 at once: about 4 min 2 s, bounded by rate.",
    );
  });

  it.each([
    [{ requestsPerSecond: 12, accountRps: 5 }, "at 12 rps (the provider allows 5), burst 10"],
    [
      { requestsPerSecond: 12, shareRps: 6, accountRps: 2.5 },
      "at 12 rps (of the provider's limit its share is 2.5), burst 10",
    ],
    [{ accountRps: 5 }, "at 5 rps, burst 10"],
  ])("says what the provider allows where %j is set", (over, words) => {
    const { given, figures } = at(over);
    expect(forecastHeadline(given, figures)).toContain(words);
  });

  it("adds attempts, cost, the end and what it rests on", () => {
    const { given, figures } = at({ retriedShare: 0.01 });
    expect(forecastSentence(given, figures, { source: "last 7 days, 812 calls", costUsd: 3.1, doneAt: "14:31" })).toBe(
      "1,200 cases at 5 rps, burst 10, 8 at once: about 4 min 2 s, bounded by rate. " +
        "1,212 attempts, ≈$3.10, done ≈14:31. Assumes 1.2 s per call and 1 % retried (last 7 days, 812 calls).",
    );
    expect(forecastSentence(given, figures, { source: "assumed" })).toContain("1,212 attempts. Assumes");
  });

  it.each([
    [
      { cases: 1, requestsPerSecond: 0.25, burst: 1, concurrency: 1, latencyMs: 2000 },
      "1 case at 0.25 rps, burst 1, 1 at once: about 4.0 s, bounded by latency.",
    ],
    [{ latencyMs: 4000 }, "1,200 cases at 5 rps, burst 10, 8 at once: about 10 min 0 s, bounded by concurrency."],
  ])("of %j", (over, sentence) => {
    const { given, figures } = at(over);
    expect(forecastHeadline(given, figures)).toBe(sentence);
  });
});
