import type { Random } from "../clock";
import type { RetryPolicy } from "../limits/limits";
import type { StopReason } from "../runs/run-state";
import { durationWords } from "../words/duration-words";
import type { AttemptFate } from "./attempt-outcome";

/** What to do after an attempt. `cooldownMs`: nothing starts in the pool for so long; null: the pool goes on. */
export type RetryDecision =
  | { readonly kind: "done" }
  | { readonly kind: "retry"; readonly delayMs: number; readonly cooldownMs: number | null }
  | { readonly kind: "give-up"; readonly why: string; readonly cooldownMs: number | null }
  | { readonly kind: "stop-run"; readonly reason: StopReason["code"] }
  | { readonly kind: "cancelled" };

/**
 * Exponential backoff after the n-th failed attempt (n from 1): the ceiling is `min(maxDelayMs, baseDelayMs · 2^(n−1))`,
 * drawn uniformly from [0, ceiling] with full jitter (Brooker, "Exponential Backoff And Jitter", 2015).
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random: Random): number {
  const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return policy.jitter === "full" ? Math.round(random() * ceilingMs) : ceilingMs;
}

/** The first backoff after a failure that stands alone among successes is shorter by this: it is no outage. */
const ISOLATED_SHARE = 0.2;

/**
 * No wait is longer, whatever was asked for: a day is the longest window that limits have, and a header like
 * `retry-after: 99999999` must not park a pool for years. After it one request asks again.
 */
export const LONGEST_WAIT_MS = 86_400_000;

/**
 * Least waits for a day's limit, by how often running it was refused. Gemini names half a minute with it, time after time
 * until the day is over; asking at that pace would use up the attempts of every case.
 */
const DAY_WAITS_MS = [0, 900_000, 3_600_000] as const;

/** What else is known when an attempt has failed. */
export interface RetrySurroundings {
  /** Nearly all other requests of late went well. */
  readonly isolated: boolean;
  /** How often running the pool was refused for its rate (1: for the first time), whichever cases it met. */
  readonly refusalsInARow: number;
}

/**
 * Decides what follows an attempt's fate. `attempt` counts this case's attempts, this one included.
 * A wait that the provider asked for is honoured in full, up to a day; to failures that are not the pool's, jitter comes on
 * top so that a herd spreads. A 429 is the pool's business: the whole pool waits, so that other cases do not run into the
 * same wall, and where nobody tells for how long, it waits longer the more often running it was refused.
 */
export function decideRetry(
  fate: AttemptFate,
  attempt: number,
  policy: RetryPolicy,
  random: Random,
  { isolated, refusalsInARow }: RetrySurroundings = { isolated: false, refusalsInARow: 1 },
): RetryDecision {
  switch (fate.outcome) {
    case "ok":
      return { kind: "done" };
    case "cancelled":
      return { kind: "cancelled" };
    case "auth":
      return { kind: "stop-run", reason: "auth" };
    case "quota-exhausted":
      return { kind: "stop-run", reason: "quota-exhausted" };
    case "bad-request":
      return fate.stopsRun
        ? { kind: "stop-run", reason: "bad-request" }
        : { kind: "give-up", why: "the provider refused the request", cooldownMs: null };
    case "rate-limited":
    case "slow-down": {
      const ownMs = backoffMs(policy, Math.max(attempt, refusalsInARow), random);
      const day = fate.outcome === "rate-limited" && fate.dimension === "day";
      const leastMs = day ? (DAY_WAITS_MS[Math.min(refusalsInARow, DAY_WAITS_MS.length) - 1] ?? 0) : 0;
      // A wait of 0 is what a busy moment of the provider's brings (GitHub Models): it is no advice to knock at once.
      const cooldownMs = Math.min(LONGEST_WAIT_MS, Math.max(leastMs, fate.retryAfterMs || ownMs));
      return retryOrGiveUp(fate.retryAfterMs, attempt, policy, cooldownMs, cooldownMs);
    }
    case "overloaded":
    case "transient": {
      const quick = isolated && attempt === 1 && fate.outcome === "transient";
      const ownMs = Math.round(backoffMs(policy, attempt, random) * (quick ? ISOLATED_SHARE : 1));
      const delayMs = fate.retryAfterMs === null ? ownMs : fate.retryAfterMs + Math.min(ownMs, 1000);
      return retryOrGiveUp(fate.retryAfterMs, attempt, policy, Math.min(LONGEST_WAIT_MS, delayMs), null);
    }
  }
}

function retryOrGiveUp(
  askedMs: number | null,
  attempt: number,
  policy: RetryPolicy,
  delayMs: number,
  cooldownMs: number | null,
): RetryDecision {
  if (attempt >= policy.attempts) {
    return { kind: "give-up", why: `all ${policy.attempts} attempts failed`, cooldownMs };
  }
  if (policy.giveUpAfterMs !== null && askedMs !== null && askedMs > policy.giveUpAfterMs) {
    const [asked, most] = [askedMs, policy.giveUpAfterMs].map(durationWords);
    return { kind: "give-up", why: `the provider asked to wait ${asked}, more than the ${most} allowed`, cooldownMs };
  }
  return { kind: "retry", delayMs, cooldownMs };
}
