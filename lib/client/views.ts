import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { viewList, viewResponse } from "@/lib/contracts/views";
import { apiDelete, apiGet, apiSend } from "./api-client";

const viewsKey = ["views"] as const;

/** Saved views of the list of runs, by name. */
export function runViewsOptions() {
  return queryOptions({
    queryKey: [...viewsKey, "runs"],
    queryFn: async ({ signal }) => (await apiGet<typeof viewList>("/api/v1/views?page=runs", { signal })).items,
  });
}

export function createRunViewMutation() {
  return mutationOptions({
    mutationFn: (view: { name: string; query: string }) =>
      apiSend<typeof viewResponse>("POST", "/api/v1/views", { page: "runs", ...view }),
    onSuccess: (_view, _variables, _result, { client }) => readViewsAnew(client),
  });
}

export function updateViewMutation() {
  return mutationOptions({
    mutationFn: ({ id, ...change }: { id: string; name?: string; query?: string }) =>
      apiSend<typeof viewResponse>("PATCH", `/api/v1/views/${encodeURIComponent(id)}`, change),
    onSuccess: (_view, _variables, _result, { client }) => readViewsAnew(client),
  });
}

export function deleteViewMutation() {
  return mutationOptions({
    mutationFn: ({ id }: { id: string }) => apiDelete(`/api/v1/views/${encodeURIComponent(id)}`),
    onSuccess: (_nothing, _variables, _result, { client }) => readViewsAnew(client),
  });
}

function readViewsAnew(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: viewsKey });
}
