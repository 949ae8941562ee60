import { parseInstant } from "./parse-instant";

export interface RetryHints {
  /** Response headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the body asks for: `retryDelay` of a `google.rpc.RetryInfo` (`"53s"`), or a `retry_after` in seconds (`"1"`). */
  readonly inBody: string | null;
  /** Time until the dimension that is used up resets, where the headers tell; see rate-limit-headers. */
  readonly resetInMs: number | null;
  /** Wall clock, epoch ms; dates count from here where the response does not tell its own time. */
  readonly now: number;
}

/**
 * The wait that a provider asked for, in ms (0 or more); null where it asked for none.
 * Order: `retry-after-ms`, `retry-after`, the body's hint, then the reset of the exhausted dimension. A value that cannot be
 * a wait (negative, not a number) is passed over for the next; a date in the past is 0. Nothing is cut here, however long:
 * what is made of a wait of years is `decideRetry`'s business.
 */
export function retryAfterMs(hints: RetryHints): number | null {
  const { headers } = hints;
  const now = providerNow(headers, hints.now);
  const wait =
    milliseconds(headers["retry-after-ms"], now) ??
    waitMs(headers["retry-after"], now) ??
    (hints.inBody === null ? null : waitMs(hints.inBody, now)) ??
    hints.resetInMs;
  // Up to the next whole ms: never earlier than asked, and no dust of floats (1.1 s is 1100.0000000000002 ms).
  return wait === null ? null : Math.max(0, Math.ceil(wait - 1e-6));
}

/**
 * The provider's own time, epoch ms: its `date` header, else ours. Dates in headers are told by the provider's clock, so
 * they count from it; ours may be minutes off, or be set while a run is going.
 */
export function providerNow(headers: Readonly<Record<string, string>>, now: number): number {
  const told = headers.date;
  return told === undefined ? now : (parseInstant(told.trim()) ?? now);
}

/**
 * A wait in any of the forms vendors send, as ms from `now`. The order matters: a duration, then a date, then a number,
 * so that the year of `2026-11-23T00:35:00Z` is never read as 2026 seconds.
 */
export function waitMs(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const trimmed = text.trim();
  const duration = parseDurationMs(trimmed);
  if (duration !== null) return duration;
  const instant = parseInstant(trimmed);
  if (instant !== null) return Math.max(0, instant - now);
  const number = plainNumber(trimmed);
  return number === null ? null : fromNumber(number, now);
}

/** Below 1e9 seconds from now, below 1e10 Unix seconds, else Unix milliseconds. */
function fromNumber(value: number, now: number): number {
  if (value < 1e9) return value * 1000;
  return Math.max(0, (value < 1e10 ? value * 1000 : value) - now);
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** Go-style durations (`6m0s`, `12ms`, `1.5s`, `1h2m3s`) in ms; null for anything else. */
export function parseDurationMs(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  return Number.isFinite(total) ? total : null;
}

/** `retry-after-ms`. From 1e12 on it is a time (Unix ms) in the wrong place, not a wait of decades. */
function milliseconds(text: string | undefined, now: number): number | null {
  const value = text === undefined ? null : plainNumber(text.trim());
  return value !== null && value >= 1e12 ? Math.max(0, value - now) : value;
}

/** Only what is wholly a number: `parseFloat` would read "5 apples" as 5. */
export function plainNumber(text: string): number | null {
  if (!/^\+?\d*\.?\d+(?:e\d{1,2})?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
