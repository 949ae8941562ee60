import { SLOT_RESERVE } from "../forecast/closed-form";
import { LIMIT_BOUNDS } from "../limits/limit-bounds";
import type { RecentWindow } from "../metrics/recent-window";

/** An edit of one limit that would help a run that is held back. */
export interface Remedy {
  readonly field: "requestsPerSecond" | "concurrency";
  readonly value: number;
  /** Whose limit it is: the run's own, or the pool's, which all its runs share. */
  readonly scope: "run" | "pool";
}

/** The rate that the provider let through lately, in two digits; null where it is no less than the limit. */
export function slowerRate(window: RecentWindow, scope: Remedy["scope"]): Remedy | null {
  const limit = window.limit.requestsPerSecond;
  const passed = window.ended === 0 ? 0 : 1 - window.rateLimited / window.ended;
  const wanted = Math.min(window.startedPerSecond, limit) * passed;
  if (wanted < LIMIT_BOUNDS.requestsPerSecond.min) return null;
  const step = 10 ** (Math.floor(Math.log10(wanted)) - 1);
  // Whole requests from 1 a second on: nobody sets 6.3.
  const value = Number((Math.floor(wanted / step) * step).toPrecision(2));
  const told = value >= 1 ? Math.floor(value) : value;
  return told < limit ? { field: "requestsPerSecond", value: told, scope } : null;
}

/** The slots that a rate needs at the present length of calls, with some to spare; null beyond what may be set. */
export function moreSlots(requestsPerSecond: number, callMs: number, scope: Remedy["scope"]): Remedy | null {
  const value = Math.ceil((requestsPerSecond * callMs * SLOT_RESERVE) / 1000 - 1e-9);
  return value > LIMIT_BOUNDS.concurrency.max ? null : { field: "concurrency", value, scope };
}
