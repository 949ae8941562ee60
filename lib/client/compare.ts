import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { comparedCasePage, compareResponse, compareTimelineResponse } from "@/lib/contracts/compare";
import type { RowFilter } from "@/lib/core/comparing/case-standing";
import type { RowOrder } from "@/lib/core/comparing/row-order";
import { apiGet, withQuery } from "./api-client";
import { isActive, runKeys } from "./runs";

/** Which runs, and which of them the others are held against. */
export interface Comparison {
  readonly runs: readonly string[];
  readonly base: string;
}
export interface ComparedRows {
  readonly show: RowFilter;
  readonly sort: RowOrder;
  readonly q: string | null;
}

const compareKey = [...runKeys.all, "compare"] as const;
const REFRESH_MS = 5000;

/** Looks again while a run goes on. */
export function compareOptions(comparison: Comparison) {
  return queryOptions({
    queryKey: [...compareKey, "summary", comparison],
    queryFn: ({ signal }) =>
      apiGet<typeof compareResponse>(withQuery("/api/v1/compare", { ...comparison }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.runs.some(({ run }) => isActive(run.state)) ? REFRESH_MS : false),
  });
}

export function comparedCasesOptions(comparison: Comparison, rows: ComparedRows) {
  return infiniteQueryOptions({
    queryKey: [...compareKey, "cases", comparison, rows],
    queryFn: ({ pageParam, signal }) =>
      apiGet<typeof comparedCasePage>(
        withQuery("/api/v1/compare/cases", { ...comparison, ...rows, limit: 50, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function compareTimelineOptions(comparison: Comparison, live: boolean) {
  return queryOptions({
    // Which of them is the baseline changes nothing.
    queryKey: [...compareKey, "timeline", comparison.runs],
    queryFn: ({ signal }) =>
      apiGet<typeof compareTimelineResponse>(withQuery("/api/v1/compare/timeline", { runs: comparison.runs }), {
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: live ? REFRESH_MS : false,
  });
}

export function exportComparisonPath(comparison: Comparison, rows: ComparedRows): string {
  return withQuery("/api/v1/compare/export", { ...comparison, ...rows });
}
