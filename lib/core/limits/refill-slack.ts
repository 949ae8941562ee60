import type { Limits } from "./limits";

/** What decides by how much later than ours a provider's bucket may begin to refill. */
type Pace = Pick<Limits, "requestsPerSecond" | "burst">;

/** What lies between sending and arriving on a connection that is open, at most. */
const ARRIVAL_SPREAD_MAX_MS = 25;
/** Of the interval between two starts, the part that a burst of 1 gives up: each start empties its bucket. */
const BURST_ONE_SHARE = 0.005;
/** Arrivals differ by more than this on any network, so a smaller distance would cost rate and prevent nothing. */
const USEFUL_LEAST_MS = 0.25;
/** The first request in a while opens a connection, and arrives later after it was sent than those that follow. */
const COLD_SLACK_MS = 50;

/**
 * Refill of the provider's bucket begins at arrival. What lies between sending and arriving varies, so where our bucket
 * was full we begin that much later, milliseconds: 25, less where that would cost rate (at most 0.5 % with a burst of 1).
 */
export function refillSlackMs({ requestsPerSecond, burst }: Pace): number {
  if (burst > 1) return Math.min(ARRIVAL_SPREAD_MAX_MS, (100 * burst) / requestsPerSecond);
  const slackMs = (1000 * BURST_ONE_SHARE) / requestsPerSecond;
  return slackMs < USEFUL_LEAST_MS ? 0 : Math.min(ARRIVAL_SPREAD_MAX_MS, slackMs);
}

/** The same for a start that comes `sinceLastMs` after the one before. */
export function startSlackMs(pace: Pace, sinceLastMs: number): number {
  return sinceLastMs > coldAfterMs(pace) ? COLD_SLACK_MS : refillSlackMs(pace);
}

/** Longer than connections are kept open, and than a slow rate leaves between two requests. */
function coldAfterMs({ requestsPerSecond }: Pace): number {
  return Math.max(5000, 3000 / requestsPerSecond);
}
