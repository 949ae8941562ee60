"use client";

import { useMutation } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { cancelRunMutation, pauseRunMutation, requeueRunMutation, resumeRunMutation } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import { nextRunState } from "@/lib/core/runs/run-state";
import { formatPlural } from "@/lib/format";
import { toast } from "../ui/toast";

/** What a person can do with the run now, each waiting for the server's yes. */
export function useRunActions(run: Pick<RunResponse, "id" | "state" | "counts" | "active">) {
  const { id, state, counts } = run;
  const { backingOff } = run.active;
  const pause = useMutation(pauseRunMutation());
  const resume = useMutation(resumeRunMutation());
  const cancel = useMutation(cancelRunMutation());
  const requeue = useMutation(requeueRunMutation());
  const tell = {
    onError: (error: Error) => void toast.error(errorMessage(error)),
  };
  return {
    canPause: nextRunState(state, "pause") !== null && state !== "pausing",
    canResume: nextRunState(state, "resume") !== null,
    canCancel: nextRunState(state, "cancel") !== null && state !== "cancelling",
    /** Retries that a pause lets come to their end. */
    canHoldRetries: state === "pausing" && backingOff > 0,
    canRequeue: counts.notScored > 0 && nextRunState(state, "requeue") !== null,
    pausing: pause.isPending,
    resuming: resume.isPending,
    cancelling: cancel.isPending,
    requeueing: requeue.isPending,
    /** Why the newest Pause or Resume was refused. */
    refusal: pause.error ?? resume.error,
    cancelError: cancel.error === null ? null : errorMessage(cancel.error),
    pause: () => {
      resume.reset();
      pause.mutate({ id, holdRetries: false }, tell);
    },
    /** Waits for the calls in flight only. */
    pauseHoldingRetries: () => pause.mutate({ id, holdRetries: true }, tell),
    resume: () => {
      pause.reset();
      resume.mutate({ id }, tell);
    },
    cancel: (onDone: () => void) => cancel.mutate({ id }, { onSuccess: onDone }),
    clearCancelError: () => cancel.reset(),
    requeueError: requeue.error === null ? null : errorMessage(requeue.error),
    clearRequeueError: () => requeue.reset(),
    /** Nothing chosen: all cases that are not scored. */
    requeue: (choice: LostCaseChoice, onDone: () => void) =>
      requeue.mutate(
        { id, ...choice },
        {
          onSuccess: ({ requeued }) => {
            toast.success(`${formatPlural(requeued, "case")} queued again.`);
            onDone();
          },
        },
      ),
  };
}

export type RunActions = ReturnType<typeof useRunActions>;
