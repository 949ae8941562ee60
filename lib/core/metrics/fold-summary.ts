import { addCall, addSpend, type Spend } from "../pricing/spend";
import type { AttemptOutcome } from "../retry/attempt-outcome";
import type { AttemptRecord } from "../runs/case-result";
import type { CaseResult } from "../runs/case-states";
import { addLatency } from "./latency-histogram";
import { emptyJudgeSummary, type JudgeSummary, type RunSummary } from "./run-summary";

/** The summary's counter of each outcome. */
export const ATTEMPT_COUNTER: Record<AttemptOutcome, keyof RunSummary["attempts"]> = {
  ok: "ok",
  "rate-limited": "rateLimited",
  "slow-down": "slowDown",
  overloaded: "overloaded",
  transient: "transient",
  "quota-exhausted": "quotaExhausted",
  auth: "auth",
  "bad-request": "badRequest",
  cancelled: "cancelled",
};

/**
 * Counts one attempt in place, the target's apart from those of each judge. Its provider latency counts where a response
 * came (a timeout or a cut connection says how long we waited, not how long the provider took); its limiter wait always.
 */
export function addAttempt(summary: RunSummary, attempt: AttemptRecord): void {
  if (attempt.role === "target") {
    tally(summary, attempt);
    const refused = attempt.outcome === "rate-limited" || attempt.outcome === "slow-down";
    if (refused) addRefusal(summary, attempt.retryAfterMs);
    return;
  }
  tally(judgeSummaryOf(summary, attempt.judge ?? "judge"), attempt);
  const { usd, unknownCalls } = addCall(judgeSpend(summary), attempt.costUsd);
  summary.judgeCostUsd = usd;
  summary.judgeCostUnknownCalls = unknownCalls;
}

function addRefusal(summary: RunSummary, askedMs: number | null): void {
  const { asked, unasked, longestAskedMs } = summary.refusals;
  summary.refusals =
    askedMs === null
      ? { asked, unasked: unasked + 1, longestAskedMs }
      : { asked: asked + 1, unasked, longestAskedMs: Math.max(longestAskedMs, askedMs) };
}

function tally(summary: RunSummary | JudgeSummary, attempt: AttemptRecord): void {
  summary.attempts[ATTEMPT_COUNTER[attempt.outcome]] += 1;
  if (attempt.status !== null) addLatency(summary.latency, attempt.providerLatencyMs);
  addLatency(summary.limiterWait, attempt.limiterWaitMs);
  summary.inputTokens += attempt.inputTokens ?? 0;
  summary.outputTokens += attempt.outputTokens ?? 0;
  const { usd, unknownCalls } = addCall(
    { usd: summary.costUsd, unknownCalls: summary.costUnknownCalls },
    attempt.costUsd,
  );
  summary.costUsd = usd;
  summary.costUnknownCalls = unknownCalls;
}

/** What the target's attempts cost. */
export function targetSpend(summary: RunSummary): Spend {
  return { usd: summary.costUsd, unknownCalls: summary.costUnknownCalls };
}

/** What the judges' attempts cost. */
export function judgeSpend(summary: RunSummary): Spend {
  return { usd: summary.judgeCostUsd, unknownCalls: summary.judgeCostUnknownCalls };
}

/** All that a run has cost: what a budget goes by. */
export function totalSpend(summary: RunSummary): Spend {
  return addSpend(targetSpend(summary), judgeSpend(summary));
}

/** The summary of one judge of a run; made where it has none yet. */
export function judgeSummaryOf(summary: RunSummary, judge: string): JudgeSummary {
  const known = summary.judges[judge] ?? emptyJudgeSummary();
  summary.judges[judge] = known;
  return known;
}

/** Where the time of a case went, totals in ms. */
export interface CaseTimes {
  readonly limiterWaitMs: number;
  readonly backoffMs: number;
  readonly callMs: number;
}

/**
 * Counts one finished case in place; its attempts are counted by `addAttempt`.
 * A case that ends without an attempt (its prompt cannot be rendered) counts under 0.
 */
export function addCaseResult(summary: RunSummary, result: CaseResult, attemptCount: number, times: CaseTimes): void {
  summary.done += 1;
  if (result === "passed") summary.passed += 1;
  else if (result === "failed") summary.failed += 1;
  else summary.notScored += 1;
  summary.casesByAttempts[attemptCount] = (summary.casesByAttempts[attemptCount] ?? 0) + 1;
  if (result === "not-scored") {
    summary.lostByAttempts[attemptCount] = (summary.lostByAttempts[attemptCount] ?? 0) + 1;
  }
  summary.limiterWaitMs += times.limiterWaitMs;
  summary.backoffMs += times.backoffMs;
  // A run from before it was summed up stays without: half a sum says nothing.
  if (summary.callMs !== null) summary.callMs += times.callMs;
}

/** Takes over, in place, what requeueing cases changed between two states of another summary of the run. */
export function carryRequeued(summary: RunSummary, before: RunSummary, after: RunSummary): void {
  summary.done += after.done - before.done;
  summary.notScored += after.notScored - before.notScored;
  for (const counted of ["casesByAttempts", "lostByAttempts"] as const) {
    for (const attempts of new Set([...Object.keys(before[counted]), ...Object.keys(after[counted])])) {
      const key = Number(attempts);
      const delta = (after[counted][key] ?? 0) - (before[counted][key] ?? 0);
      const cases = (summary[counted][key] ?? 0) + delta;
      if (cases > 0) summary[counted][key] = cases;
      else delete summary[counted][key];
    }
  }
}

/** Attempts of all outcomes. */
export function totalAttempts(summary: Pick<RunSummary, "attempts">): number {
  return Object.values(summary.attempts).reduce((sum, count) => sum + count, 0);
}
