import { endedAttempts } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";
import type { CooldownPace } from "./cooldown-cycles";

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
  /** Of a run that its provider keeps asking to wait (`paceThroughCooldowns`); null where it does not. */
  readonly cooldownPace: CooldownPace | null;
  readonly longestBackoffMs: number;
  /** What is left of the present cooldown. */
  readonly cooldownMs: number;
}

export interface Eta {
  /** The whole time left. */
  readonly totalMs: number;
  /**
   * At the pace that the limits allow, and at the one that the run has lately shown; where cooldowns keep coming, about the
   * pace through them, the closer the more of them there were.
   */
  readonly leastMs: number;
  readonly mostMs: number;
  /** The part of it in which nothing starts, because the provider asked to wait. */
  readonly waitMs: number;
}

const ENOUGH_CASES = 20;
const ENOUGH_MS = 15_000;
const HALF_LIFE_MS = 30_000;
/** Fewer seconds of work tell no pace. */
const ENOUGH_SECONDS = 3;
/** How far the pace over a single cycle of cooldowns may be off. */
const CYCLE_DOUBT = 0.5;

/** The time a run still takes: attempts left over the pace, after the waits that are fixed, and the tail of the last calls. */
export function estimateEta(input: EtaInput): Eta {
  if (input.casesLeft <= 0) return { totalMs: 0, leastMs: 0, mostMs: 0, waitMs: 0 };
  const plain = etaByLimits(input);
  const pace = input.cooldownPace;
  if (pace === null || pace.endedPerSecond === 0) return plain;
  const stopAndGo = etaThroughCooldowns(input, pace);
  const between = (key: "totalMs" | "leastMs" | "mostMs") =>
    pace.belief * stopAndGo[key] + (1 - pace.belief) * plain[key];
  return { totalMs: between("totalMs"), leastMs: between("leastMs"), mostMs: between("mostMs"), waitMs: plain.waitMs };
}

/** Attempts that the cases left will take. */
function attemptsLeft(input: EtaInput): number {
  const { casesLeft, finishedCases, finishedAttempts, forecastAttemptsPerCase } = input;
  const known = finishedCases >= ENOUGH_CASES;
  return casesLeft * (known ? Math.max(1, finishedAttempts / finishedCases) : forecastAttemptsPerCase);
}

/** Where nothing but the present cooldown stops the run. */
function etaByLimits(input: EtaInput): Eta {
  const left = attemptsLeft(input);
  const tailMs = input.p95CallMs ?? 0;
  // A backoff passes while others work; a cooldown stops all.
  const leftAt = (attemptsPerSecond: number) => {
    const workMs = (left / attemptsPerSecond) * 1000;
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

/**
 * Where the provider keeps asking to wait: at the pace that whole cycles of work and wait have, and no limit of ours tells.
 * Reckoned from the start of the last cooldown, so that it does not swing with each.
 */
function etaThroughCooldowns(input: EtaInput, pace: CooldownPace): Omit<Eta, "waitMs"> {
  const left = attemptsLeft(input);
  const allowed = allowedPace(input);
  const perSecond = Math.min(allowed, pace.endedPerSecond);
  const swing = pace.cycleSeconds;
  const sinceS = Math.max(-swing, Math.min(swing, pace.sinceSeconds - pace.sinceEnded / perSecond));
  const workMs = (left / perSecond - sinceS) * 1000;
  const allowedMs = Math.min(workMs, (left / allowed) * 1000);
  const leastWaitMs = Math.max(input.cooldownMs, input.longestBackoffMs);
  const doubt = 1 + CYCLE_DOUBT / Math.sqrt(pace.cycles);
  const leftMs = (ms: number) => Math.max(leastWaitMs, ms) + (input.p95CallMs ?? 0);
  return {
    totalMs: leftMs(workMs),
    leastMs: leftMs(Math.max(workMs / doubt, allowedMs)),
    mostMs: leftMs(workMs * doubt),
  };
}

/** True once a run has shown enough for its own estimate; until then the forecast of the launch is the better one. */
export function etaIsGrounded(finishedCases: number, activeMs: number): boolean {
  return finishedCases >= ENOUGH_CASES || (finishedCases > 0 && activeMs >= ENOUGH_MS);
}

/** Attempts per second that the limits allow. */
export function allowedPace(input: EtaInput): number {
  const caps = [input.requestsPerSecond];
  if (input.meanCallMs !== null && input.meanCallMs > 0) caps.push((input.concurrency * 1000) / input.meanCallMs);
  if (input.tokensPerMinute !== null && input.tokensPerAttempt !== null && input.tokensPerAttempt > 0) {
    caps.push(input.tokensPerMinute / 60 / input.tokensPerAttempt);
  }
  return Math.min(...caps);
}

/**
 * Attempts that ended per second, newer seconds weighing more (half-life 30 s). Seconds in pause or cooldown say
 * nothing about the pace of the work and are left out. Null without a few others.
 */
export function recentEndRate(ticks: readonly Tick[], nowMs: number): number | null {
  let seconds = 0;
  let weights = 0;
  let ended = 0;
  for (const tick of ticks) {
    if (tick.paused || (tick.cooldownUntil !== null && tick.cooldownUntil > tick.t)) continue;
    const weight = 0.5 ** (Math.max(0, nowMs - tick.t) / HALF_LIFE_MS);
    seconds += 1;
    weights += weight;
    ended += weight * endedAttempts(tick);
  }
  return seconds < ENOUGH_SECONDS ? null : ended / weights;
}
