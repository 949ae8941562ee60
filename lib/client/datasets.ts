import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { PageOf } from "@/lib/contracts/common";
import type { datasetCasePage, datasetResponse } from "@/lib/contracts/datasets";
import type { ColumnMapping } from "@/lib/core/datasets/dataset-case";
import { ApiError, apiDelete, apiGet, apiSend, apiUpload, withQuery } from "./api-client";

export const datasetKeys = {
  all: ["datasets"] as const,
  list: () => [...datasetKeys.all, "list"] as const,
  detail: (id: string) => [...datasetKeys.all, "one", id] as const,
  cases: (id: string) => [...datasetKeys.detail(id), "cases"] as const,
};

/** All datasets, newest first. */
export function datasetListOptions() {
  return queryOptions({
    queryKey: datasetKeys.list(),
    queryFn: async ({ signal }) =>
      (await apiGet<PageOf<typeof datasetResponse>>("/api/v1/datasets?limit=500", { signal })).items,
  });
}

export function datasetOptions(id: string) {
  return queryOptions({
    queryKey: datasetKeys.detail(id),
    queryFn: ({ signal }) => apiGet<typeof datasetResponse>(`/api/v1/datasets/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Cases of a dataset in order, page by page. */
export function datasetCasesOptions(id: string) {
  return infiniteQueryOptions({
    queryKey: datasetKeys.cases(id),
    queryFn: ({ pageParam, signal }) =>
      apiGet<typeof datasetCasePage>(
        withQuery(`/api/v1/datasets/${encodeURIComponent(id)}/cases`, { limit: 100, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // A dataset never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The first case of a dataset, to show what a template makes of it. Null where there is none. */
export function firstCaseOptions(id: string) {
  return queryOptions({
    queryKey: [...datasetKeys.cases(id), "first"],
    queryFn: async ({ signal }) => {
      const path = withQuery(`/api/v1/datasets/${encodeURIComponent(id)}/cases`, { limit: 1 });
      return (await apiGet<typeof datasetCasePage>(path, { signal })).items[0] ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface DatasetUpload {
  readonly file: File;
  readonly name?: string;
  readonly format?: "csv" | "json" | "jsonl";
  readonly mapping?: ColumnMapping;
  readonly signal?: AbortSignal;
  /** Told as the file goes out: the share that was sent, 0 to 1. */
  readonly onProgress?: (sentShare: number) => void;
}

/** Sends a file as it is. Bad rows come back as issues with their lines, and nothing is imported. */
export function uploadDatasetMutation() {
  return mutationOptions({
    mutationFn: async ({ file, name, format, mapping, signal, onProgress }: DatasetUpload) => {
      await assertReadable(file);
      const form = new FormData();
      // Fields go before the file, so that the server knows them when the rows stream in.
      if (name !== undefined && name !== "") form.set("name", name);
      if (format !== undefined) form.set("format", format);
      if (mapping !== undefined) form.set("mapping", JSON.stringify(mapping));
      form.set("file", file);
      return apiUpload<typeof datasetResponse>("/api/v1/datasets", form, {
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
    },
    onSuccess: (_dataset, _variables, _result, { client }) => forgetDatasets(client),
  });
}

// The browser gives up a file that was edited after it was chosen, and calls that a network error.
async function assertReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (cause) {
    const message = `${file.name} has changed since you chose it. Choose it again.`;
    throw new ApiError("file-changed", message, 0, [], { cause });
  }
}

/** Adds the built-in dataset. */
export function addSampleDatasetMutation() {
  return mutationOptions({
    mutationFn: () => apiSend<typeof datasetResponse>("POST", "/api/v1/sample-dataset", {}),
    onSuccess: (_dataset, _nothing, _result, { client }) => forgetDatasets(client),
  });
}

export function deleteDatasetMutation() {
  return mutationOptions({
    mutationFn: ({ id }: { id: string }) => apiDelete(`/api/v1/datasets/${encodeURIComponent(id)}`),
    onSuccess: async (_nothing, { id }, _result, { client }) => {
      await client.invalidateQueries({ queryKey: datasetKeys.list() });
      // Not fetched anew by the page that is about to leave it.
      await client.invalidateQueries({ queryKey: datasetKeys.detail(id), refetchType: "none" });
    },
  });
}

function forgetDatasets(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: datasetKeys.all });
}
