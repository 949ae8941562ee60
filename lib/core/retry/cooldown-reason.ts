import { spanWords } from "../words/duration-words";

/** After a refusal without a wait, the pool waits a time of its own. */
const NO_WAIT_NAMED = "a 429 that named no wait";

/** Why a pool cools down for `cooldownMs` after a refusal for which the provider asked to wait `askedMs` (null: it did not). */
export function cooldownReason(askedMs: number | null, cooldownMs: number): string {
  if (askedMs === null || askedMs === 0) return NO_WAIT_NAMED;
  const asked = `Retry-After ${spanWords(askedMs)}`;
  const again = `asks again after ${spanWords(cooldownMs)}`;
  if (cooldownMs < askedMs) return `${asked}, longer than any limit's window; ${again}`;
  return cooldownMs > askedMs ? `the day's limit is used up, also after ${asked}; ${again}` : asked;
}

/** A pool's cooldown for who waits: what the provider asked for, or that the wait is the pool's own. */
export function cooldownWords(providerName: string, reason: string | null): string {
  if (reason === null) return `waiting for ${providerName}`;
  if (reason === NO_WAIT_NAMED) return `waiting after a 429 from ${providerName}`;
  const [, asked, more = ""] = /^Retry-After ([^,;]+)(.*)$/.exec(reason) ?? [];
  if (asked !== undefined) return `${providerName} asked to wait ${asked} (Retry-After)${more}`;
  return `waiting for ${providerName}: ${reason}`;
}
