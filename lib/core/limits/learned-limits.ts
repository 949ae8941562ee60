import { z } from "zod";
import { DAY_MS, type LimitReading, MINUTE_MS } from "./rate-limit-headers";

/** The limits that are told apart. What is not per day counts over a minute, where nothing else is known. */
export const LEARNED_DIMENSIONS = [
  "requests",
  "requestsPerDay",
  "tokens",
  "tokensPerDay",
  "inputTokens",
  "outputTokens",
] as const;
export type LearnedDimension = (typeof LEARNED_DIMENSIONS)[number];

const count = z.number().min(0).nullable();
export const learnedLimitSchema = z.object({
  limit: count,
  remaining: count,
  /** When the limit is whole again, as of the last response; null where none told. */
  resetAt: z.number().nullable(),
  /** The window the limit counts over, ms; null where it is longer than a minute and otherwise unknown. */
  windowMs: z.number().positive().nullable(),
  /** `continuous`: refills bit by bit, so the next request comes long before the reset. `fixed`: all at the reset. */
  refill: z.enum(["continuous", "fixed"]).nullable(),
  /** What may be used at once after a rest, as far as remainders and resets have shown; absent where they have not. */
  atOnce: z.number().positive().optional(),
  /** Of the last response that told something of it. */
  at: z.number(),
});
/** What the provider's headers have told of one limit so far. Times are epoch ms. */
export type LearnedLimit = z.infer<typeof learnedLimitSchema>;

/** What is kept of the known limits of a pool. */
export const knownLimitsSchema = z.partialRecord(z.enum(LEARNED_DIMENSIONS), learnedLimitSchema);
export type KnownLimits = z.infer<typeof knownLimitsSchema>;

/** The reducer's state: what is believed, and what has been seen once and awaits a second witness. */
export interface LearnedLimits {
  readonly known: Readonly<KnownLimits>;
  readonly doubts: Readonly<Partial<Record<LearnedDimension, { readonly limit: number }>>>;
  /** Of a header that names no window: how often, and at what use, its reset fitted a day's. */
  readonly days: Readonly<Partial<Record<LimitReading["quantity"], { readonly used: number; readonly times: number }>>>;
}

export const NOTHING_LEARNED: LearnedLimits = { known: {}, doubts: {}, days: {} };

/** A limit that became known, or another. */
export interface LearnedChange {
  readonly dimension: LearnedDimension;
  readonly oldLimit: number | null;
  readonly newLimit: number;
}

/** Takes in what one response told at `now` (epoch ms). A limit other than the known one counts once it is told twice running. */
export function learn(
  state: LearnedLimits,
  readings: readonly LimitReading[],
  now: number,
): { readonly state: LearnedLimits; readonly changes: readonly LearnedChange[] } {
  let next = state;
  const changes: LearnedChange[] = [];
  for (const reading of readings) {
    if (reading.limit === null && reading.remaining === null) continue;
    const days = dayEvidence(next.days[reading.quantity], reading);
    next = { ...next, days: { ...next.days, [reading.quantity]: days } };
    const dimension = dimensionOf(reading, days?.times ?? 0);
    // Windows of an hour have no place of their own: they bind less than the minute's and reset sooner than the day's.
    if (dimension === null) continue;
    const before = next.known[dimension];
    const settled = settle(before?.limit ?? null, next.doubts[dimension]?.limit ?? null, reading.limit);
    const learned: LearnedLimit = {
      limit: settled.limit,
      remaining: reading.remaining,
      resetAt: reading.resetInMs === null ? null : now + reading.resetInMs,
      windowMs: windowOf(reading, dimension, before),
      refill: refillOf(reading, dimension) ?? before?.refill ?? null,
      ...atOnceOf(reading, dimension, settled.limit, before),
      at: now,
    };
    next = {
      ...next,
      known: { ...next.known, [dimension]: learned },
      doubts: { ...next.doubts, [dimension]: settled.doubt === null ? undefined : { limit: settled.doubt } },
    };
    if (learned.limit !== null && learned.limit !== (before?.limit ?? null)) {
      changes.push({ dimension, oldLimit: before?.limit ?? null, newLimit: learned.limit });
    }
  }
  return { state: next, changes };
}

function settle(
  known: number | null,
  doubt: number | null,
  told: number | null,
): { limit: number | null; doubt: number | null } {
  if (told === null || told === known) return { limit: known, doubt: null };
  if (known === null || told === doubt) return { limit: told, doubt: null };
  return { limit: known, doubt: told };
}

/** Resets beyond this belong to no window of a minute, whatever the clocks. */
const BEYOND_A_MINUTE_MS = 2 * MINUTE_MS;

function dimensionOf({ quantity, windowMs, limit }: LimitReading, dayTimes: number): LearnedDimension | null {
  const day = windowMs === DAY_MS || (windowMs === null && dayTimes >= 2);
  if (!day) return windowMs === null || windowMs <= MINUTE_MS || limit === null ? quantity : null;
  if (quantity === "requests") return "requestsPerDay";
  return quantity === "tokens" ? "tokensPerDay" : null;
}

/**
 * The window that a reset implies where the limit refills bit by bit: the time to the full limit is `used / limit` of it
 * (OpenAI: 1 of 10,000 used, reset in 8.64 s, hence a day). Null where too little is used, or the reset is too coarse, to say.
 */
function impliedWindow({
  limit,
  remaining,
  resetInMs,
  resolutionMs,
}: LimitReading): { from: number; to: number } | null {
  if (limit === null || remaining === null || resetInMs === null) return null;
  const used = limit - remaining;
  if (used < 1 || resetInMs < 4 * resolutionMs) return null;
  // Counts are whole numbers: what is told as 1 used may be half of that.
  return {
    from: ((resetInMs - resolutionMs) * limit) / (used + 0.5),
    to: (resetInMs * limit) / Math.max(0.5, used - 0.5),
  };
}

function fits(window: { from: number; to: number } | null, windowMs: number): boolean {
  return window !== null && window.from <= windowMs * 1.02 && window.to >= windowMs * 0.98;
}

/** Twice running, at different use, a reset fits a day's refill and not a minute's: by chance that does not happen. */
function dayEvidence(
  before: { used: number; times: number } | undefined,
  reading: LimitReading,
): { used: number; times: number } | undefined {
  if (reading.windowMs !== null || reading.limit === null || reading.remaining === null) return before;
  const window = impliedWindow(reading);
  if (window === null) return before;
  const used = reading.limit - reading.remaining;
  if (!fits(window, DAY_MS) || fits(window, MINUTE_MS)) return fits(window, MINUTE_MS) ? undefined : before;
  // A reset of many minutes needs no second witness.
  if ((reading.resetInMs ?? 0) > BEYOND_A_MINUTE_MS) return { used, times: 2 };
  return { used, times: before === undefined ? 1 : before.used === used ? before.times : before.times + 1 };
}

function windowOf(reading: LimitReading, dimension: LearnedDimension, before: LearnedLimit | undefined): number | null {
  if (reading.windowMs !== null) return reading.windowMs;
  if (dimension === "requestsPerDay" || dimension === "tokensPerDay") return DAY_MS;
  const far = (reading.resetInMs ?? 0) > BEYOND_A_MINUTE_MS;
  // Debt makes a minute's reset long; what was known of the window stays true.
  if (far) return before?.windowMs ?? null;
  return before?.windowMs ?? MINUTE_MS;
}

function refillOf(reading: LimitReading, dimension: LearnedDimension): "continuous" | "fixed" | null {
  if (reading.fixedWindow) return "fixed";
  const { limit, remaining } = reading;
  // Nearly all used, both kinds reset after about the whole window.
  if (limit === null || remaining === null || remaining < limit * 0.1) return null;
  const windowMs = dimension === "requestsPerDay" || dimension === "tokensPerDay" ? DAY_MS : MINUTE_MS;
  return fits(impliedWindow(reading), windowMs) ? "continuous" : null;
}

/**
 * A limit that refills bit by bit is whole at its reset: what is left now, and what comes until then, is what it holds. That
 * may be far less than a window's worth. The most that was seen counts: a limit that refills all at once shows more, not less.
 */
function atOnceOf(
  reading: LimitReading,
  dimension: LearnedDimension,
  limit: number | null,
  before: LearnedLimit | undefined,
): Pick<LearnedLimit, "atOnce"> {
  const windowMs = windowOf(reading, dimension, before);
  const known = before?.limit === limit ? before?.atOnce : undefined;
  const { remaining, resetInMs, fixedWindow } = reading;
  if (fixedWindow || limit === null || limit <= 0 || remaining === null || resetInMs === null || windowMs === null) {
    return known === undefined ? {} : { atOnce: known };
  }
  const shown = Math.min(Math.floor(limit), Math.ceil(remaining + (resetInMs * limit) / windowMs - 1e-6));
  return { atOnce: Math.max(1, shown, known ?? 1) };
}

/** What was told longer ago says little of now. */
const BELIEVED_MS = DAY_MS;

/** What is known of requests, as long as it may be believed before a response has told anew. `now`: epoch ms. */
export function believedRequests<T extends Pick<LearnedLimit, "at">>(
  { requests }: { readonly requests?: T | undefined },
  now: number,
): T | null {
  return requests === undefined || now - requests.at > BELIEVED_MS ? null : requests;
}

/** What is known, without what was told so long ago that it says little of now. `now`: epoch ms. */
export function believedLimits(known: KnownLimits, now: number): KnownLimits {
  return Object.fromEntries(Object.entries(known).filter(([, limit]) => now - limit.at <= BELIEVED_MS));
}

/** The rate that a learned limit of requests allows, per second; null where its window is not a minute or less. */
export function learnedRequestsPerSecond({
  requests,
}: {
  readonly requests?: Pick<LearnedLimit, "limit" | "windowMs"> | null | undefined;
}): number | null {
  if (requests?.limit == null || requests.windowMs === null || requests.windowMs > MINUTE_MS) return null;
  return (requests.limit * 1000) / requests.windowMs;
}

/** Where nothing tells how a long window refills, it is asked again after so long. */
const ASK_AGAIN_MS = 600_000;

/** `reset`: the whole limit is back then. `refill`: one request's worth of it is. */
export interface LearnedHold {
  readonly until: "reset" | "refill";
  readonly forMs: number;
}

/**
 * How long there is nothing to be had, as of `learned.at`: nothing remains, and the headers tell when something will.
 * Never more than the window. `perRequest`: what a request uses up of it. Null where there is nothing to wait for.
 */
export function holdOf(learned: LearnedLimit, perRequest: number): LearnedHold | null {
  if (learned.remaining !== 0 || learned.resetAt === null) return null;
  const windowMs = learned.windowMs ?? DAY_MS;
  const resetMs = Math.max(0, Math.min(learned.resetAt - learned.at, windowMs));
  if (resetMs === 0) return null;
  if (learned.limit === null || learned.refill === "fixed") return { until: "reset", forMs: resetMs };
  const refillMs = (windowMs * perRequest) / learned.limit;
  if (learned.refill === "continuous" || windowMs <= MINUTE_MS) {
    return { until: "refill", forMs: Math.min(resetMs, refillMs) };
  }
  return { until: "reset", forMs: Math.min(resetMs, Math.max(refillMs, ASK_AGAIN_MS)) };
}
