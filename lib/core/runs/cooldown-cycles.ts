import { endedAttempts } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";

/** What came of the seconds from the start of one cooldown to that of the next. */
interface Cycle {
  readonly seconds: number;
  /** Attempts that ended, of all outcomes, and those that brought an answer. */
  readonly ended: number;
  readonly ok: number;
  /** In force when it began, requests per second. */
  readonly limitRps: number;
}

/** A run's cooldowns of late, folded second by second. A cooldown that is made longer stays the same one. */
export interface CooldownCycles {
  /** Oldest first. */
  readonly closed: readonly Cycle[];
  /** Since the last cooldown began; null before the first. */
  readonly open: Cycle | null;
  /** Until when the cooldown lasts that the last second ended in, epoch ms. */
  readonly until: number | null;
}

/** The pace of a run that its provider keeps asking to wait, the waits included. */
export interface CooldownPace {
  /** Attempts per second that ended, and that brought an answer. */
  readonly endedPerSecond: number;
  readonly okPerSecond: number;
  /** The lowest rate in force under which cooldowns came. */
  readonly drawnAtRps: number;
  /** Seconds from the start of one cooldown to that of the next, on average. */
  readonly cycleSeconds: number;
  readonly cycles: number;
  /** Seconds since the last cooldown began, and the attempts that have ended in them. */
  readonly sinceSeconds: number;
  readonly sinceEnded: number;
  /** How far the next cooldown is to be expected, 0 to 1: less and less once it is overdue. */
  readonly belief: number;
}

export const NO_COOLDOWNS: CooldownCycles = { closed: [], open: null, until: null };

/** Cooldowns further apart than this are single events, and no pace. */
const WINDOW_S = 300;
const HALF_LIFE_S = 60;
/** An end that moves by less is the same end, read at another moment. */
const SAME_MS = 250;
/** The time since the last cooldown counts once it is so much longer than a cycle; it is a doubt at so many of the longest. */
const OVERDUE = 1.2;
const DOUBTFUL = 1.5;
const NOTHING = { seconds: 0, ended: 0, ok: 0 };

/** Takes in the next second. Pauses are no time. */
export function addCooldownSecond(state: CooldownCycles, tick: Tick): CooldownCycles {
  if (tick.paused) return { ...state, until: tick.cooldownUntil };
  const begins = cooldownBegins(state.until, tick);
  const open = begins ? { ...NOTHING, limitRps: tick.limit.requestsPerSecond } : state.open;
  const closed = begins && state.open !== null ? [...state.closed, state.open] : state.closed;
  const now = open === null ? null : withTick(open, tick);
  return { closed: recent(closed, now?.seconds ?? 0), open: now, until: tick.cooldownUntil };
}

function cooldownBegins(until: number | null, { t, cooldownUntil }: Tick): boolean {
  if (cooldownUntil === null || cooldownUntil <= t) return false;
  return until === null || (until <= t + 1000 && cooldownUntil > until + SAME_MS);
}

function withTick(cycle: Cycle, tick: Tick): Cycle {
  return {
    ...cycle,
    seconds: cycle.seconds + 1,
    ended: cycle.ended + endedAttempts(tick),
    ok: cycle.ok + tick.ok,
  };
}

/** Those that began within the window. */
function recent(closed: readonly Cycle[], openSeconds: number): readonly Cycle[] {
  let seconds = openSeconds;
  const tooOld = closed.findLastIndex((cycle) => {
    seconds += cycle.seconds;
    return seconds > WINDOW_S;
  });
  return closed.slice(tooOld + 1);
}

/**
 * The pace through cooldowns that keep coming: over whole cycles, so that it does not swing with them, newer ones weighing
 * more. Null where fewer than two began of late: one alone says nothing of another.
 */
export function paceThroughCooldowns({ closed, open }: CooldownCycles): CooldownPace | null {
  if (open === null || closed.length === 0) return null;
  const cycleSeconds = closed.reduce((sum, cycle) => sum + cycle.seconds, 0) / closed.length;
  const longest = Math.max(...closed.map((cycle) => cycle.seconds));
  const overdue = open.seconds > cycleSeconds * OVERDUE;
  const weighed = weighedSum(overdue ? [...closed, open] : closed);
  return {
    endedPerSecond: weighed.ended / weighed.seconds,
    okPerSecond: weighed.ok / weighed.seconds,
    drawnAtRps: Math.min(...closed.map((cycle) => cycle.limitRps)),
    cycleSeconds,
    cycles: closed.length,
    sinceSeconds: open.seconds,
    sinceEnded: open.ended,
    belief: Math.min(1, (longest * DOUBTFUL) / open.seconds) ** 2,
  };
}

/** Each cycle weighs by the age of its end. */
function weighedSum(cycles: readonly Cycle[]): typeof NOTHING {
  let age = 0;
  let sum = NOTHING;
  for (const cycle of cycles.toReversed()) {
    const weight = 0.5 ** (age / HALF_LIFE_S);
    sum = {
      seconds: sum.seconds + weight * cycle.seconds,
      ended: sum.ended + weight * cycle.ended,
      ok: sum.ok + weight * cycle.ok,
    };
    age += cycle.seconds;
  }
  return sum;
}
