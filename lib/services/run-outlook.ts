import type { RunResponse } from "@/lib/contracts/runs";
import { learnedRequestsPerSecond } from "@/lib/core/limits/learned-limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { type TokenCount, tightestTokens } from "@/lib/core/limits/token-budget";
import { quantiles } from "@/lib/core/metrics/fold-ticks";
import { recentWindow } from "@/lib/core/metrics/recent-window";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import { type BoundBy, boundBy } from "@/lib/core/runs/bound-by";
import { boundByWithHysteresis } from "@/lib/core/runs/bound-by-hysteresis";
import type { LastMove } from "@/lib/core/runs/bound-by-state";
import { tellsOfRest } from "@/lib/core/runs/command-words";
import { estimateEta, recentEndRate } from "@/lib/core/runs/eta";
import type { LivePool, LiveRun } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";
import { judgeStanding, verdictsLeftMs } from "./judge-outlook";
import { heldRate } from "./provider-pace";
import { activeOf, attemptsTotal, casesUnderWay, limitsOf } from "./run-view";

/** A rate within this share of what headers told is theirs. */
const TOLD_SHARE = 0.02;

/** What `etaNow` tells. */
export interface TimeLeft {
  readonly ms: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

interface Standing {
  readonly run: RunRecord;
  readonly live: LiveRun | null;
  readonly pool: PoolRecord | null;
  readonly livePool: LivePool | null;
  readonly providerName: string;
  readonly queue: RunResponse["queue"];
}

/** What holds the run back now, steadied so that a page that watches does not flicker. */
export async function boundByNow(context: ServiceContext, standing: Standing): Promise<BoundBy> {
  const { run, live, pool, livePool } = standing;
  if (live?.holdReason != null) {
    const why = live.holdReason.replace(/\.$/, "");
    return { kind: "paused", sentence: `On hold: ${why}. It goes on by itself once that is fixed.` };
  }
  const verdict = boundBy({
    state: run.state,
    stopReason: run.stopReason,
    lastMove: await lastMove(context, run),
    queue: standing.queue,
    activeMs: live?.activeMs ?? run.activeMs,
    ticks: live?.recentTicks ?? [],
    limits: limitsOf(run, pool),
    poolLimits: run.limitsScope === "run" ? (pool?.limits ?? null) : null,
    providerName: standing.providerName,
    judges: live === null ? null : judgeStanding(context, live),
    cooldown: cooldownOf(context, live, livePool),
    pending: pendingCases(run, live),
    active: activeOf(live),
    tokens: live?.tokenHold ?? null,
    day: dayOf(context, live),
    pace: paceOf(standing),
    sharing: sharingOf(standing),
  });
  if (live === null) {
    context.verdicts.delete(run.id);
    return verdict;
  }
  const memory = boundByWithHysteresis(context.verdicts.get(run.id) ?? null, verdict, context.clock.monotonicMs());
  context.verdicts.set(run.id, memory);
  return memory.shown;
}

/** The rate of the pool, where it goes more slowly than it is set to. `reported`: as headers told it. */
export function paceOf({ pool, livePool }: Pick<Standing, "pool" | "livePool">) {
  const rps = heldRate(pool, livePool);
  if (pool === null || livePool === null || rps === null) return null;
  const told = learnedRequestsPerSecond(livePool.learned?.known ?? {});
  const reported =
    livePool.pace.lastChange?.why === "learned" || (told !== null && Math.abs(rps - told) <= told * TOLD_SHARE);
  return { rps, configuredRps: pool.limits.requestsPerSecond, reported };
}

/** The other runs at the pool, and what is left for this one. */
function sharingOf({ run, pool, livePool }: Standing) {
  const own = livePool?.runs.find(({ runId }) => runId === run.id);
  if (own === undefined || livePool === null || livePool.runs.length < 2) return null;
  const slotsBusy = pool !== null && livePool.inFlight >= pool.limits.concurrency;
  return { others: livePool.runs.length - 1, part: own.share, slotsBusy };
}

/** Time left, and between what, in ms; null where the run does not go on by itself. */
export function etaNow(
  context: Pick<ServiceContext, "clock">,
  standing: Omit<Standing, "providerName" | "queue">,
): TimeLeft | null {
  const { run, live, livePool } = standing;
  if (run.state !== "running" || live === null) return null;
  const limits = inForceNow(standing);
  const part = livePool?.runs.find(({ runId }) => runId === run.id)?.share ?? 1;
  const now = context.clock.now();
  const answered = live.summary.done + live.active.judging;
  const eta = estimateEta({
    casesLeft: run.totalCases - answered,
    finishedCases: answered,
    finishedAttempts: attemptsTotal(live.summary),
    forecastAttemptsPerCase: 1,
    requestsPerSecond: Math.min(limits.own.requestsPerSecond, limits.pool.requestsPerSecond * part),
    concurrency: limits.both.concurrency,
    ...tightestTokens(limits.both, tokensOfAttempt(live.summary)),
    meanCallMs: recentWindow(live.recentTicks)?.meanCallMs ?? null,
    p95CallMs: quantiles(live.summary.latency).p95,
    endedPerSecond: recentEndRate(live.recentTicks, now),
    cooldownPace: live.cooldownPace,
    longestBackoffMs: live.active.longestBackoffMs ?? 0,
    cooldownMs: Math.max(0, (live.cooldownUntil ?? now) - now),
  });
  // Answers and verdicts come at once, each at its own pools.
  const verdictsMs = verdictsLeftMs(context, live, run.totalCases - live.summary.done);
  const withVerdicts = (ms: number) => Math.round(Math.max(ms, verdictsMs));
  return { ms: withVerdicts(eta.totalMs), leastMs: withVerdicts(eta.leastMs), mostMs: withVerdicts(eta.mostMs) };
}

/** The run's own limits, and the pool's as it goes now: as set, or lower where the provider told or refused. */
function inForceNow({ run, pool, livePool }: Pick<Standing, "run" | "pool" | "livePool">) {
  const inForce = livePool?.limitsInForce ?? pool?.limits ?? null;
  const own = run.limitsScope === "pool" && inForce !== null ? inForce : limitsOf(run, pool);
  return { own, pool: inForce ?? own, both: inForce === null ? own : effectiveLimits(own, inForce) };
}

/** What an attempt used on average, those that failed included; null before the first. */
function tokensOfAttempt(summary: RunSummary): TokenCount | null {
  const attempts = attemptsTotal(summary);
  return attempts === 0 ? null : { input: summary.inputTokens / attempts, output: summary.outputTokens / attempts };
}

function pendingCases(run: RunRecord, live: LiveRun | null): number {
  const done = live?.summary.done ?? run.summary.done;
  return Math.max(0, run.totalCases - done - casesUnderWay(live));
}

function cooldownOf(context: ServiceContext, live: LiveRun | null, livePool: LivePool | null) {
  const until = live?.cooldownUntil ?? livePool?.cooldownUntil ?? null;
  if (until === null) return null;
  return { remainingMs: until - context.clock.now(), reason: livePool?.cooldownReason ?? null };
}

function dayOf(context: ServiceContext, live: LiveRun | null) {
  const day = live?.dayUsedUp ?? null;
  return day === null ? null : { perDay: day.perDay, remainingMs: day.resetsAt - context.clock.now() };
}

/** Who moved the run last, and when, where its sentence says so. */
async function lastMove(context: ServiceContext, run: RunRecord): Promise<LastMove | null> {
  const tells = run.state !== "running" && run.state !== "queued" && run.state !== "finished";
  if (!tells) return null;
  const byItself = run.stopReason !== null && run.stopReason.code !== "user";
  const kinds = byItself ? (["auto"] as const) : (["state"] as const);
  const { items } = await context.stores.logs.page(run.id, { kinds: [...kinds] }, { limit: 10, beforeSeq: null });
  const move = items.find((entry) =>
    byItself
      ? entry.level === "error" || entry.text === run.stopReason?.message
      : entry.actor !== null && tellsOfRest(entry.text),
  );
  return move === undefined ? null : { actor: move.actor, atMs: move.at };
}
