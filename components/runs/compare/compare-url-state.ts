"use client";

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { Comparison } from "@/lib/client/compare";
import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import { ROW_FILTERS } from "@/lib/core/comparing/case-standing";
import { ROW_ORDERS } from "@/lib/core/comparing/row-order";

/** The figure that stands beside a result in the table of cases. */
export const CELL_FIGURES = ["score", "latency", "cost", "attempts"] as const;
export type CellFigure = (typeof CELL_FIGURES)[number];

export const COMPARE_PARAMS = {
  runs: parseAsArrayOf(parseAsString).withDefault([]),
  base: parseAsString,
  metric: parseAsStringLiteral(CELL_FIGURES).withDefault("score"),
  /** `0`: the table of settings shows those that are alike, too. */
  diff: parseAsStringLiteral(["0", "1"]).withDefault("1"),
  show: parseAsStringLiteral(ROW_FILTERS).withDefault("changed"),
  sort: parseAsStringLiteral(ROW_ORDERS).withDefault("change"),
  q: parseAsString,
  case: parseAsString,
};

/** All that the page of a comparison shows, in the URL. */
export function useCompareState() {
  const [state, setState] = useQueryStates(COMPARE_PARAMS, { history: "replace", throttleMs: 200 });
  const key = state.runs.join();
  const comparison = useMemo(() => comparisonOf(key, state.base), [key, state.base]);
  return { state, setState, comparison };
}

export type CompareState = ReturnType<typeof useCompareState>;

/** Each run once, so many at most; a baseline that is none of them is the first. */
export function comparisonOf(runs: string, base: string | null): Comparison {
  const ids = [...new Set(runs.split(",").filter((id) => id !== ""))].slice(0, COMPARED_RUNS.most);
  return { runs: ids, base: base !== null && ids.includes(base) ? base : (ids[0] ?? "") };
}

/** What the address names and a comparison leaves out: runs beyond the most, and a baseline that is none of its runs. */
export function leftOut(
  { runs, base }: { readonly runs: readonly string[]; readonly base: string | null },
  comparison: Comparison,
): { readonly runs: readonly string[]; readonly base: string | null } {
  const beyond = [...new Set(runs)].filter((id) => id !== "" && !comparison.runs.includes(id));
  return { runs: beyond, base: base !== null && comparison.runs.length > 0 && base !== comparison.base ? base : null };
}

/** The address of a comparison. */
export function comparePath(runs: readonly string[]): string {
  return `/compare?runs=${runs.map(encodeURIComponent).join(",")}`;
}
