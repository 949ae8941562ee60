import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ForecastInput, forecastRun } from "@/lib/core/forecast/closed-form";
import { forecastMatrix, type MatrixCell } from "@/lib/core/forecast/matrix-forecast";

const INPUT: ForecastInput = {
  cases: 1200,
  requestsPerSecond: 5,
  burst: 10,
  concurrency: 8,
  tokensPerMinute: null,
  attempts: 4,
  latencyMs: 1200,
  latencyP95Ms: 2400,
  retriedShare: 0,
  tokensPerAttempt: 100,
};

function cell(
  over: Partial<ForecastInput> = {},
  pool: Partial<MatrixCell["poolLimits"]> = {},
  poolId = "a",
): MatrixCell {
  const input = { ...INPUT, ...over };
  const { requestsPerSecond, burst, concurrency, tokensPerMinute } = input;
  return {
    poolId,
    poolLimits: { requestsPerSecond, burst, concurrency, tokensPerMinute, ...pool },
    input,
    judgesMs: 0,
  };
}

describe("the forecast of a matrix", () => {
  it("of one run is the run's own", () => {
    const { durationMs, boundBy } = forecastMatrix([cell()]);
    expect({ durationMs, boundBy }).toEqual({
      durationMs: forecastRun(INPUT).durationMs,
      boundBy: forecastRun(INPUT).boundBy,
    });
  });

  it("adds up where runs share a pool, and goes side by side where they do not", () => {
    const shared = forecastMatrix([cell(), cell()]);
    expect(shared.durationMs).toBeCloseTo(((2400 - 10) / 5 + 1.2) * 1000);
    expect(shared.pools).toEqual([{ poolId: "a", cells: 2, durationMs: shared.durationMs }]);
    const apart = forecastMatrix([cell(), cell({ cases: 300 }, {}, "b")]);
    expect(apart.durationMs).toBeCloseTo(forecastRun(INPUT).durationMs);
    expect(apart.pools.map(({ poolId }) => poolId)).toEqual(["a", "b"]);
  });

  it("lets runs with limits of their own go side by side as far as the pool allows", () => {
    const wide = { requestsPerSecond: 20, burst: 40, concurrency: 32 };
    const two = forecastMatrix([cell({}, wide), cell({}, wide)]);
    expect(two.durationMs).toBeCloseTo(((2400 - 20) / 10 + 1.2) * 1000);
    const six = forecastMatrix(Array.from({ length: 6 }, () => cell({}, wide)));
    expect(six.durationMs).toBeCloseTo(((7200 - 40) / 20 + 1.2) * 1000);
  });

  it("waits for judges that take longer than the answers", () => {
    const judged = { ...cell(), judgesMs: 1_000_000 };
    expect(forecastMatrix([judged, judged])).toMatchObject({ durationMs: 2_000_000, boundBy: "judge" });
  });

  it("is never shorter than any of its runs alone under the pool, and never shorter for one run more", () => {
    const cells = fc.array(
      fc.record({ cases: fc.integer({ min: 20, max: 5000 }), latencyMs: fc.integer({ min: 10, max: 8000 }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(cells, (inputs) => {
        const all = inputs.map(({ cases, latencyMs }) => cell({ cases, latencyMs, latencyP95Ms: 2 * latencyMs }));
        const whole = forecastMatrix(all).durationMs;
        const fewer = all.length > 1 ? forecastMatrix(all.slice(1)).durationMs : 0;
        const work = Math.max(...all.map(({ input }) => ((input.cases - 10) / 5) * 1000));
        expect(whole).toBeGreaterThanOrEqual(work);
        // Its calls may be the slow ones, whose last one is waited for.
        expect(whole).toBeGreaterThanOrEqual(fewer - 8000);
      }),
    );
  });
});
