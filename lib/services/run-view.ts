import type { JudgeResponse, RunListItem, RunResponse } from "@/lib/contracts/runs";
import type { Limits } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { BACKOFF_CLASS_ENDS_MS } from "@/lib/core/metrics/backoff-waits";
import { judgeSpend, totalSpend } from "@/lib/core/metrics/fold-summary";
import { quantiles } from "@/lib/core/metrics/fold-ticks";
import { passRate } from "@/lib/core/metrics/pass-rate";
import { recentWindow } from "@/lib/core/metrics/recent-window";
import { emptyJudgeSummary, type RunSummary } from "@/lib/core/metrics/run-summary";
import type { Tick } from "@/lib/core/metrics/tick";
import { isFree, unpricedModels } from "@/lib/core/pricing/run-pricing";
import type { BoundBy } from "@/lib/core/runs/bound-by";
import { isTerminal } from "@/lib/core/runs/run-state";
import { judgesOf, type NamedJudge } from "@/lib/core/scoring/evaluate";
import type { LiveRun } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { isoTimeOf, isoTimeOrNull } from "./iso-time";

const RATE_WINDOW_S = 10;
const SPARK_STEP_S = 5;
const SPARK_STEPS = 12;

/** Everything that a run's response is made of. */
export interface RunParts {
  readonly run: RunRecord;
  /** What the engine holds of it now; null where it does not. */
  readonly live: LiveRun | null;
  readonly pool: PoolRecord | null;
  readonly providerName: string;
  /** Names of the judges' providers, by id. */
  readonly judgeProviders: ReadonlyMap<string, string>;
  readonly datasetName: string;
  readonly boundBy: BoundBy;
  /** Null where it does not wait for its turn. */
  readonly queue: RunResponse["queue"];
  /** In ms; null where the run does not go on by itself. */
  readonly timeLeft: { readonly ms: number; readonly leastMs: number; readonly mostMs: number } | null;
  readonly providerPace: RunResponse["providerPace"];
  /** The rate that the pool keeps to, where that is below what it is set to. */
  readonly pace: { readonly rps: number; readonly reported: boolean } | null;
  /** The burst that it keeps to; null where the engine has no such pool. */
  readonly poolBurst: number | null;
  /** Epoch ms. */
  readonly now: number;
}

/** The limits of a run: its own, or the pool's where it follows the pool. */
export function limitsOf(run: RunRecord, pool: PoolRecord | null): Limits {
  return run.limitsScope === "pool" && pool !== null ? pool.limits : run.limits;
}

export function runView(parts: RunParts): RunResponse {
  const { run, live, pool, timeLeft } = parts;
  const summary = live?.summary ?? run.summary;
  const limits = limitsOf(run, pool);
  return {
    id: run.id,
    name: run.name,
    state: run.state,
    createdAt: isoTimeOf(run.createdAt),
    createdBy: run.createdBy,
    note: run.note,
    groupId: run.groupId,
    tryFirst: run.tryFirst,
    startedAt: isoTimeOrNull(run.startedAt),
    finishedAt: isoTimeOrNull(run.finishedAt),
    activeMs: live?.activeMs ?? run.activeMs,
    datasetId: run.config.datasetId,
    datasetName: parts.datasetName,
    target: run.config.target,
    providerName: parts.providerName,
    evaluators: run.config.evaluators,
    sample: run.config.sample,
    repeats: run.config.repeats ?? 1,
    skip: run.config.skip ?? [],
    limits,
    limitsScope: run.limitsScope,
    poolId: run.poolId,
    poolLimits: pool?.limits ?? null,
    poolRevision: pool?.revision ?? null,
    effectiveLimits: pool === null ? limits : effectiveLimits(limits, pool.limits),
    limitsRevision: run.limitsRevision,
    preset: run.preset,
    presetEdited: run.presetEdited,
    queue: parts.queue,
    priority: run.priority,
    autoPause: rulesOf(run),
    budgetUsd: run.autoPause.budgetUsd,
    counts: countsOf(run, summary, live),
    active: activeOf(live),
    attempts: { total: attemptsTotal(summary), ...summary.attempts },
    attemptsPerCase: Object.entries(summary.casesByAttempts).map(([attempts, cases]) => ({
      attempts: Number(attempts),
      cases,
      lost: summary.lostByAttempts[Number(attempts)] ?? 0,
    })),
    retrying: (live?.retrying ?? []).map((entry) => ({ ...entry })),
    passRate: passRate(summary),
    times: {
      limiterWaitMs: quantiles(summary.limiterWait),
      backoffMs: summary.backoffMs,
      limiterWaitTotalMs: summary.limiterWaitMs,
      callTotalMs: summary.callMs,
      overheadTotalMs: summary.overheadMs,
      providerLatencyMs: quantiles(summary.latency),
      recentCallMs: recentWindow(ticksOf(run, live).slice(-RATE_WINDOW_S))?.meanCallMs ?? null,
    },
    backoffWaits: backoffClasses(summary),
    expected: run.config.expected ?? null,
    tokens: { input: summary.inputTokens, output: summary.outputTokens },
    costUsd: summary.costUsd,
    cost: costOf(run, summary),
    etaMs: timeLeft?.ms ?? null,
    etaRangeMs: timeLeft === null ? null : { least: timeLeft.leastMs, most: timeLeft.mostMs },
    rateNow: run.state === "running" ? rateNow(live) : null,
    paceRps: paceRps(parts, limits),
    paceBurst: paceBurst(parts, limits),
    shareRps: ticksOf(run, live).at(-1)?.shareRps ?? null,
    rateLimitedLastMinute: ticksOf(run, live).reduce((sum, tick) => sum + tick.rateLimited, 0),
    cooldownUntil: isoTimeOrNull(live?.cooldownUntil ?? null),
    providerPace: parts.providerPace,
    boundBy: boundByView(parts.boundBy),
    judges: judgesOf(run.config.evaluators).map((judge) => judgeView(parts, judge, summary)),
    stopReason: run.stopReason,
  };
}

/** Only where it is less than what is set for the run. */
function paceRps({ run, pool, pace }: RunParts, limits: Limits): RunResponse["paceRps"] {
  const set = Math.min(limits.requestsPerSecond, pool?.limits.requestsPerSecond ?? limits.requestsPerSecond);
  if (isTerminal(run.state) || pace === null || pace.rps >= set) return null;
  return { requestsPerSecond: pace.rps, reported: pace.reported };
}

/** The same of the burst. */
function paceBurst({ run, pool, poolBurst }: RunParts, limits: Limits): number | null {
  const set = Math.min(limits.burst, pool?.limits.burst ?? limits.burst);
  return isTerminal(run.state) || poolBurst === null || poolBurst >= set ? null : poolBurst;
}

function boundByView({ kind, sentence, remedy = null, lastMove = null }: BoundBy): RunResponse["boundBy"] {
  const move = lastMove === null ? null : { actor: lastMove.actor, at: isoTimeOf(lastMove.atMs) };
  return { kind, sentence, remedy, lastMove: move };
}

function backoffClasses({ backoffWaits }: RunSummary): RunResponse["backoffWaits"] {
  return backoffWaits.asked.map((asked, at) => ({
    underMs: BACKOFF_CLASS_ENDS_MS[at] ?? null,
    asked,
    computed: backoffWaits.computed[at] ?? 0,
  }));
}

function judgeView(
  { live, judgeProviders }: RunParts,
  { name, config }: NamedJudge,
  summary: RunSummary,
): JudgeResponse {
  const { providerId, model, threshold, rubric } = config;
  const calls = summary.judges[name] ?? emptyJudgeSummary();
  const now = live?.judges.find((judge) => judge.name === name);
  return {
    evaluator: name,
    providerId,
    providerName: judgeProviders.get(providerId) ?? "a removed provider",
    model,
    threshold,
    rubric: rubric.name ?? null,
    attempts: { total: attemptsTotal(calls), ...calls.attempts },
    verdicts: { passed: calls.passed, failed: calls.failed },
    times: { limiterWaitMs: quantiles(calls.limiterWait), providerLatencyMs: quantiles(calls.latency) },
    tokens: { input: calls.inputTokens, output: calls.outputTokens },
    costUsd: calls.costUsd,
    costUnknownCalls: calls.costUnknownCalls,
    poolId: now?.poolId ?? null,
    inFlight: now?.inFlight ?? 0,
    waiting: now?.waiting ?? 0,
    cooldownUntil: isoTimeOrNull(now?.cooldownUntil ?? null),
  };
}

function rulesOf({ autoPause }: RunRecord): RunResponse["autoPause"] {
  const { rateLimited, errorsInRow, cooldownOverMs } = autoPause;
  return { rateLimited, errorsInRow, cooldownOverMs };
}

function costOf(run: RunRecord, summary: RunSummary): RunResponse["cost"] {
  const { pricing } = run.config;
  return {
    unknownCalls: summary.costUnknownCalls,
    judges: { ...judgeSpend(summary) },
    totalUsd: totalSpend(summary).usd,
    priceVersion: pricing?.version ?? null,
    unpricedModels: unpricedModels(pricing),
    free: isFree(pricing),
  };
}

/** A run in a list: without its prompt, with its last minute. */
export function runListItemView(parts: RunParts, pinned: boolean): RunListItem {
  const { target, evaluators: _, judges: __, ...view } = runView(parts);
  const ticks = ticksOf(parts.run, parts.live);
  return {
    ...view,
    target: { providerId: target.providerId, model: target.model },
    pinned,
    sparkline: ticks.length === 0 ? [] : sparkline(ticks, parts.now),
  };
}

/** The last minute of a run that is running. */
function ticksOf(run: RunRecord, live: LiveRun | null): readonly Tick[] {
  return run.state === "running" ? (live?.recentTicks ?? []) : [];
}

/** Cases that the engine works on: neither done nor pending. */
export function casesUnderWay(live: LiveRun | null): number {
  if (live === null) return 0;
  const { calling, waitingForPermit, waitingForSlot, backingOff, judging } = live.active;
  return calling + waitingForPermit + waitingForSlot + backingOff + judging;
}

function countsOf(run: RunRecord, summary: RunSummary, live: LiveRun | null): RunResponse["counts"] {
  const inFlight = casesUnderWay(live);
  const { done, passed, failed, notScored } = summary;
  return {
    total: run.totalCases,
    done,
    passed,
    failed,
    notScored,
    inFlight,
    pending: Math.max(0, run.totalCases - done - inFlight),
  };
}

export function activeOf(live: LiveRun | null): RunResponse["active"] {
  return live === null
    ? {
        calling: 0,
        waitingForPermit: 0,
        waitingForSlot: 0,
        backingOff: 0,
        judging: 0,
        longestBackoffMs: null,
        oldestWaitMs: null,
      }
    : { ...live.active };
}

export function attemptsTotal(summary: Pick<RunSummary, "attempts">): number {
  return Object.values(summary.attempts).reduce((sum, count) => sum + count, 0);
}

function rateNow(live: LiveRun | null): number | null {
  const ticks = (live?.recentTicks ?? []).slice(-RATE_WINDOW_S);
  if (ticks.length === 0) return null;
  return ticks.reduce((sum, tick) => sum + tick.started, 0) / ticks.length;
}

/** Attempts started per second in steps of 5 s, oldest first; seconds without a tick count as none. */
function sparkline(ticks: readonly Tick[], now: number): number[] {
  // The ticks of a run go on in order where the wall clock was set back: the newest of them is no older than now.
  const end = Math.max(Math.floor(now / 1000) * 1000, (ticks.at(-1)?.t ?? 0) + 1000);
  const steps = Array.from({ length: SPARK_STEPS }, () => 0);
  for (const tick of ticks) {
    const age = Math.floor((end - 1000 - tick.t) / 1000 / SPARK_STEP_S);
    const step = SPARK_STEPS - 1 - age;
    if (step >= 0 && step < SPARK_STEPS) steps[step] = (steps[step] ?? 0) + tick.started / SPARK_STEP_S;
  }
  return steps;
}
