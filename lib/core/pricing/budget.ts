import type { Spend } from "./spend";

/** Costs of finished cases, summed up so that a budget can tell what the next one may take. US dollars. */
export interface CaseCosts {
  readonly cases: number;
  readonly sumUsd: number;
  readonly squaresUsd: number;
  readonly mostUsd: number;
}

export const NO_CASE_COSTS: CaseCosts = { cases: 0, sumUsd: 0, squaresUsd: 0, mostUsd: 0 };

export function addCaseCost(costs: CaseCosts, usd: number): CaseCosts {
  return {
    cases: costs.cases + 1,
    sumUsd: costs.sumUsd + usd,
    squaresUsd: costs.squaresUsd + usd * usd,
    mostUsd: Math.max(costs.mostUsd, usd),
  };
}

/** Standard deviations above the mean that a case is reckoned at: about one in forty costs more. */
const CAUTION = 2;

/**
 * What is set aside for a case that has begun or is to begin: mean and two standard deviations of the finished ones, never
 * more than the dearest; before the first, what was expected at launch. Null where neither is known.
 */
export function reserveUsd(costs: CaseCosts, expectedUsd: number | null): number | null {
  if (costs.cases === 0) return expectedUsd;
  const mean = costs.sumUsd / costs.cases;
  const variance = Math.max(0, costs.squaresUsd / costs.cases - mean * mean);
  return Math.min(costs.mostUsd, mean + CAUTION * Math.sqrt(variance));
}

export interface BudgetStanding {
  readonly budgetUsd: number;
  readonly spend: Spend;
  readonly costs: CaseCosts;
  readonly expectedCaseUsd: number | null;
  /** Cases that have begun and not ended. */
  readonly active: number;
}

/** Forgives what summing up floats costs. */
const EPSILON_USD = 1e-9;

/**
 * Whether one more case fits: what is spent, what is set aside for the cases under way, for calls of unknown cost and for
 * this one stay within the budget. The first case may begin in any case where something is left, because an expectation
 * may be far too high; it shows what cases really cost.
 */
export function budgetAllows(standing: BudgetStanding): boolean {
  const { budgetUsd, spend, active } = standing;
  const spent = spend.usd ?? 0;
  if (spent >= budgetUsd) return false;
  const reserve = reserveUsd(standing.costs, standing.expectedCaseUsd) ?? 0;
  const probes = active === 0 && standing.costs.cases === 0 && spend.unknownCalls === 0;
  return probes || spent + (spend.unknownCalls + active + 1) * reserve <= budgetUsd + EPSILON_USD;
}
