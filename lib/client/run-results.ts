import { queryOptions } from "@tanstack/react-query";
import type { adviceResponse } from "@/lib/contracts/advice";
import { apiGet } from "./api-client";
import { runKeys } from "./runs";

/** What held the run back and what to change. */
export function runAdviceOptions(runId: string) {
  return queryOptions({
    queryKey: [...runKeys.one(runId), "advice"],
    queryFn: ({ signal }) =>
      apiGet<typeof adviceResponse>(`/api/v1/runs/${encodeURIComponent(runId)}/advice`, { signal }),
  });
}

/** The address of the report's download. */
export function reportPath(runId: string): string {
  return `/api/v1/runs/${encodeURIComponent(runId)}/report`;
}
