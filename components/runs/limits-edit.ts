import type { RunResponse } from "@/lib/contracts/runs";
import type { Limits, LimitsPatch } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { tightestTokens } from "@/lib/core/limits/token-budget";
import { moreSlots } from "@/lib/core/runs/bound-by-remedy";
import { estimateEta } from "@/lib/core/runs/eta";
import { formatDuration, formatExact, formatNumber } from "@/lib/format";
import { finishText } from "./time-left";

/** Whose limits are edited: this run's own, or those of its provider's pool, for all runs. */
export type EditScope = "run" | "pool";

/** An edit that was asked for: with a value that would help, or as the limits are. */
export interface LimitEdit {
  /** Each is a panel of its own. */
  readonly id: number;
  readonly scope: EditScope;
  readonly remedy: RunResponse["boundBy"]["remedy"];
}

/** The limits that an edit starts from. */
export function baseLimits(run: RunResponse, scope: EditScope): Limits {
  return scope === "pool" ? (run.poolLimits ?? run.limits) : run.limits;
}

const OPTIONAL_LIMITS = [
  "tokensPerMinute",
  "inputTokensPerMinute",
  "outputTokensPerMinute",
  "requestsPerDay",
] as const satisfies readonly (keyof Limits)[];

const OPTIONAL_UNITS: Record<(typeof OPTIONAL_LIMITS)[number], string> = {
  tokensPerMinute: "tokens/min",
  inputTokensPerMinute: "input tokens/min",
  outputTokensPerMinute: "output tokens/min",
  requestsPerDay: "requests/day",
};

function changedOptional(before: Limits, after: Limits): LimitsPatch {
  return Object.fromEntries(OPTIONAL_LIMITS.flatMap((key) => (after[key] === before[key] ? [] : [[key, after[key]]])));
}

/** The revision of those limits. */
export function revisionOf(run: RunResponse, scope: EditScope): number {
  return scope === "pool" ? (run.poolRevision ?? run.limitsRevision) : run.limitsRevision;
}

/** What the edit changes, and nothing else. Empty where it changes nothing. */
export function limitsPatch(before: Limits, after: Limits): LimitsPatch {
  return {
    ...(after.requestsPerSecond === before.requestsPerSecond ? {} : { requestsPerSecond: after.requestsPerSecond }),
    ...(after.burst === before.burst ? {} : { burst: after.burst }),
    ...(after.concurrency === before.concurrency ? {} : { concurrency: after.concurrency }),
    ...changedOptional(before, after),
    ...(after.retry.attempts === before.retry.attempts ? {} : { retry: { attempts: after.retry.attempts } }),
  };
}

export function isEmptyPatch(patch: LimitsPatch): boolean {
  return Object.keys(patch).length === 0;
}

/** What would bind after the edit: the lower of the run's limits and the pool's. */
export function effectiveAfter(run: RunResponse, scope: EditScope, after: Limits): Limits {
  if (scope === "pool") return run.limitsScope === "pool" ? after : effectiveLimits(run.limits, after);
  return run.poolLimits === null ? after : effectiveLimits(after, run.poolLimits);
}

/** Where the pool keeps the run below what the edit asks for: each limit with the pool's value. */
export function tighterInPool(run: RunResponse, after: Limits): string[] {
  const pool = run.poolLimits;
  if (pool === null) return [];
  const found: string[] = [];
  if (pool.requestsPerSecond < after.requestsPerSecond) found.push(`${formatNumber(pool.requestsPerSecond)} rps`);
  if (pool.burst < after.burst) found.push(`burst ${formatExact(pool.burst)}`);
  if (pool.concurrency < after.concurrency) found.push(`${formatExact(pool.concurrency)} at once`);
  for (const key of OPTIONAL_LIMITS) {
    const [own, pools] = [after[key], pool[key]];
    if (own !== null && pools !== null && pools < own) found.push(`${formatExact(pools)} ${OPTIONAL_UNITS[key]}`);
  }
  return found;
}

export interface EditPreview {
  /** What the edit does to the time left; null where too little is known. */
  readonly sentence: string | null;
  /** Slots for the rate at the present length of calls, some spared, where there are too few of them. */
  readonly slotsNeeded: { readonly slots: number; readonly callMs: number } | null;
  /** More are in flight than the new concurrency allows: they drain, nothing is cut. */
  readonly draining: { readonly from: number; readonly to: number } | null;
}

/** What the edit would do, reckoned from how the run does now (`atMs`). */
export function previewEdit(run: RunResponse, next: Limits, atMs: number): EditPreview {
  const draining = run.active.calling > next.concurrency ? { from: run.active.calling, to: next.concurrency } : null;
  return {
    sentence: timeSentence(timeLeft(run, run.effectiveLimits), timeLeft(run, next), atMs),
    slotsNeeded: slotsNeeded(run, next),
    draining,
  };
}

/** By the rule of the remedy that the page offers: the two never name different numbers. */
function slotsNeeded({ times }: RunResponse, next: Limits): EditPreview["slotsNeeded"] {
  const callMs = times.recentCallMs ?? times.providerLatencyMs.p50;
  if (callMs === null || (next.requestsPerSecond * callMs) / 1000 <= next.concurrency) return null;
  const more = moreSlots(next.requestsPerSecond, callMs, "run");
  return more === null ? null : { slots: more.value, callMs };
}

function timeLeft(run: RunResponse, limits: Limits): number | null {
  const { p50, p95 } = run.times.providerLatencyMs;
  if (p50 === null || run.counts.done === 0) return null;
  const { total } = run.attempts;
  const finishedAttempts = run.attemptsPerCase.reduce((sum, entry) => sum + entry.attempts * entry.cases, 0);
  return estimateEta({
    casesLeft: run.counts.total - run.counts.done,
    finishedCases: run.counts.done,
    finishedAttempts,
    forecastAttemptsPerCase: 1,
    requestsPerSecond: limits.requestsPerSecond,
    concurrency: limits.concurrency,
    ...tightestTokens(
      limits,
      total === 0 ? null : { input: run.tokens.input / total, output: run.tokens.output / total },
    ),
    meanCallMs: p50,
    p95CallMs: p95,
    endedPerSecond: null,
    longestBackoffMs: 0,
    cooldownMs: 0,
  }).totalMs;
}

function timeSentence(nowMs: number | null, nextMs: number | null, atMs: number): string | null {
  if (nowMs === null || nextMs === null) return null;
  const finishes = finishText([nextMs, nextMs], atMs);
  const end = finishes === null ? `About ${formatDuration(nextMs)} left` : finishes.replace(/^f/, "F");
  const difference = nextMs - nowMs;
  if (Math.abs(difference) < 1000) return `${end}, as now.`;
  return `${end}, ${formatDuration(Math.abs(difference))} ${difference < 0 ? "sooner" : "later"}.`;
}
