import type { CaseSort, CaseSortKey } from "@/lib/core/runs/case-order";

/** A column of the list of cases; one with a sort key orders the list at a press. */
export interface CaseColumn {
  readonly id: string;
  readonly label: string;
  readonly width: string;
  readonly numeric?: boolean;
  readonly sort?: CaseSortKey;
}

export const CASE_COLUMNS: readonly CaseColumn[] = [
  { id: "case", label: "Case", width: "w-36", sort: "case" },
  { id: "result", label: "Result", width: "w-32" },
  { id: "attempts", label: "Attempts", width: "w-24", sort: "attempts" },
  { id: "text", label: "Output or error", width: "" },
  { id: "wait", label: "Limiter wait", width: "w-26", numeric: true, sort: "wait" },
  { id: "backoff", label: "Backoff", width: "w-22", numeric: true, sort: "backoff" },
  { id: "latency", label: "Provider", width: "w-22", numeric: true, sort: "latency" },
  { id: "tokens", label: "Tokens", width: "w-18", numeric: true, sort: "tokens" },
  { id: "cost", label: "Cost", width: "w-22", numeric: true, sort: "cost" },
  { id: "finished", label: "Ended", width: "w-28", numeric: true, sort: "finished" },
];

/** The order that a press on a column's head asks for: most first, and turned round at the next press. */
export function nextSort(current: CaseSort, key: CaseSortKey): CaseSort {
  const first: CaseSort = key === "case" ? key : `-${key}`;
  const second: CaseSort = key === "case" ? `-${key}` : key;
  return current === first ? second : first;
}

/** How a column stands in an order, as `aria-sort` says it. */
export function sortState(current: CaseSort, key: CaseSortKey): "ascending" | "descending" | "none" {
  if (current === key) return "ascending";
  return current === `-${key}` ? "descending" : "none";
}
