import { durationWords } from "../words/duration-words";

/** Why a pool cools down for `cooldownMs` after a refusal for which the provider asked to wait `askedMs` (null: it did not). */
export function cooldownReason(askedMs: number | null, cooldownMs: number): string {
  if (askedMs === null || askedMs === 0) return "the provider sent a 429";
  const asked = `Retry-After ${durationWords(askedMs)}`;
  const again = `asks again after ${durationWords(cooldownMs)}`;
  if (cooldownMs < askedMs) return `${asked}, longer than any limit's window; ${again}`;
  return cooldownMs > askedMs ? `the day's limit is used up, also after ${asked}; ${again}` : asked;
}
