import type { RunResponse } from "@/lib/contracts/runs";
import type { RunState } from "@/lib/core/runs/run-state";
import { ordinalWords } from "@/lib/core/words/queue-words";

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

/** The state of a run in words; one that waits for others says which place it has: "Queued · 2nd". */
export function standingWord({ state, counts, queue }: Pick<RunResponse, "state" | "counts" | "queue">): string {
  const word = stateWord(state, counts.notScored);
  return queue === null || queue.endsNeeded === 0 ? word : `${word} · ${ordinalWords(queue.position)}`;
}
