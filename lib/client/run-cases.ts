import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { caseDetailResponse, casePage, repeatsResponse } from "@/lib/contracts/run-cases";
import type { CASE_VIEW_STATES } from "@/lib/contracts/run-choices";
import type { RunResponse } from "@/lib/contracts/runs";
import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import type { CaseSort } from "@/lib/core/runs/case-order";
import type { CaseResult } from "@/lib/core/runs/case-states";
import { apiGet, withQuery } from "./api-client";
import { isActive, runKeys } from "./runs";

export interface CaseFilters {
  readonly state?: readonly (typeof CASE_VIEW_STATES)[number][];
  readonly result?: readonly CaseResult[];
  readonly outcome?: readonly AttemptOutcome[];
  readonly minAttempts?: number;
  readonly attempts?: number;
  readonly q?: string;
  /** Ended from the one (inclusive) to the other (exclusive), epoch ms. */
  readonly from?: number;
  readonly to?: number;
  /** No filter: the order. */
  readonly sort?: CaseSort;
}

/** True where some cases may be left out. */
export function hasFilters({ sort: _, ...filters }: CaseFilters): boolean {
  return Object.keys(filters).length > 0;
}

/** Cases of a run that match, page by page. */
export function runCasesOptions(runId: string, filters: CaseFilters) {
  return infiniteQueryOptions({
    queryKey: [...runKeys.cases(runId), "list", filters],
    queryFn: ({ pageParam, signal }) =>
      apiGet<typeof casePage>(
        withQuery(`/api/v1/runs/${encodeURIComponent(runId)}/cases`, { ...filters, limit: 200, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** The cases of a trial as far as they are done: read anew with each that is. */
export function triedCasesOptions(runId: string, done: number) {
  return queryOptions({
    queryKey: [...runKeys.cases(runId), "tried", done],
    queryFn: async ({ signal }) => {
      const path = withQuery(`/api/v1/runs/${encodeURIComponent(runId)}/cases`, { state: "done", limit: 10 });
      return (await apiGet<typeof casePage>(path, { signal })).items;
    },
    enabled: done > 0,
    placeholderData: keepPreviousData,
  });
}

/** How steady the answers are; while the run goes on it looks again every few seconds. */
export function runRepeatsOptions({ id, state }: Pick<RunResponse, "id" | "state">) {
  return queryOptions({
    queryKey: [...runKeys.one(id), "repeats", state],
    queryFn: ({ signal }) =>
      apiGet<typeof repeatsResponse>(`/api/v1/runs/${encodeURIComponent(id)}/repeats`, { signal }),
    refetchInterval: isActive(state) ? 5000 : false,
    placeholderData: keepPreviousData,
  });
}

/** One case with what was sent, what came and every attempt. */
export function runCaseOptions(runId: string, caseId: string) {
  return queryOptions({
    queryKey: [...runKeys.cases(runId), "one", caseId],
    queryFn: ({ signal }) =>
      apiGet<typeof caseDetailResponse>(
        `/api/v1/runs/${encodeURIComponent(runId)}/cases/${encodeURIComponent(caseId)}`,
        {
          signal,
        },
      ),
    refetchInterval: (query) => (query.state.data?.state === "running" ? 2000 : false),
  });
}

/** The address of a download: the cases that match, or all where no filter is given. */
export function exportPath(runId: string, format: "csv" | "jsonl" | "json", filters: CaseFilters = {}): string {
  return withQuery(`/api/v1/runs/${encodeURIComponent(runId)}/export`, { ...filters, format });
}
