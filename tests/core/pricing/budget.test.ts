import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCaseCost,
  type BudgetStanding,
  budgetAllows,
  type CaseCosts,
  NO_CASE_COSTS,
  reserveUsd,
} from "@/lib/core/pricing/budget";
import { freezePrices, frozenPrice, isFree, unpricedModels } from "@/lib/core/pricing/run-pricing";
import { SHIPPED_PRICES } from "@/lib/core/pricing/shipped-prices";

const costsOf = (...usd: number[]): CaseCosts => usd.reduce(addCaseCost, NO_CASE_COSTS);
const standing = (patch: Partial<BudgetStanding>): BudgetStanding => ({
  budgetUsd: 1,
  spend: { usd: 0.5, unknownCalls: 0 },
  costs: costsOf(0.1, 0.1, 0.1),
  expectedCaseUsd: 0.1,
  active: 0,
  ...patch,
});

describe("what is set aside for a case", () => {
  it("is what was expected until a case has ended", () => {
    expect(reserveUsd(NO_CASE_COSTS, 0.2)).toBe(0.2);
    expect(reserveUsd(NO_CASE_COSTS, null)).toBeNull();
  });

  it("is the mean where all cost the same, and more where they differ, but no more than the dearest", () => {
    expect(reserveUsd(costsOf(0.1, 0.1), 9)).toBeCloseTo(0.1, 9);
    expect(reserveUsd(costsOf(0.1, 0.1, 0.1, 0.1, 0.5), 9)).toBeGreaterThan(0.4);
    expect(reserveUsd(costsOf(0.1, 0.3), 9)).toBeCloseTo(0.3, 9);
  });
});

describe("a budget", () => {
  it.each<[string, Partial<BudgetStanding>, boolean]>([
    ["lets a case begin that fits", {}, true],
    ["lets the last one begin that fits exactly", { active: 4 }, true],
    ["holds the one that would pass it with those under way", { active: 5 }, false],
    ["is used up", { spend: { usd: 1, unknownCalls: 0 } }, false],
    ["reckons calls of unknown cost as cases", { spend: { usd: 0.5, unknownCalls: 5 } }, false],
    [
      "lets one case show what it costs, however dear it was expected",
      { costs: NO_CASE_COSTS, spend: { usd: null, unknownCalls: 0 }, expectedCaseUsd: 50 },
      true,
    ],
    [
      "but only one",
      { costs: NO_CASE_COSTS, spend: { usd: null, unknownCalls: 0 }, expectedCaseUsd: 50, active: 1 },
      false,
    ],
    [
      "does not let a second one probe where the first told no cost",
      { costs: NO_CASE_COSTS, spend: { usd: null, unknownCalls: 1 }, expectedCaseUsd: 50 },
      false,
    ],
  ])("%s", (_, patch, allowed) => {
    expect(budgetAllows(standing(patch))).toBe(allowed);
  });

  it("is never passed by cases that cost no more than what was set aside for them", () => {
    const usd = fc.integer({ min: 1, max: 1000 }).map((n) => n / 100);
    fc.assert(
      fc.property(usd, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5000 }), (each, slots, budget) => {
        const budgetUsd = budget / 100;
        let spent: number | null = null;
        let costs = NO_CASE_COSTS;
        let active = 0;
        for (;;) {
          const spend = { usd: spent, unknownCalls: 0 };
          if (active < slots && budgetAllows({ budgetUsd, spend, costs, expectedCaseUsd: each, active })) active += 1;
          else if (active === 0) break;
          else {
            active -= 1;
            spent = (spent ?? 0) + each;
            costs = addCaseCost(costs, each);
          }
        }
        // Only the first case may pass it: nothing else could tell what cases cost.
        expect(spent ?? 0).toBeLessThanOrEqual(Math.max(budgetUsd, each) + 1e-6);
        if (costs.cases > 1) expect(budgetUsd - (spent ?? 0)).toBeLessThan(each + 1e-6);
      }),
    );
  });
});

describe("prices frozen at launch", () => {
  const table = { version: "shipped 2026-08-05", rows: SHIPPED_PRICES };
  const target = { providerId: "prv_1", providerKind: "openai", model: "gpt-4o-mini" } as const;

  it("are those of the table, one for each model that is called", () => {
    const pricing = freezePrices(table, [target, target, { ...target, model: "no-such" }], 0.01);
    expect(pricing).toEqual({
      version: "shipped 2026-08-05",
      expectedCaseUsd: 0.01,
      prices: [
        {
          providerId: "prv_1",
          model: "gpt-4o-mini",
          price: { inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6, cachedInputUsdPerMillion: 0.075 },
        },
        { providerId: "prv_1", model: "no-such", price: null },
      ],
    });
    expect(frozenPrice(pricing, target)?.inputUsdPerMillion).toBe(0.15);
    expect(frozenPrice(pricing, { ...target, providerId: "prv_2" })).toBeNull();
    expect(frozenPrice(undefined, target)).toBeNull();
    expect(unpricedModels(pricing)).toEqual(["no-such"]);
    expect(isFree(pricing)).toBe(false);
  });

  it("are free only where every call is", () => {
    const simulated = { providerId: "prv_2", providerKind: "simulated", model: "sim" } as const;
    expect(isFree(freezePrices(table, [simulated], 0))).toBe(true);
    expect(isFree(freezePrices(table, [simulated, target], 0))).toBe(false);
    expect(isFree(undefined)).toBe(false);
  });
});
