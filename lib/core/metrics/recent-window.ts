import type { Tick } from "./tick";

/** What a run's last seconds come to: counts as sums, gauges as means over the seconds that were recorded. */
export interface RecentWindow {
  /** Seconds with a tick. */
  readonly seconds: number;
  /** Attempts started per second. */
  readonly startedPerSecond: number;
  /** Attempts that ended, of all outcomes. */
  readonly ended: number;
  readonly rateLimited: number;
  /** Refused as too busy: `slow-down` and `overloaded`. */
  readonly overloaded: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly backingOff: number;
  readonly idle: number;
  readonly permits: number;
  /** The limits in force at the end of the window. */
  readonly limit: Tick["limit"];
  /** Mean time of a call by Little's law (in flight over ended per second); null where none ended or was in flight. */
  readonly meanCallMs: number | null;
}

/** Ticks in any order; null where there are none. Ticks of one second in several pools count as one second. */
export function recentWindow(ticks: readonly Tick[]): RecentWindow | null {
  const newest = ticks.reduce<Tick | null>((last, tick) => (last === null || tick.t >= last.t ? tick : last), null);
  if (newest === null) return null;
  const seconds = new Set(ticks.map((tick) => tick.t)).size;
  const sum = (value: (tick: Tick) => number) => ticks.reduce((total, tick) => total + value(tick), 0);
  const ended = sum(endedAttempts);
  const inFlight = sum((tick) => tick.inFlight) / seconds;
  return {
    seconds,
    startedPerSecond: sum((tick) => tick.started) / seconds,
    ended,
    rateLimited: sum((tick) => tick.rateLimited),
    overloaded: sum((tick) => tick.slowDown + tick.overloaded),
    inFlight,
    waiting: sum((tick) => tick.waiting) / seconds,
    backingOff: sum((tick) => tick.backingOff) / seconds,
    idle: sum((tick) => tick.idle) / seconds,
    permits: sum((tick) => tick.permits) / seconds,
    limit: newest.limit,
    meanCallMs: ended > 0 && inFlight > 0 ? (inFlight * seconds * 1000) / ended : null,
  };
}

/** Attempts that ended in a tick, whatever their outcome. */
export function endedAttempts(tick: Tick): number {
  return tick.ok + tick.rateLimited + otherErrors(tick);
}

/** Attempts that ended neither well nor with a 429. */
export function otherErrors(tick: Tick): number {
  const http = tick.transient5xx + tick.slowDown + tick.overloaded + tick.quotaExhausted + tick.auth + tick.badRequest;
  return http + tick.timeout + tick.network + tick.cancelled;
}
