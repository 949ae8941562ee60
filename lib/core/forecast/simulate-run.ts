import { seededRandom } from "../seeded-random";
import { expectedAttempts } from "./closed-form";
import { type SimulatedEnd, SimulatedRun } from "./simulated-run";
import { SIMULATED_BOUNDS, type SimulatedBound, type SimulationInput } from "./simulation-input";

/** What several simulated runs came to. Counts are for all cases, however many were simulated. */
export interface Simulation {
  /** Half of the draws were done by `p50Ms`, nine in ten by `p90Ms`. */
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly boundBy: SimulatedBound;
  /** Expected, 429s and their retries included. */
  readonly attempts: number;
  readonly rateLimited: number;
  /** Cases that use their attempts up. */
  readonly gaveUp: number;
  /** Cases of each draw that were played through; the rest follows from their pace. */
  readonly simulatedCases: number;
}

const DRAWS = 7;
/** Attempts over all draws: a few tens of milliseconds. */
const ATTEMPTS_MOST = 5000;
const CASES_LEAST = 60;
const SLOTS_LEAST = 16;
const DAY_MS = 86_400_000;

/** Plays the run through several times on a virtual clock. Any size takes about the same time: large runs are scaled up. */
export function simulateRun(input: SimulationInput): Simulation {
  const most = casesToPlay(input);
  const small = inSmall(input, most);
  const cases = Math.min(small.cases, most);
  const played = cases === small.cases ? small : shortened(small, cases);
  const ends = Array.from({ length: DRAWS }, (_, draw) =>
    new SimulatedRun(played, seededRandom(input.seed * 1000 + draw)).run(),
  );
  const grow = input.cases / cases;
  const mean = (pick: (end: SimulatedEnd) => number) => ends.reduce((sum, end) => sum + pick(end), 0) / DRAWS;
  const attempts = mean((end) => end.attempts) * grow;
  const day = daysParked(input, attempts);
  const durations = durationsOf(ends, small.cases, cases).map((ms) => day.waitMs + ms * day.lastShare);
  durations.sort((a, b) => a - b);
  return {
    p50Ms: quantile(durations, 0.5),
    p90Ms: quantile(durations, 0.9),
    boundBy: day.waitMs > 0 ? "day" : boundOf(ends),
    attempts,
    rateLimited: mean((end) => end.rateLimited) * grow,
    gaveUp: mean((end) => end.gaveUp) * grow,
    simulatedCases: cases,
  };
}

function casesToPlay({ transientShare, rateLimitedShare, limits }: SimulationInput): number {
  const perCase = expectedAttempts(transientShare + rateLimitedShare, limits.retry.attempts);
  return Math.max(CASES_LEAST, Math.floor(ATTEMPTS_MOST / DRAWS / perCase));
}

/**
 * A run too large to be played through, in small: with so many times fewer cases, slots and permits a second it takes as
 * long. Enough slots stay that slow calls do not weigh more than they do.
 */
function inSmall(input: SimulationInput, most: number): SimulationInput {
  const { limits, account } = input;
  const scale = input.cases <= most ? 1 : Math.min(1, SLOTS_LEAST / limits.concurrency);
  if (scale === 1) return input;
  const part = (limit: number | null) => (limit === null ? null : limit * scale);
  return {
    ...input,
    cases: Math.max(1, Math.round(input.cases * scale)),
    limits: {
      ...limits,
      requestsPerSecond: limits.requestsPerSecond * scale,
      burst: Math.max(1, Math.round(limits.burst * scale)),
      concurrency: SLOTS_LEAST,
      tokensPerMinute: part(limits.tokensPerMinute),
      inputTokensPerMinute: part(limits.inputTokensPerMinute),
      outputTokensPerMinute: part(limits.outputTokensPerMinute),
    },
    account:
      account === null
        ? null
        : {
            requestsPerSecond: account.requestsPerSecond * scale,
            burst: Math.max(1, Math.round(account.burst * scale)),
          },
  };
}

/** A burst that would last for most of the cases played through has to shrink with them. */
function shortened(input: SimulationInput, cases: number): SimulationInput {
  const { limits } = input;
  const share = cases / input.cases;
  const burst = limits.burst <= cases / 4 ? limits.burst : Math.max(1, Math.round(limits.burst * share));
  return { ...input, cases, limits: { ...limits, burst } };
}

/**
 * The time that all cases take: those played through, and the rest at the pace of the second half, without start and end.
 * The pace of a long run varies less than that of a short one.
 */
function durationsOf(ends: readonly SimulatedEnd[], all: number, played: number): number[] {
  const rest = all - played;
  if (rest <= 0) return ends.map((end) => end.durationMs);
  const span = Math.floor((played * 19) / 20) - Math.floor(played / 2);
  const paces = ends.map((end) => (end.mostMs - end.halfMs) / span);
  const meanPace = paces.reduce((sum, pace) => sum + pace, 0) / paces.length;
  const steadier = Math.sqrt(Math.min(1, span / rest));
  return ends.map((end, at) => end.durationMs + rest * (meanPace + ((paces[at] ?? meanPace) - meanPace) * steadier));
}

/** A day's limit stops the run until midnight, as often as it takes; what is left then goes on as any run does. */
function daysParked(input: SimulationInput, attempts: number): { waitMs: number; lastShare: number } {
  const { requestsPerDay } = input.limits;
  if (requestsPerDay === null) return { waitMs: 0, lastShare: 1 };
  const today = input.leftToday ?? requestsPerDay;
  if (attempts <= today) return { waitMs: 0, lastShare: 1 };
  const later = attempts - today;
  const fullDays = Math.ceil(later / requestsPerDay) - 1;
  return {
    waitMs: input.untilMidnightMs + fullDays * DAY_MS,
    lastShare: (later - fullDays * requestsPerDay) / attempts,
  };
}

function boundOf(ends: readonly SimulatedEnd[]): SimulatedBound {
  const starts = (bound: SimulatedBound) => ends.reduce((sum, end) => sum + end.startsHeldBy[bound], 0);
  return SIMULATED_BOUNDS.reduce((most, bound) => (starts(bound) > starts(most) ? bound : most), "latency");
}

/** Of sorted values, between the two that are nearest. */
function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}
