import { queryOptions } from "@tanstack/react-query";
import { pageOf } from "@/lib/contracts/common";
import { rubricResponse } from "@/lib/contracts/rubrics";
import { apiGet } from "./api-client";

const rubricPage = pageOf(rubricResponse);

/** Ready rubrics; they change with the server's version alone. */
export function rubricListOptions() {
  return queryOptions({
    queryKey: ["rubrics"],
    queryFn: async ({ signal }) => (await apiGet("/api/v1/rubrics", rubricPage, { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
