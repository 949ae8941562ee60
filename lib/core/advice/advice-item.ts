import { LIMIT_BOUNDS } from "../limits/limit-bounds";
import type { Limits } from "../limits/limits";
import { limitWords, rateWords } from "../words/number-words";
import type { RunUse } from "./run-use";

/** Limits that a press of the page fills in. */
export interface SuggestedLimits {
  readonly requestsPerSecond?: number;
  readonly concurrency?: number;
}

export interface AdviceAct {
  /** `run`: a new run like this one with these limits. `pool`: the pool's own limits stand in the way. */
  readonly at: "run" | "pool";
  readonly limits: SuggestedLimits;
}

/** One piece of advice: what to do, what it rests on, and a change that a press can make. */
export interface AdviceItem {
  readonly code: string;
  readonly sentence: string;
  readonly evidence: string;
  readonly act: AdviceAct | null;
}

export interface AdviceInput {
  readonly use: RunUse;
  /** The run's own limits, and its pool's where they stand behind them; null where the run follows its pool. */
  readonly limits: Limits;
  readonly poolLimits: Limits | null;
  /** From start to end (or now), and how much of it the run was at rest. */
  readonly spanMs: number;
  readonly pausedMs: number;
  readonly notScored: number;
  readonly retryAttempts: number;
  readonly latency: { readonly p50: number | null; readonly p95: number | null };
  /** The judge whose calls are the slowest to come through, where the run has judges. */
  readonly judge: string | null;
}

/** The mean rate of attempts in words. */
export function attemptsPerSecond(use: RunUse): string {
  return rateWords(use.workingSeconds === 0 ? 0 : use.started / use.workingSeconds);
}

/** The rate that the provider took, a little below; null where nothing tells. */
export function lowerRate(input: AdviceInput): { words: string; act: AdviceAct } | null {
  const { use } = input;
  const taken = use.ended - use.rateLimited - use.overloaded;
  if (taken <= 0 || use.workingSeconds === 0) return null;
  const { min } = LIMIT_BOUNDS.requestsPerSecond;
  const rps = Math.max(min, Number(((taken / use.workingSeconds) * 0.95).toPrecision(2)));
  const now = use.limit?.requestsPerSecond ?? input.limits.requestsPerSecond;
  if (rps >= now) return null;
  return {
    words: `${limitWords(rps)} rps instead of ${limitWords(now)}`,
    act: actFor(input, { requestsPerSecond: rps }),
  };
}

/** Where a change has to be made so that it holds: a run can only go below its pool. */
export function actFor({ poolLimits, limits }: AdviceInput, suggested: SuggestedLimits): AdviceAct {
  const pool = poolLimits ?? limits;
  const beyond =
    (suggested.requestsPerSecond ?? 0) > pool.requestsPerSecond || (suggested.concurrency ?? 0) > pool.concurrency;
  return { at: beyond ? "pool" : "run", limits: suggested };
}

/** Slots that carry `rps` at the mean time of a call, with a tenth to spare. */
export function slotsFor(rps: number, callMs: number): number {
  const slots = Math.ceil((rps * callMs * 1.1) / 1000);
  return Math.min(LIMIT_BOUNDS.concurrency.max, Math.max(LIMIT_BOUNDS.concurrency.min, slots));
}
