import { endedAttempts } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";

export interface EtaInput {
  /** Cases that are not finished. */
  readonly casesLeft: number;
  readonly finishedCases: number;
  /** Attempts that those took; with `finishedCases` ≥ 20 their ratio replaces the forecast's. */
  readonly finishedAttempts: number;
  readonly forecastAttemptsPerCase: number;
  /** In force; where a pool is shared, the run's part of it. */
  readonly requestsPerSecond: number;
  readonly concurrency: number;
  readonly tokensPerMinute: number | null;
  readonly tokensPerAttempt: number | null;
  /** Mean and 95th percentile of a call, null where none has ended. */
  readonly meanCallMs: number | null;
  readonly p95CallMs: number | null;
  /** Attempts that ended per second, lately (`recentEndRate`); null where too little is known. */
  readonly endedPerSecond: number | null;
  readonly longestBackoffMs: number;
  readonly cooldownMs: number;
}

export interface Eta {
  /** The whole time left. */
  readonly totalMs: number;
  /** At the pace that the limits allow, and at the one that the run has lately shown. */
  readonly leastMs: number;
  readonly mostMs: number;
  /** The part of it in which nothing starts, because the provider asked to wait. */
  readonly waitMs: number;
}

const ENOUGH_CASES = 20;
const ENOUGH_MS = 15_000;
const HALF_LIFE_MS = 30_000;

/** The time a run still takes: attempts left over the pace, after the waits that are fixed, and the tail of the last calls. */
export function estimateEta(input: EtaInput): Eta {
  if (input.casesLeft <= 0) return { totalMs: 0, leastMs: 0, mostMs: 0, waitMs: 0 };
  const attemptsPerCase =
    input.finishedCases >= ENOUGH_CASES
      ? Math.max(1, input.finishedAttempts / input.finishedCases)
      : input.forecastAttemptsPerCase;
  const tailMs = input.p95CallMs ?? 0;
  // A backoff passes while others work; a cooldown stops all.
  const leftAt = (attemptsPerSecond: number) => {
    const workMs = ((input.casesLeft * attemptsPerCase) / attemptsPerSecond) * 1000;
    return input.cooldownMs + Math.max(workMs, input.longestBackoffMs - input.cooldownMs) + tailMs;
  };
  const allowed = allowedPace(input);
  const seen = Math.min(allowed, input.endedPerSecond || allowed);
  return {
    // Half and half: the limits do not tell how it goes, and a few seconds not how it will go.
    totalMs: leftAt((allowed + seen) / 2),
    leastMs: leftAt(allowed),
    mostMs: leftAt(seen),
    waitMs: input.cooldownMs,
  };
}

/** True once a run has shown enough for its own estimate; until then the forecast of the launch is the better one. */
export function etaIsGrounded(finishedCases: number, activeMs: number): boolean {
  return finishedCases >= ENOUGH_CASES || (finishedCases > 0 && activeMs >= ENOUGH_MS);
}

/** Attempts per second that the limits allow. */
function allowedPace(input: EtaInput): number {
  const caps = [input.requestsPerSecond];
  if (input.meanCallMs !== null && input.meanCallMs > 0) caps.push((input.concurrency * 1000) / input.meanCallMs);
  if (input.tokensPerMinute !== null && input.tokensPerAttempt !== null && input.tokensPerAttempt > 0) {
    caps.push(input.tokensPerMinute / 60 / input.tokensPerAttempt);
  }
  return Math.min(...caps);
}

/**
 * Attempts that ended per second, newer seconds weighing more (half-life 30 s). Seconds in pause or cooldown say
 * nothing about the pace and are left out. Null without any other second.
 */
export function recentEndRate(ticks: readonly Tick[], nowMs: number): number | null {
  let weights = 0;
  let ended = 0;
  for (const tick of ticks) {
    if (tick.paused || (tick.cooldownUntil !== null && tick.cooldownUntil > tick.t)) continue;
    const weight = 0.5 ** (Math.max(0, nowMs - tick.t) / HALF_LIFE_MS);
    weights += weight;
    ended += weight * endedAttempts(tick);
  }
  return weights === 0 ? null : ended / weights;
}
