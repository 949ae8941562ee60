import { describe, expect, it } from "vitest";
import { type CostInput, forecastCost } from "@/lib/core/forecast/forecast-cost";

const PRICE = { inputUsdPerMillion: 1, outputUsdPerMillion: 4, cachedInputUsdPerMillion: null };
const of = (over: Partial<CostInput> = {}) =>
  forecastCost({
    cases: 1000,
    answeredShare: 1,
    inputTokens: 1000,
    outputTokens: 250,
    measuredCalls: 400,
    maxOutputTokens: null,
    price: PRICE,
    ...over,
  });

describe("the cost of a run", () => {
  it("is what its answers cost", () => {
    expect(of()?.usd).toBeCloseTo(2, 9);
    expect(of({ answeredShare: 0.5 })?.usd).toBeCloseTo(1, 9);
    expect(of({ cases: 0 })).toMatchObject({ usd: 0, lowUsd: 0, highUsd: 0 });
  });

  it("is not known without a price, and never 0", () => {
    expect(of({ price: null })).toBeNull();
  });

  it("has a band that narrows with what was measured and with the cases", () => {
    const width = (over: Partial<CostInput>) => {
      const { usd = 0, lowUsd = 0, highUsd = 0 } = of(over) ?? {};
      expect(lowUsd).toBeLessThanOrEqual(usd);
      expect(highUsd).toBeGreaterThanOrEqual(usd);
      return (highUsd - lowUsd) / usd;
    };
    expect(width({ measuredCalls: 10_000 })).toBeLessThan(width({ measuredCalls: 100 }));
    expect(width({ cases: 100_000 })).toBeLessThan(width({ cases: 10 }));
    expect(width({ measuredCalls: 0 })).toBeGreaterThan(width({ measuredCalls: 5 }));
  });

  it("reaches up to the longest answers where nothing was measured", () => {
    expect(of({ measuredCalls: 0, maxOutputTokens: 2000 })?.highUsd).toBeCloseTo(1000 * 0.0093, 6);
  });
});
