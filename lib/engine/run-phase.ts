import type { RunAction } from "@/lib/core/runs/run-state";

/** Where a run's executor is. Not the run's state: that stands in the store, and follows when the executor rests. */
export type RunPhase = "running" | "pausing" | "cancelling" | "stopping" | "ended";

/** A phase from which an executor comes to rest. */
export type RestingPhase = Exclude<RunPhase, "ended">;

/** The move of the run's state that is due when nothing is under way any more. */
export const REST_ACTIONS: Record<RestingPhase, RunAction> = {
  running: "complete",
  pausing: "drained-for-pause",
  cancelling: "drained-for-cancel",
  stopping: "process-lost",
};
