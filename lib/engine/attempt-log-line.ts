import type { RetryDecision } from "@/lib/core/retry/decide-retry";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import { durationWords } from "@/lib/core/words/duration-words";
import type { LogLine } from "./run-log";

/** A backoff from here on is worth a warning: the run may look stuck. */
const LONG_BACKOFF_MS = 60_000;

/** The log line of a failed attempt, or null where there is nothing to tell. */
export function describeAttempt(
  caseId: string,
  attempt: AttemptRecord,
  decision: RetryDecision,
  of: number,
): LogLine | null {
  if (decision.kind === "done" || decision.kind === "cancelled" || decision.kind === "stop-run") return null;
  const who = attempt.judge === undefined ? "" : `${attempt.judge}: `;
  const what = `${who}${attempt.status ?? attempt.detail ?? attempt.outcome}${attempt.errorCode === null ? "" : ` ${attempt.errorCode}`}`;
  const limited = attempt.outcome === "rate-limited" || attempt.outcome === "slow-down";
  if (decision.kind === "give-up") {
    return {
      kind: "gave-up",
      level: "error",
      text: `Gave up case ${caseId} after attempt ${attempt.n}: ${what}; ${decision.why}. Not scored.`,
      caseId,
      foldKey: `gave-up ${what}`,
    };
  }
  const source = attempt.retryAfterMs === null ? "backoff" : "Retry-After";
  return {
    kind: limited ? "rate-limited" : "retry",
    level: decision.delayMs >= LONG_BACKOFF_MS || limited ? "warn" : "info",
    text: `Retry ${attempt.n + 1}/${of} of case ${caseId}: ${what}; waits ${formatWait(decision.delayMs)} (${source})`,
    caseId,
    foldKey: `${decision.kind} ${what}`,
    waitMs: decision.delayMs,
  };
}

/** A wait for the log: "24 ms", "1.5 s", "24 h 00 min". */
export function formatWait(ms: number): string {
  return durationWords(ms);
}
