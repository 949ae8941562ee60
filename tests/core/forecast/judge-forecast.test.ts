import { describe, expect, it } from "vitest";
import { type ForecastInput, forecastRun } from "@/lib/core/forecast/closed-form";
import { forecastJudged, type JudgeLoad, withJudgeCost } from "@/lib/core/forecast/judge-forecast";

const INPUT: ForecastInput = {
  cases: 1000,
  requestsPerSecond: 10,
  burst: 10,
  concurrency: 50,
  tokensPerMinute: null,
  attempts: 4,
  latencyMs: 1000,
  latencyP95Ms: 2000,
  retriedShare: 0,
  tokensPerAttempt: null,
};
const FIGURES = forecastRun(INPUT);
const load = (over: Partial<JudgeLoad> = {}): JudgeLoad => ({
  providerName: "anthropic",
  calls: 1,
  limits: { requestsPerSecond: 50, burst: 10, concurrency: 50 },
  shared: false,
  latencyMs: 500,
  ...over,
});
const at = (requestsPerSecond: number, concurrency = 50) => ({ limits: { requestsPerSecond, burst: 10, concurrency } });

describe("a forecast with judges", () => {
  it("is that of the answers where verdicts keep up with them", () => {
    const judged = forecastJudged(INPUT, FIGURES, [load()]);
    expect(judged).toMatchObject({ figures: FIGURES, calls: 1000, notices: [] });
    expect(forecastJudged(INPUT, FIGURES, [])).toMatchObject({ figures: FIGURES, calls: 0, judgesMs: 0 });
    // The same rate: verdicts end a call after the answers, which is no bound.
    expect(forecastJudged(INPUT, FIGURES, [load(at(10))]).figures.boundBy).toBe("rate");
  });

  it.each<[string, JudgeLoad, number]>([
    ["its pool's rate", load(at(5)), 990 / 5 + 0.5 + 1],
    ["its pool's slots", load({ ...at(500, 2), latencyMs: 1000 }), 1000 / 2 + 1],
    ["several judges in one pool", load({ ...at(10), calls: 3 }), 2990 / 10 + 0.5 + 1],
    ["sharing the target's pool", load({ ...at(10), shared: true }), 1990 / 10 + 0.5 + 1],
  ])("is bound by %s where that takes longer", (_what, judge, seconds) => {
    const { figures, notices, judgesMs } = forecastJudged(INPUT, FIGURES, [load(), judge]);
    expect(figures.boundBy).toBe("judge");
    expect(figures.durationMs / 1000).toBeCloseTo(seconds, 6);
    expect(judgesMs).toBe(figures.durationMs);
    expect(figures.attempts).toBe(FIGURES.attempts);
    expect(notices[0]?.text).toContain("calls through anthropic");
  });

  it("costs what the judges do as well, and is unknown where a price is missing", () => {
    const cost = { usd: 1, lowUsd: 0.8, highUsd: 1.2 };
    expect(withJudgeCost(cost, 1000, [0.001, 0.002])).toEqual({
      usd: 4,
      lowUsd: expect.closeTo(2.9, 9),
      highUsd: expect.closeTo(5.1, 9),
    });
    expect(withJudgeCost(cost, 1000, [0.001, null])).toBeNull();
    expect(withJudgeCost(null, 1000, [0.001])).toBeNull();
    expect(withJudgeCost(cost, 1000, [])).toBe(cost);
  });
});
