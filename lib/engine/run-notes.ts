import type { RunSummary } from "@/lib/core/metrics/run-summary";
import { formatWait } from "./attempt-log-line";
import type { PaceChange } from "./pool-pace";
import type { TokensChange } from "./pool-tokens";
import type { LimitEdit } from "./ports/live-state";
import type { LogLine, RunLog } from "./run-log";
import type { RestingPhase } from "./run-phase";

/** What a run's log says, in words: edits, cooldowns, the pool's rate, results on hold, and how it came to rest. */
export class RunNotes {
  readonly #log: RunLog;
  #saidItsHold = false;

  constructor(log: RunLog) {
    this.#log = log;
  }

  add(line: LogLine): void {
    this.#log.add(line);
  }

  /** Writes what was folded and whose time is over by `now` (Infinity: all of it). */
  closeFolds(now: number): void {
    this.#log.closeFolds(now);
  }

  limitsEdited(scope: "run" | "pool", edit: LimitEdit): void {
    const why = edit.reason === null ? "" : ` — ${edit.reason}`;
    const where = scope === "pool" ? " (provider, for all runs)" : "";
    this.add({ kind: "limit", level: "info", text: `${edit.text}${where}${why}`, actor: edit.actor });
  }

  coolingDown(forMs: number, reason: string): void {
    const text = `Cooldown ${formatWait(forMs)}: ${reason}. Nothing starts until then.`;
    this.add({ kind: "cooldown", level: "warn", text, foldKey: "cooldown" });
  }

  /** `own`: of the pool of the run's target, not of a judge's. */
  cooldownEnded(own: boolean, actor: string): void {
    const text = own ? "Cooldown ended early: tries now" : "Cooldown of a judge's pool ended early: verdicts go on";
    this.add({ kind: "cooldown", level: "info", text, actor });
  }

  judgeLimitsEdited(edit: LimitEdit): void {
    const why = edit.reason === null ? "" : ` — ${edit.reason}`;
    this.add({ kind: "limit", level: "info", text: `${edit.text} (a judge's provider)${why}`, actor: edit.actor });
  }

  judgeNonsense(judge: string, caseId: string, message: string): void {
    const text = `Gave up case ${caseId}: ${message} Not scored.`;
    this.add({ kind: "gave-up", level: "error", text, caseId, foldKey: `nonsense ${judge}` });
  }

  judgeCoolingDown(poolId: string, forMs: number, reason: string): void {
    const text = `A judge's provider cools down ${formatWait(forMs)}: ${reason}. Verdicts wait until then.`;
    this.add({ kind: "cooldown", level: "warn", text, foldKey: `cooldown ${poolId}` });
  }

  paceChanged(change: PaceChange | TokensChange): void {
    this.#paceChanged("", change, `pace ${change.why}`);
  }
  judgePaceChanged(poolId: string, change: PaceChange | TokensChange): void {
    this.#paceChanged(" of a judge's provider", change, `pace ${poolId} ${change.why}`);
  }

  #paceChanged(of: string, change: PaceChange | TokensChange, key: string): void {
    const short = (n: number | null) => (n === null ? "no limit" : `${Number(n.toPrecision(3))}`);
    const why = {
      refused: "the provider refused requests",
      recovering: "no refusals, so more is tried",
      learned: "the provider's headers tell its limit",
      configured: "configured",
    }[change.why];
    const what =
      "newRps" in change
        ? `Rate${of} ${short(change.oldRps)}→${short(change.newRps)} rps`
        : `Token limit${of} ${short(change.oldPerMinute)}→${short(change.newPerMinute)} a minute`;
    const foldKey = "newRps" in change ? key : `tokens ${key}`;
    this.add({ kind: "auto", level: change.why === "refused" ? "warn" : "info", text: `${what}: ${why}`, foldKey });
  }

  /** Keeps when results could not be stored, once each way; the log is stored itself as soon as they are. */
  resultsHeld(failure: string | null): void {
    if ((failure !== null) === this.#saidItsHold) return;
    this.#saidItsHold = failure !== null;
    this.add(
      failure === null
        ? { kind: "note", level: "info", text: "Results can be stored again; the run goes on" }
        : { kind: "error", level: "error", text: `On hold: results cannot be stored: ${failure}` },
    );
  }

  rested(from: RestingPhase, summary: RunSummary, totalCases: number): void {
    this.add({ kind: "state", level: "info", text: restWords(from, summary, totalCases) });
  }
}

function restWords(from: RestingPhase, { done, notScored }: RunSummary, totalCases: number): string {
  const kept = `${done} of ${totalCases} cases done`;
  switch (from) {
    case "running":
      return notScored === 0 ? `Finished: ${kept}` : `Finished with gaps: ${kept}, ${notScored} not scored`;
    case "pausing":
      return `Paused: ${kept}`;
    case "cancelling":
      return `Cancelled: ${kept}`;
    case "stopping":
      return `Stopped with the server: ${kept}`;
  }
}
