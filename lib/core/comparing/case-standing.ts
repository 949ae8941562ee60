import { CASE_RESULTS } from "../runs/case-states";

/**
 * What a run has of a case. `mixed`: asked several times, it passed sometimes. `pending`: it is not finished there, not even
 * once. `missing`: the run has no such case.
 */
export const CASE_STANDINGS = [...CASE_RESULTS, "mixed", "pending", "missing"] as const;
export type CaseStanding = (typeof CASE_STANDINGS)[number];

/** A standing with what it comes of: how many of the case's repeats are scored, and how many of those passed. */
export interface CaseStand {
  readonly standing: CaseStanding;
  readonly passed: number;
  readonly scored: number;
}

/** Of a case that a run lacks. */
export const MISSING: CaseStand = { standing: "missing", passed: 0, scored: 0 };

/** How a case of one run stands against the same case of the baseline, the most telling first. */
export const CASE_CHANGES = ["regressed", "improved", "scoring", "missing", "unfinished", "same"] as const;
/** `scoring`: scored in one of the two and not in the other. `unfinished`: not done in one of them. */
export type CaseChange = (typeof CASE_CHANGES)[number];

/** By the share that passed. A missing, lost or unfinished case is never taken for a failed or a passed one. */
export function caseChange(baseline: CaseStand, candidate: CaseStand): CaseChange {
  const has = (standing: CaseStanding) => baseline.standing === standing || candidate.standing === standing;
  if (has("missing")) return "missing";
  if (has("pending")) return "unfinished";
  if (baseline.scored === 0 || candidate.scored === 0) return baseline.scored === candidate.scored ? "same" : "scoring";
  // Whole numbers: shares of different denominators are compared without rounding.
  const difference = candidate.passed * baseline.scored - baseline.passed * candidate.scored;
  if (difference === 0) return "same";
  return difference < 0 ? "regressed" : "improved";
}

/** The most telling of several changes: what a row is listed under. */
export function rowChange(changes: readonly CaseChange[]): CaseChange {
  return CASE_CHANGES.find((change) => changes.includes(change)) ?? "same";
}

/** Which rows of a comparison are asked for. */
export const ROW_FILTERS = ["all", "changed", "regressed", "improved", "missing"] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

/** Which changes bring a row under a filter; null: every row. */
export const CHANGES_OF_FILTER: Readonly<Record<RowFilter, readonly CaseChange[] | null>> = {
  all: null,
  changed: ["regressed", "improved", "scoring"],
  regressed: ["regressed"],
  improved: ["improved"],
  missing: ["missing"],
};
