import type { RunState } from "./run-state";

/** What people tell a run to do. */
export type RunCommand = "pause" | "resume" | "cancel";

const DONE: Record<RunCommand, string> = { pause: "Paused", resume: "Resumed", cancel: "Cancelled" };

/** What a run's log says of a command; `inFlight` calls still come to their end where it is pausing. */
export function commandWords(command: RunCommand, now: RunState, inFlight: number): string {
  if (now !== "pausing") return DONE[command];
  return inFlight === 0 ? "Pausing" : `Pausing: ${inFlight} in flight ${inFlight === 1 ? "finishes" : "finish"}`;
}

/** Whether a line of the log, written by `commandWords` of this version or an earlier one, brought the run to rest. */
export function tellsOfRest(line: string): boolean {
  return /^(Paus|Cancel)/.test(line);
}
