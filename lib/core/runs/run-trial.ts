import { countWords, plural } from "../words/number-words";
import type { StopReason } from "./run-state";

/** What a run is that is to be looked at after its first cases. */
export interface Trial {
  /** It pauses after so many cases; null: there is no trial, or it is over. */
  readonly tryFirst: number | null;
  readonly totalCases: number;
  readonly done: number;
  /** Cases under way. */
  readonly active: number;
}

/** Whether one more case may begin. Cases under way count: none beyond the trial is ever paid for. */
export function trialAllows({ tryFirst, done, active }: Omit<Trial, "totalCases">): boolean {
  return tryFirst === null || done + active < tryFirst;
}

/** Whether the word to go on means the cases after the trial, and not the rest of the trial itself. */
export function trialIsOver(run: {
  readonly tryFirst: number | null;
  readonly stopReason: StopReason | null;
  readonly summary: { readonly done: number };
}): boolean {
  return run.tryFirst !== null && (run.stopReason?.code === "tried" || run.summary.done >= run.tryFirst);
}

/** Why the run pauses after its trial. */
export function trialStop({ done, totalCases }: Pick<Trial, "done" | "totalCases">): StopReason {
  return {
    code: "tried",
    message: `The first ${plural(done, "case is", "cases are")} tried. Resume to run the other ${countWords(totalCases - done)}: what was tried counts in.`,
  };
}
