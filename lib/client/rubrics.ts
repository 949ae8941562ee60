import { queryOptions } from "@tanstack/react-query";
import type { PageOf } from "@/lib/contracts/common";
import type { rubricResponse } from "@/lib/contracts/rubrics";
import { apiGet } from "./api-client";

/** Ready rubrics; they change with the server's version alone. */
export function rubricListOptions() {
  return queryOptions({
    queryKey: ["rubrics"],
    queryFn: async ({ signal }) => (await apiGet<PageOf<typeof rubricResponse>>("/api/v1/rubrics", { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
