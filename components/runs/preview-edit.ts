import type { RunResponse } from "@/lib/contracts/runs";
import type { Limits } from "@/lib/core/limits/limits";
import { tightestTokens } from "@/lib/core/limits/token-budget";
import { moreSlots } from "@/lib/core/runs/bound-by-remedy";
import { type EditOutlook, editOutlook } from "@/lib/core/runs/edit-outlook";
import type { EtaInput } from "@/lib/core/runs/eta";
import { formatDuration, formatNumber } from "@/lib/format";
import type { EditScope } from "./limits-edit";
import { finishText } from "./time-left";

export interface EditPreview {
  /** What the edit does to the time left; null where too little is known. */
  readonly sentence: string | null;
  /** Slots for the rate at the present length of calls, some spared, where there are too few of them. */
  readonly slotsNeeded: { readonly slots: number; readonly callMs: number } | null;
  /** More are in flight than the new concurrency allows: they drain, nothing is cut. */
  readonly draining: { readonly from: number; readonly to: number } | null;
  /** The rate that the provider keeps the pool to, where the edit asks for more, requests per second. */
  readonly heldRps: number | null;
}

/**
 * What the edit of `scope` would do, reckoned from how the run does now (`atMs`). `next` are the limits as set after it.
 * A rate that refusals alone have lowered begins anew with an edit of its pool; one that headers tell stays.
 */
export function previewEdit(run: RunResponse, scope: EditScope, next: Limits, atMs: number): EditPreview {
  const heldRps =
    scope === "pool" && run.paceRps?.reported === false ? null : (run.providerPace?.requestsPerSecond ?? null);
  const after = inForce(run, next, heldRps);
  return {
    sentence: timeSentence(run, after, atMs),
    slotsNeeded: slotsNeeded(run, after),
    draining: run.active.calling > next.concurrency ? { from: run.active.calling, to: next.concurrency } : null,
    heldRps: heldRps !== null && heldRps < next.requestsPerSecond ? heldRps : null,
  };
}

/** What holds of limits that are set: the provider may keep the pool below them. */
function inForce({ providerPace }: RunResponse, limits: Limits, heldRps: number | null): Limits {
  const tokensPerMinute = providerPace?.tokensPerMinute ?? null;
  return {
    ...limits,
    requestsPerSecond: Math.min(limits.requestsPerSecond, heldRps ?? limits.requestsPerSecond),
    tokensPerMinute:
      tokensPerMinute === null
        ? limits.tokensPerMinute
        : Math.min(tokensPerMinute, limits.tokensPerMinute ?? tokensPerMinute),
  };
}

/** By the rule of the remedy that the page offers: the two never name different numbers. */
function slotsNeeded({ times }: RunResponse, next: Limits): EditPreview["slotsNeeded"] {
  const callMs = times.recentCallMs ?? times.providerLatencyMs.p50;
  if (callMs === null || (next.requestsPerSecond * callMs) / 1000 <= next.concurrency) return null;
  const more = moreSlots(next.requestsPerSecond, callMs, "run");
  return more === null ? null : { slots: more.value, callMs };
}

/** `after`: the limits in force after the edit. */
function timeSentence(run: RunResponse, after: Limits, atMs: number): string | null {
  if (run.times.providerLatencyMs.p50 === null || run.counts.done === 0) return null;
  const now = etaInput(run, inForce(run, run.effectiveLimits, run.providerPace?.requestsPerSecond ?? null));
  const cooldowns = run.providerPace?.cooldowns ?? null;
  const outlook = editOutlook(now, etaInput(run, after), cooldowns, run.etaMs);
  const finishes = finishText([outlook.leftMs, outlook.leftMs], atMs);
  const end = finishes === null ? `About ${formatDuration(outlook.leftMs)} left` : finishes.replace(/^f/, "F");
  return `${end}${effectText(outlook, run)}`;
}

/** How the time left by some limits is reckoned, from what the run did so far. */
function etaInput(run: RunResponse, limits: Limits): EtaInput {
  const { p50, p95 } = run.times.providerLatencyMs;
  const { total } = run.attempts;
  const finishedAttempts = run.attemptsPerCase.reduce((sum, entry) => sum + entry.attempts * entry.cases, 0);
  return {
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
    cooldownPace: null,
    longestBackoffMs: 0,
    cooldownMs: 0,
  };
}

/** What stands behind the moment of the end. */
function effectText({ effect, byMs }: EditOutlook, { providerName, providerPace }: RunResponse): string {
  switch (effect) {
    case "same":
      return ", as now.";
    case "sooner":
    case "later":
      return `, ${formatDuration(byMs)} ${effect}.`;
    case "not-later":
      return ` or sooner. ${providerName} keeps asking to wait: going slower draws fewer 429s.`;
    case "no-gain": {
      const cooldowns = providerPace?.cooldowns ?? null;
      const why =
        cooldowns === null || cooldowns.going
          ? `${providerName} keeps asking to wait: going faster draws more 429s.`
          : `At ${formatNumber(cooldowns.drawnAtRps)} rps ${providerName} kept asking to wait.`;
      return `, no gain expected. ${why}`;
    }
  }
}
