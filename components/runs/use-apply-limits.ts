"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { updatePoolMutation } from "@/lib/client/pools";
import { runKeys, updateRunLimitsMutation } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { Limits, LimitsPatch } from "@/lib/core/limits/limits";
import { toast } from "../ui/toast";
import type { EditScope } from "./limits-edit";

interface LimitsEdit {
  readonly scope: EditScope;
  readonly patch: LimitsPatch;
  readonly before: Limits;
  readonly after: Limits;
  readonly reason: string;
  readonly revision: number;
}

const UNDO_MS = 10_000;

/** Sends an edit of limits, tells of it with an Undo, and knows when somebody else was faster. */
export function useApplyLimits(run: RunResponse, onApplied: () => void) {
  const client = useQueryClient();
  const runLimits = useMutation(updateRunLimitsMutation());
  const poolLimits = useMutation(updatePoolMutation());
  const [last, setLast] = useState<LimitsEdit | null>(null);

  const undo = (scope: EditScope, revision: number) => {
    const done = {
      onSuccess: () => void toast.success("Change undone."),
      onError: (error: Error) => void toast.error(errorMessage(error)),
    };
    // The edit that is taken back is the newest, or somebody has changed the limits since, which the server then tells.
    if (scope === "run") runLimits.mutate({ id: run.id, body: { undo: revision, revision } }, done);
    else if (run.poolId !== null) poolLimits.mutate({ id: run.poolId, body: { undo: revision, revision } }, done);
  };
  const applied = (edit: LimitsEdit, revision: number) => {
    toast.success(`${describeLimitChange(edit.before, edit.after)} applied`, {
      duration: UNDO_MS,
      action: { label: "Undo", onClick: () => undo(edit.scope, revision) },
    });
    onApplied();
  };
  const submit = (edit: LimitsEdit) => {
    setLast(edit);
    const why = edit.reason === "" ? {} : { reason: edit.reason };
    // Who was faster, and what holds now, is read anew.
    const onError = (error: Error) => {
      if (isConflict(error)) void client.invalidateQueries({ queryKey: runKeys.one(run.id) });
    };
    const body = { limits: edit.patch, revision: edit.revision, ...why };
    if (edit.scope === "run") {
      runLimits.mutate({ id: run.id, body }, { onSuccess: (after) => applied(edit, after.limitsRevision), onError });
    } else if (run.poolId !== null) {
      poolLimits.mutate({ id: run.poolId, body }, { onSuccess: (pool) => applied(edit, pool.revision), onError });
    }
  };
  const error = last?.scope === "pool" ? poolLimits.error : runLimits.error;
  return {
    submit,
    reset: () => {
      runLimits.reset();
      poolLimits.reset();
    },
    pending: runLimits.isPending || poolLimits.isPending,
    conflict: isConflict(error),
    error: error === null ? null : errorMessage(error),
  };
}

function isConflict(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "stale-revision";
}
