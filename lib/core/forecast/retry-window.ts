import type { RetryPolicy } from "../limits/limits";

/** What earlier 429s of a provider told of the time after which it answers again. */
export interface RefusalHistory {
  /** 429s that named a wait, and those that named none. */
  readonly asked: number;
  readonly unasked: number;
  /** The longest wait that was named; 0 where none was. */
  readonly longestAskedMs: number;
}

/** Whether a case can sit a refusal out. */
export interface RetryWindow {
  /** The provider's window: how long it may go on refusing. */
  readonly windowMs: number;
  /** How long a case waits in all before its attempts are used up, on average. */
  readonly waitMs: number;
  readonly outlasts: boolean;
}

/** Where nobody tells, limits per minute are the usual kind: they begin anew after a minute at the latest. */
const USUAL_WINDOW_MS = 60_000;

/**
 * Whether the retries outlast the provider's window. A wait that it names is honoured in full, whatever the backoff, unless
 * the policy gives up sooner; where it names none, the backoffs have to add up to it. Null where nothing was refused.
 */
export function retryWindow(retry: RetryPolicy, history: RefusalHistory): RetryWindow | null {
  const { asked, unasked, longestAskedMs } = history;
  if (asked + unasked === 0) return null;
  const windowMs = longestAskedMs > 0 ? longestAskedMs : USUAL_WINDOW_MS;
  const ownMs = meanBackoffsMs(retry);
  if (retry.attempts === 1) return { windowMs, waitMs: 0, outlasts: false };
  if (unasked > 0) return { windowMs, waitMs: ownMs, outlasts: ownMs >= windowMs };
  const givesUp = retry.giveUpAfterMs !== null && retry.giveUpAfterMs < windowMs;
  return { windowMs, waitMs: givesUp ? 0 : windowMs, outlasts: !givesUp };
}

/** All backoffs of a case that never succeeds, on average. */
export function meanBackoffsMs(retry: RetryPolicy): number {
  const share = retry.jitter === "full" ? 0.5 : 1;
  let sum = 0;
  for (let n = 1; n < retry.attempts; n += 1)
    sum += Math.min(retry.maxDelayMs, retry.baseDelayMs * 2 ** (n - 1)) * share;
  return sum;
}

/** The fewest attempts whose backoffs outlast the window; null where none do, even ten. */
export function attemptsToOutlast(retry: RetryPolicy, windowMs: number, most: number): number | null {
  for (let attempts = retry.attempts + 1; attempts <= most; attempts += 1) {
    if (meanBackoffsMs({ ...retry, attempts }) >= windowMs) return attempts;
  }
  return null;
}
