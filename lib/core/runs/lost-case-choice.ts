import type { AttemptOutcome } from "../retry/attempt-outcome";

/** Which of the cases that are not scored: those that fit all that is given, so with nothing given all of them. */
export interface LostCaseChoice {
  /** How their last attempt ended. */
  readonly outcomes?: readonly AttemptOutcome[] | undefined;
  readonly caseIds?: readonly string[] | undefined;
}
