import { holdOf, type LearnedHold, type LearnedLimit } from "./learned-limits";

/** How far the "nothing remains" of one limit is believed. Times are monotonic ms. */
export interface HeadroomTrust {
  /** The end of the last wait for a reset that has not been confirmed by a response since; null where there is none. */
  readonly heldUntilMs: number | null;
  readonly distrustedUntilMs: number;
  /** How often running it was found to be untrue. */
  readonly strikes: number;
}

export const FULL_TRUST: HeadroomTrust = { heldUntilMs: null, distrustedUntilMs: 0, strikes: 0 };

/** After it was found untrue the header is not heeded for so long, and twice as long each further time, up to a day. */
const DISTRUST_MS = 600_000;
const DISTRUST_MOST_MS = 86_400_000;

/**
 * Heeds what an accepted request's response told of a limit: where nothing remains, the pool waits for what the headers
 * promise, instead of drawing a 429. A header that says so again of a request that was sent after the wait, when the limit
 * was whole, is untrue (some proxies repeat old values): it costs one window, and then is passed over for a while.
 */
export function heedHeadroom(
  trust: HeadroomTrust,
  learned: LearnedLimit,
  seen: { readonly sentAtMs: number; readonly nowMs: number; readonly perRequest: number },
): { readonly trust: HeadroomTrust; readonly hold: LearnedHold | null } {
  const afterWait = trust.heldUntilMs !== null && seen.sentAtMs >= trust.heldUntilMs;
  if (learned.remaining !== 0)
    return { trust: learned.remaining !== null && afterWait ? FULL_TRUST : trust, hold: null };
  if (seen.nowMs < trust.distrustedUntilMs) return { trust, hold: null };
  const hold = holdOf(learned, seen.perRequest);
  if (hold === null || hold.until === "refill") return { trust, hold };
  // A limit of 1 is used up by the first request after the wait.
  if (afterWait && learned.limit !== 1) {
    const strikes = trust.strikes + 1;
    const forMs = Math.min(DISTRUST_MOST_MS, DISTRUST_MS * 2 ** (strikes - 1));
    return { trust: { heldUntilMs: null, distrustedUntilMs: seen.nowMs + forMs, strikes }, hold: null };
  }
  const heldUntilMs = Math.max(trust.heldUntilMs ?? 0, seen.nowMs + hold.forMs);
  return { trust: { ...trust, heldUntilMs }, hold };
}
