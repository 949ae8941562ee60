import { durationWords } from "../words/duration-words";
import { type QueueStanding, queueWords } from "../words/queue-words";
import type { RunState, StopReason } from "./run-state";

export interface LastMove {
  /** Null: the run itself. */
  readonly actor: string | null;
  /** Epoch ms. */
  readonly atMs: number;
}

interface StateInput {
  readonly state: RunState;
  readonly stopReason: StopReason | null;
  readonly lastMove?: LastMove | null;
  /** Where it stands among the waiting; null or absent where it does not wait, or that is not known. */
  readonly queue?: QueueStanding | null;
  readonly activeMs: number;
  readonly active: { readonly calling: number; readonly waitingForPermit: number };
}

interface StateVerdict {
  readonly kind: "queued" | "paused" | "ended";
  readonly sentence: string;
  readonly lastMove?: LastMove | null;
}

/** What a run does by its state alone; null where that says nothing of what holds it back. */
export function boundByState(input: StateInput): StateVerdict | null {
  const inFlight = input.active.calling;
  switch (input.state) {
    case "running":
      return null;
    case "queued":
    case "interrupted":
      return { kind: "queued", sentence: waitingSentence(input) };
    case "pausing":
      return { kind: "paused", sentence: `${doing(input, "pausing")}: ${inFlight} in flight will finish.` };
    case "paused":
      return { kind: "paused", sentence: pausedSentence(input), lastMove: input.lastMove ?? null };
    case "cancelling":
      return { kind: "ended", sentence: `${doing(input, "cancelling")}: ${inFlight} in flight will be dropped.` };
    case "cancelled":
      return { kind: "ended", sentence: endedSentence("Cancelled", input) };
    case "finished":
      return { kind: "ended", sentence: endedSentence("Finished", input) };
  }
}

function waitingSentence({ state, queue = null }: StateInput): string {
  const turn = queue === null || queue.endsNeeded === 0 ? null : queueWords(queue);
  if (state === "interrupted") return `Interrupted: the server stopped. ${turn ?? "The run goes on by itself."}`;
  if (queue === null) return "Queued: it starts when its turn comes.";
  return turn ?? queueWords(queue);
}

function by(input: StateInput): string {
  return input.lastMove?.actor == null ? "" : ` by ${input.lastMove.actor}`;
}

/** "Ana is pausing", "Pausing". */
function doing({ lastMove }: StateInput, what: "pausing" | "cancelling"): string {
  if (lastMove?.actor == null) return `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  return `${lastMove.actor} is ${what}`;
}

/** What a paused run waits for. `ago` ("2 min ago") is only for who writes the sentence anew as time goes on. */
export function pausedSentence(
  {
    stopReason,
    lastMove,
  }: {
    readonly stopReason: { readonly code: string; readonly message: string } | null;
    readonly lastMove?: { readonly actor: string | null } | null;
  },
  ago?: string,
): string {
  const when = ago === undefined ? "" : ` ${ago}`;
  if (stopReason !== null && stopReason.code !== "user") return `Paused${when}: ${withPoint(stopReason.message)}`;
  const who = lastMove?.actor == null ? "" : ` by ${lastMove.actor}`;
  return `Paused${who}${when}. Resume to go on.`;
}

function endedSentence(how: string, input: StateInput): string {
  const reason = input.stopReason;
  if (reason !== null && reason.code !== "user") return `${how}: ${withPoint(reason.message)}`;
  const who = how === "Cancelled" ? by(input) : "";
  return `${how}${who} after ${durationWords(input.activeMs)} of running.`;
}

function withPoint(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
