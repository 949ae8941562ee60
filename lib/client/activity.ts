import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { activityPage } from "@/lib/contracts/activity";
import type { ActivityKind } from "@/lib/core/activity";
import { apiGet, withQuery } from "./api-client";

export interface ActivityFilters {
  readonly kind?: readonly ActivityKind[];
  /** `preset:openai-default` */
  readonly object?: string;
  readonly actor?: string;
  readonly q?: string;
  /** `24h`, or a time. */
  readonly since?: string;
}

/** Who changed what, newest first, page by page. It looks again now and then. */
export function activityOptions(filters: ActivityFilters) {
  return infiniteQueryOptions({
    queryKey: ["activity", filters],
    queryFn: ({ pageParam, signal }) =>
      apiGet<typeof activityPage>(withQuery("/api/v1/activity", { ...filters, limit: 50, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
    // What was done a moment ago on another page has to be there.
    staleTime: 0,
  });
}

/** Names of all who ever changed something, for filters. */
export function peopleOptions() {
  return queryOptions({
    queryKey: ["activity", "people"],
    queryFn: async ({ signal }) =>
      (await apiGet<typeof activityPage>(withQuery("/api/v1/activity", { limit: 1 }), { signal })).actors,
    staleTime: 60_000,
  });
}

/** Where the same lines are downloaded. */
export function activityExportPath(filters: ActivityFilters, format: "csv" | "ndjson"): string {
  return withQuery("/api/v1/activity/export", { ...filters, format });
}
