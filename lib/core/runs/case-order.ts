/** What a list of cases can be ordered by; `-` before it turns it round. Cases without the value come last either way. */
export const CASE_SORT_KEYS = ["case", "finished", "attempts", "wait", "backoff", "latency", "tokens", "cost"] as const;
export type CaseSortKey = (typeof CASE_SORT_KEYS)[number];

export interface CaseOrder {
  readonly key: CaseSortKey;
  readonly descending: boolean;
}

/** As it stands in a URL: `-latency`. */
export type CaseSort = CaseSortKey | `-${CaseSortKey}`;

export const CASE_SORTS: readonly CaseSort[] = CASE_SORT_KEYS.flatMap((key): CaseSort[] => [key, `-${key}`]);

export function caseOrderOf(sort: CaseSort): CaseOrder {
  const key = CASE_SORT_KEYS.find((each) => each === sort.replace("-", "")) ?? "case";
  return { key, descending: sort.startsWith("-") };
}
