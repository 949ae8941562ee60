import type { CaseResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { type ForecastFigures, forecastRun } from "@/lib/core/forecast/closed-form";
import { dayLeftAt } from "@/lib/core/limits/day-quota";

/** What the first cases showed, and what the others would take by that. */
export interface TriedOutlook {
  readonly latencyMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars per case, judges included; null where not known. */
  readonly caseUsd: number | null;
  readonly others: number;
  readonly forecast: ForecastFigures;
  readonly othersUsd: number | null;
}

/** Null while no case has been answered. */
export function triedOutlook(
  run: RunResponse,
  cases: readonly CaseResponse[],
  /** Requests that its pool has started since midnight UTC. */
  startedToday: number,
): TriedOutlook | null {
  const answered = cases.filter((each) => each.output !== null);
  if (answered.length === 0) return null;
  const mean = (pick: (each: CaseResponse) => number) =>
    answered.reduce((sum, each) => sum + pick(each), 0) / answered.length;
  const latencyMs = mean((each) => each.providerLatencyMs);
  const inputTokens = mean((each) => each.tokens.input ?? 0);
  const outputTokens = mean((each) => each.tokens.output ?? 0);
  const { requestsPerSecond, burst, concurrency, retry } = run.effectiveLimits;
  const { tokensPerMinute, inputTokensPerMinute, outputTokensPerMinute, requestsPerDay } = run.effectiveLimits;
  const others = run.counts.total - run.counts.done;
  const caseUsd =
    run.cost.totalUsd === null || run.cost.unknownCalls + run.cost.judges.unknownCalls > 0
      ? null
      : run.cost.totalUsd / Math.max(1, run.counts.done);
  const forecast = forecastRun({
    cases: others,
    requestsPerSecond,
    burst,
    concurrency,
    tokensPerMinute,
    attempts: retry.attempts,
    latencyMs: Math.max(1, latencyMs),
    latencyP95Ms: Math.max(1, ...answered.map((each) => each.providerLatencyMs)),
    retriedShare: run.attempts.total === 0 ? 0 : 1 - run.attempts.ok / run.attempts.total,
    inputTokensPerMinute,
    outputTokensPerMinute,
    tokensPerAttempt: inputTokens + outputTokens,
    tokens: { input: inputTokens, output: outputTokens },
    day: dayLeftAt(requestsPerDay, Math.max(run.attempts.total, startedToday), Date.now()),
  });
  const othersUsd = caseUsd === null ? null : caseUsd * others;
  return { latencyMs, inputTokens, outputTokens, caseUsd, others, forecast, othersUsd };
}
