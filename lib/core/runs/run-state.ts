/** States of a run. */
export const RUN_STATES = [
  "queued",
  "running",
  "pausing",
  "paused",
  "cancelling",
  "cancelled",
  "finished",
  "interrupted",
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What can happen to a run. Commands come from people, the others from the engine. */
export type RunAction =
  | "claim"
  | "pause"
  | "drained-for-pause"
  | "resume"
  | "cancel"
  | "drained-for-cancel"
  | "complete"
  | "process-lost"
  | "requeue";

/**
 * The one transition table. `interrupted` means the process died (or was stopped) under the run:
 * the next start claims it again. A terminal run goes on only by `resume` (the rest) or `requeue` (lost cases).
 */
const MOVES: Record<RunState, Partial<Record<RunAction, RunState>>> = {
  queued: { claim: "running", pause: "paused", cancel: "cancelled", "process-lost": "queued" },
  running: {
    pause: "pausing",
    cancel: "cancelling",
    complete: "finished",
    "process-lost": "interrupted",
    requeue: "running",
  },
  pausing: {
    "drained-for-pause": "paused",
    resume: "running",
    cancel: "cancelling",
    complete: "finished",
    "process-lost": "paused",
    requeue: "pausing",
  },
  paused: { resume: "queued", cancel: "cancelled", requeue: "paused", "process-lost": "paused" },
  cancelling: { "drained-for-cancel": "cancelled", complete: "cancelled", "process-lost": "cancelled" },
  cancelled: { resume: "queued", requeue: "queued" },
  finished: { requeue: "queued" },
  interrupted: { claim: "running", pause: "paused", cancel: "cancelled", "process-lost": "interrupted" },
};

/** The state after `action`, or null where the table has no such move. */
export function nextRunState(from: RunState, action: RunAction): RunState | null {
  return MOVES[from][action] ?? null;
}

/** True when nothing more happens to the run unless a person acts. */
export function isTerminal(state: RunState): boolean {
  return state === "finished" || state === "cancelled";
}

/**
 * From `rate-limited` to `budget`: rules of its own paused it (see auto-pause.ts). `tried`: its first cases were to be
 * looked at, and are done.
 */
export const STOP_REASON_CODES = [
  "auth",
  "quota-exhausted",
  "bad-request",
  "user",
  "store-failed",
  "shutdown",
  "provider-missing",
  "internal",
  "rate-limited",
  "errors-in-row",
  "long-cooldown",
  "budget",
  "tried",
] as const;

/** Why a run is paused, cancelled or stopped, for people and programs. */
export interface StopReason {
  readonly code: (typeof STOP_REASON_CODES)[number];
  /** What happened, and what to do next. */
  readonly message: string;
}
