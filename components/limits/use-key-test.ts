"use client";

import { useMutation } from "@tanstack/react-query";
import { testProviderMutation } from "@/lib/client/providers";
import type { PoolResponse } from "@/lib/contracts/providers";

/** The test of a pool's provider, with the pool's model where it names one. */
export function useKeyTest(pool: PoolResponse) {
  const { data, error, isPending, mutate } = useMutation(testProviderMutation());
  const model = pool.model.includes("*") ? {} : { model: pool.model };
  const start = () => {
    if (!isPending) mutate({ id: pool.providerId, ...model });
  };
  return { result: data, error, isPending, start };
}
