import type { Refusal } from "@/lib/core/forecast/notice-input";
import type { RefusalHistory } from "@/lib/core/forecast/retry-window";
import { quantiles } from "@/lib/core/metrics/fold-ticks";
import {
  type LatencyHistogram,
  latencyBucketMiddleMs,
  latencyCount,
  mergeLatency,
} from "@/lib/core/metrics/latency-histogram";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { ServiceContext } from "./context";
import { latestRefusal } from "./latest-refusal";

const WEEK_MS = 7 * 24 * 3_600_000;
/** The newest runs of a provider that are looked at. */
const RUNS_SEEN = 50;

/** What earlier runs showed of one model of a provider. */
export interface CallHistory {
  /** Calls that the figures rest on. */
  readonly calls: number;
  readonly meanLatencyMs: number | null;
  readonly p95LatencyMs: number | null;
  /** Share of attempts that failed in a way that is tried again, 0 to 1. */
  readonly retriedShare: number;
  readonly rateLimited: number;
  /** Shares of all attempts: refused with 429, and failed otherwise in a way that is tried again. */
  readonly rateLimitedShare: number;
  readonly transientShare: number;
  /** What the 429s asked for. */
  readonly refusals: RefusalHistory;
  readonly tokensPerAttempt: number | null;
  /** Means over the calls that were answered; null where none was. */
  readonly inputTokensPerCall: number | null;
  readonly outputTokensPerCall: number | null;
  /** What the newest run was stopped for, if that was lately and the connection has not been changed since. */
  readonly refused: Refusal | null;
}

/** The last seven days of a provider's model. */
export async function callHistory(
  context: ServiceContext,
  provider: ProviderRecord,
  model: string,
): Promise<CallHistory> {
  const { actor, clock, stores, supervisor } = context;
  const now = clock.now();
  const { items } = await stores.runs.list({
    workspaceId: actor.workspaceId,
    providerIds: [provider.id],
    limit: RUNS_SEEN,
  });
  const runs = items.filter((run) => run.config.target.model === model && run.createdAt > now - WEEK_MS);
  const latency: LatencyHistogram = {};
  let refusals: RefusalHistory = { asked: 0, unasked: 0, longestAskedMs: 0 };
  const sum = { total: 0, retried: 0, rateLimited: 0, ok: 0, inputTokens: 0, outputTokens: 0 };
  for (const run of runs) {
    const summary = supervisor.live(run.id)?.summary ?? run.summary;
    mergeLatency(latency, summary.latency);
    addSummary(sum, summary);
    refusals = mergeRefusals(refusals, summary.refusals);
  }
  return {
    calls: latencyCount(latency),
    meanLatencyMs: meanMs(latency),
    p95LatencyMs: quantiles(latency).p95,
    retriedShare: sum.total === 0 ? 0 : sum.retried / sum.total,
    rateLimited: sum.rateLimited,
    rateLimitedShare: sum.total === 0 ? 0 : sum.rateLimited / sum.total,
    transientShare: sum.total === 0 ? 0 : (sum.retried - sum.rateLimited) / sum.total,
    refusals,
    tokensPerAttempt: sum.ok === 0 ? null : Math.ceil((sum.inputTokens + sum.outputTokens) / sum.ok),
    inputTokensPerCall: meanOf(sum.inputTokens, sum.ok),
    outputTokensPerCall: meanOf(sum.outputTokens, sum.ok),
    refused: await latestRefusal(context, items, provider, model),
  };
}

function addSummary(
  sum: { total: number; retried: number; rateLimited: number; ok: number; inputTokens: number; outputTokens: number },
  { attempts, inputTokens, outputTokens }: RunSummary,
): void {
  const rateLimited = attempts.rateLimited + attempts.slowDown;
  const retried = rateLimited + attempts.overloaded + attempts.transient;
  sum.total += attempts.ok + retried;
  sum.retried += retried;
  sum.rateLimited += rateLimited;
  sum.ok += attempts.ok;
  sum.inputTokens += inputTokens;
  sum.outputTokens += outputTokens;
}

function mergeRefusals(a: RefusalHistory, b: RefusalHistory): RefusalHistory {
  return {
    asked: a.asked + b.asked,
    unasked: a.unasked + b.unasked,
    longestAskedMs: Math.max(a.longestAskedMs, b.longestAskedMs),
  };
}

/** Null also where answers came without usage: then nothing is known of it. */
function meanOf(tokens: number, answers: number): number | null {
  return answers === 0 || tokens === 0 ? null : tokens / answers;
}

function meanMs(histogram: LatencyHistogram): number | null {
  const calls = latencyCount(histogram);
  if (calls === 0) return null;
  const total = Object.entries(histogram).reduce(
    (ms, [bucket, n]) => ms + n * latencyBucketMiddleMs(Number(bucket)),
    0,
  );
  return total / calls;
}
