import type { Limits } from "../limits/limits";
import type { TokenCount } from "../limits/token-budget";

/** What a simulated run is told. */
export interface SimulationInput {
  readonly cases: number;
  /** In force for this run: the lower of its own and the pool's. */
  readonly limits: Limits;
  /** Mean time of a call and its 95th percentile. */
  readonly latencyMs: number;
  readonly latencyP95Ms: number;
  /** Shares of attempts, 0 to 1: that fail and are tried again, and that are refused although they keep the limits. */
  readonly transientShare: number;
  readonly rateLimitedShare: number;
  /** The wait that the provider asks for with a 429; null: it asks for none. */
  readonly askedWaitMs: number | null;
  /** Mean tokens of an attempt; null where not known. */
  readonly tokens: TokenCount | null;
  /** What the provider itself is known to allow, strictly; null where nothing is known of it. */
  readonly account: { readonly requestsPerSecond: number; readonly burst: number } | null;
  /** Requests that today's limit still lets through; null: all of a day's. */
  readonly leftToday: number | null;
  /** Until the day's count of requests begins anew. */
  readonly untilMidnightMs: number;
  readonly seed: number;
}

export const SIMULATED_BOUNDS = ["rate", "concurrency", "tokens", "provider", "latency", "day"] as const;
/** What held most starts back. `provider`: cooldowns. */
export type SimulatedBound = (typeof SIMULATED_BOUNDS)[number];

/** An account whose headers tell so many requests a minute. What a whole minute allows may come at once. */
export function accountOf(requestsPerMinute: number | null): SimulationInput["account"] {
  if (requestsPerMinute === null || requestsPerMinute <= 0) return null;
  const requestsPerSecond = requestsPerMinute / 60;
  return { requestsPerSecond, burst: Math.max(1, Math.round(requestsPerMinute)) };
}

const DAY_MS = 86_400_000;

/** Until the next midnight UTC, ms. `now`: epoch ms. */
export function untilMidnightMs(now: number): number {
  return DAY_MS - (now % DAY_MS);
}
