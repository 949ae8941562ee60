import { CASE_RESULTS } from "../runs/case-states";

/** What a run has of a case. `pending`: it is not finished there. `missing`: the run has no such case. */
export const CASE_STANDINGS = [...CASE_RESULTS, "pending", "missing"] as const;
export type CaseStanding = (typeof CASE_STANDINGS)[number];

/** How a case of one run stands against the same case of the baseline, the most telling first. */
export const CASE_CHANGES = ["regressed", "improved", "scoring", "missing", "unfinished", "same"] as const;
/** `scoring`: scored in one of the two and not in the other. `unfinished`: not done in one of them. */
export type CaseChange = (typeof CASE_CHANGES)[number];

/** A missing, lost or unfinished case is never taken for a failed or a passed one. */
export function caseChange(baseline: CaseStanding, candidate: CaseStanding): CaseChange {
  if (baseline === "missing" || candidate === "missing") return "missing";
  if (baseline === "pending" || candidate === "pending") return "unfinished";
  if (baseline === candidate) return "same";
  if (baseline === "not-scored" || candidate === "not-scored") return "scoring";
  return candidate === "failed" ? "regressed" : "improved";
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
