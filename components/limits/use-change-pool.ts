"use client";

import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { poolKeys, updatePoolMutation } from "@/lib/client/pools";
import type { PoolResponse, updatePoolRequest } from "@/lib/contracts/providers";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { toast } from "../ui/toast";

type PoolChange = z.input<typeof updatePoolRequest>;
/** How long "Undo" is offered. */
const UNDO_MS = 10_000;

/** Applies a change of a pool and offers to take it back, which is a change of its own. */
export function useChangePool(pool: PoolResponse) {
  const client = useQueryClient();
  const update = useMutation(updatePoolMutation());
  const undo = useUndoPool(pool.id);
  const apply = (body: PoolChange, onDone: () => void) =>
    update.mutate(
      { id: pool.id, body },
      {
        onSuccess: (after) => {
          onDone();
          const text = describeLimitChange(pool.limits, after.limits);
          toast.success(text === "" ? "Nothing changed" : `${pool.providerName}: ${text}`, {
            duration: UNDO_MS,
            ...(text === "" ? {} : { action: { label: "Undo", onClick: () => void undo.take(after) } }),
          });
        },
        onError: (error) => {
          if (!(error instanceof ApiError) || error.code !== "stale-revision") return;
          // Who was faster is in the newest state of the pool.
          client.invalidateQueries({ queryKey: poolKeys.all }).catch(() => {
            // The list shows its own error.
          });
        },
      },
    );
  return { apply, isPending: update.isPending, error: update.error };
}

const undoKey = (poolId: string) => ["undo-pool", poolId] as const;

/** Takes back the newest change of a pool, as a new change. */
export function useUndoPool(poolId: string) {
  const update = useMutation({ ...updatePoolMutation(), mutationKey: undoKey(poolId) });
  const take = async (pool: PoolResponse) => {
    const newest = pool.changes[0];
    if (newest === undefined || newest.before === null) return;
    const undone = describeLimitChange(newest.before, newest.after);
    try {
      // Awaited: the panel that offered it has closed by now, and a closed one is told nothing.
      await update.mutateAsync({ id: pool.id, body: { undo: newest.revision, revision: pool.revision } });
      toast.success(`${pool.providerName}: ${undone} was undone`);
    } catch (error) {
      toast.error(errorMessage(error));
    }
  };
  return { take, isPending: update.isPending };
}

/** Why the newest undo of a pool was refused, wherever it was pressed; null where it was not. */
export function useUndoRefusal(poolId: string): Error | null {
  const errors = useMutationState({
    filters: { mutationKey: undoKey(poolId) },
    select: (mutation) => mutation.state.error,
  });
  return errors.at(-1) ?? null;
}
