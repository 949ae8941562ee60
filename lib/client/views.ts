import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { viewList, viewResponse } from "@/lib/contracts/views";
import { apiDelete, apiGet, apiSend } from "./api-client";

const viewsKey = ["views"] as const;

/** Saved views of the list of runs, by name. */
export function runViewsOptions() {
  return queryOptions({
    queryKey: [...viewsKey, "runs"],
    queryFn: async ({ signal }) => (await apiGet("/api/v1/views?page=runs", viewList, { signal })).items,
  });
}

export function createRunViewMutation() {
  return mutationOptions({
    mutationFn: (view: { name: string; query: string }) =>
      apiSend("POST", "/api/v1/views", { page: "runs", ...view }, viewResponse),
    onSuccess: (_view, _variables, _result, { client }) => readViewsAnew(client),
  });
}

export function updateViewMutation() {
  return mutationOptions({
    mutationFn: ({ id, ...change }: { id: string; name?: string; query?: string }) =>
      apiSend("PATCH", `/api/v1/views/${encodeURIComponent(id)}`, change, viewResponse),
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
