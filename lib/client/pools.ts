import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { PageOf } from "@/lib/contracts/common";
import type { poolHistoryResponse, poolResponse, updatePoolRequest } from "@/lib/contracts/providers";
import { apiGet, apiSend } from "./api-client";

export const poolKeys = {
  all: ["pools"] as const,
  list: () => [...poolKeys.all, "list"] as const,
  history: (poolId: string) => [...poolKeys.all, "history", poolId] as const,
};

/** Every pool with its meters. Give `refetchInterval` where the meters are watched. */
export function poolListOptions() {
  return queryOptions({
    queryKey: poolKeys.list(),
    queryFn: async ({ signal }) => (await apiGet<PageOf<typeof poolResponse>>("/api/v1/pools", { signal })).items,
  });
}

/** How a pool's rate and its learned limits came to be what they are. Give `refetchInterval` where it is watched. */
export function poolHistoryOptions(poolId: string) {
  return queryOptions({
    queryKey: poolKeys.history(poolId),
    queryFn: ({ signal }) =>
      apiGet<typeof poolHistoryResponse>(`/api/v1/pools/${encodeURIComponent(poolId)}/history`, { signal }),
  });
}

/** Ends a pool's cooldown before its time. */
export function tryPoolNowMutation() {
  return mutationOptions({
    mutationFn: (id: string) =>
      apiSend<typeof poolResponse>("POST", `/api/v1/pools/${encodeURIComponent(id)}/try-now`, {}),
    onSuccess: async (_pool, _id, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: poolKeys.all }),
        client.invalidateQueries({ queryKey: ["runs"] }),
      ]);
    },
  });
}

/** Changes the limits of a pool for everything that calls through it. */
export function updatePoolMutation() {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string; body: z.input<typeof updatePoolRequest> }) =>
      apiSend<typeof poolResponse>("PATCH", `/api/v1/pools/${encodeURIComponent(id)}`, body),
    onSuccess: async (_pool, _variables, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: poolKeys.all }),
        // Runs that follow the pool show its limits.
        client.invalidateQueries({ queryKey: ["runs"] }),
      ]);
    },
  });
}
