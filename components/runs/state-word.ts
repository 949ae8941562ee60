import type { RunState } from "@/lib/core/runs/run-state";

const WORDS: Record<RunState, string> = {
  queued: "Queued",
  running: "Running",
  pausing: "Pausing…",
  paused: "Paused",
  cancelling: "Cancelling…",
  cancelled: "Cancelled",
  finished: "Finished",
  interrupted: "Interrupted",
};

/** The state in one word. A run some of whose cases are not scored is finished "with gaps". */
export function stateWord(state: RunState, notScored: number): string {
  return state === "finished" && notScored > 0 ? "Finished with gaps" : WORDS[state];
}
