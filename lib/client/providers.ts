import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { PageOf } from "@/lib/contracts/common";
import type {
  CreateProviderRequest,
  providerResponse,
  testProviderResponse,
  updateProviderRequest,
} from "@/lib/contracts/providers";
import { apiDelete, apiGet, apiSend } from "./api-client";
import { poolKeys } from "./pools";

export const providerKeys = {
  all: ["providers"] as const,
  list: () => [...providerKeys.all, "list"] as const,
  detail: (id: string) => [...providerKeys.all, "one", id] as const,
};

/** All providers (there are few: one page holds them). */
export function providerListOptions() {
  return queryOptions({
    queryKey: providerKeys.list(),
    queryFn: async ({ signal }) =>
      (await apiGet<PageOf<typeof providerResponse>>("/api/v1/providers?limit=500", { signal })).items,
  });
}

export function providerOptions(id: string) {
  return queryOptions({
    queryKey: providerKeys.detail(id),
    queryFn: ({ signal }) => apiGet<typeof providerResponse>(`/api/v1/providers/${encodeURIComponent(id)}`, { signal }),
  });
}

export function createProviderMutation() {
  return mutationOptions({
    mutationFn: (body: CreateProviderRequest) => apiSend<typeof providerResponse>("POST", "/api/v1/providers", body),
    onSuccess: async (_provider, _variables, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: providerKeys.all }),
        client.invalidateQueries({ queryKey: poolKeys.all }),
      ]);
    },
  });
}

export function updateProviderMutation() {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string; body: z.input<typeof updateProviderRequest> }) =>
      apiSend<typeof providerResponse>("PATCH", `/api/v1/providers/${encodeURIComponent(id)}`, body),
    onSuccess: async (_provider, _variables, _result, { client }) => {
      await client.invalidateQueries({ queryKey: providerKeys.all });
    },
  });
}

export function deleteProviderMutation() {
  return mutationOptions({
    mutationFn: ({ id }: { id: string }) => apiDelete(`/api/v1/providers/${encodeURIComponent(id)}`),
    onSuccess: async (_nothing, { id }, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: providerKeys.list() }),
        // Not fetched anew by the page that is about to leave it.
        client.invalidateQueries({ queryKey: providerKeys.detail(id), refetchType: "none" }),
        client.invalidateQueries({ queryKey: poolKeys.all }),
      ]);
    },
  });
}

/** Sends one small request: does key, URL and model work? */
export function testProviderMutation() {
  return mutationOptions({
    mutationFn: ({ id, model }: { id: string; model?: string }) =>
      apiSend<typeof testProviderResponse>(
        "POST",
        `/api/v1/providers/${encodeURIComponent(id)}/test`,
        model === undefined ? {} : { model },
      ),
  });
}
