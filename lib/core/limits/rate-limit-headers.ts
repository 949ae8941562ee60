import { plainNumber, providerNow, waitMs } from "../retry/retry-after";

/** What a limit counts. */
export type LimitedQuantity = "requests" | "tokens" | "inputTokens" | "outputTokens";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** What one response's headers say of one limit. Values that mean "unknown" are null. */
export interface LimitReading {
  readonly quantity: LimitedQuantity;
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Time until the reset, ms, by the provider's own clock; 0 for one in the past. */
  readonly resetInMs: number | null;
  /** How finely the reset is told: a second for dates and whole seconds, else a millisecond. */
  readonly resolutionMs: number;
  /** The window that the headers name themselves; null where they do not. */
  readonly windowMs: number | null;
  /** The headers say that the whole window resets at once, and does not refill bit by bit. */
  readonly fixedWindow: boolean;
}

interface LimitNames {
  readonly quantity: LimitedQuantity;
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
  readonly windowMs?: number;
  /** Seconds after which the window begins anew. */
  readonly period?: string;
}

/**
 * OpenAI's names, which Azure, Groq, LiteLLM and most others took over. GitHub Models and Azure also name the window; Azure
 * was seen to spell its reset `x-rate-limit-reset-tokens` (openai/openai-python#937).
 */
function openaiNames(quantity: "requests" | "tokens"): LimitNames {
  return {
    quantity,
    limit: `x-ratelimit-limit-${quantity}`,
    remaining: `x-ratelimit-remaining-${quantity}`,
    reset: `x-ratelimit-reset-${quantity}`,
    period: `x-ratelimit-renewalperiod-${quantity}`,
  };
}

function anthropicNames(quantity: LimitedQuantity, name: string): LimitNames {
  const prefix = `anthropic-ratelimit-${name}`;
  return { quantity, limit: `${prefix}-limit`, remaining: `${prefix}-remaining`, reset: `${prefix}-reset` };
}

/** Cerebras (`requests-minute`), Mistral (`req-minute`) and gateways such as Kong (`minute`) put the window into the name. */
function windowedNames(quantity: "requests" | "tokens", name: string, windowMs: number): LimitNames {
  return {
    quantity,
    limit: `x-ratelimit-limit-${name}`,
    remaining: `x-ratelimit-remaining-${name}`,
    reset: `x-ratelimit-reset-${name}`,
    windowMs,
  };
}

const WINDOWS = [
  ["minute", MINUTE_MS],
  ["hour", HOUR_MS],
  ["day", DAY_MS],
] as const;

const KNOWN_NAMES: readonly LimitNames[] = [
  openaiNames("requests"),
  openaiNames("tokens"),
  anthropicNames("requests", "requests"),
  // The plain one speaks for the tightest of Anthropic's token limits.
  anthropicNames("tokens", "tokens"),
  anthropicNames("inputTokens", "input-tokens"),
  anthropicNames("outputTokens", "output-tokens"),
  ...WINDOWS.flatMap(([word, windowMs]) => [
    windowedNames("requests", `requests-${word}`, windowMs),
    windowedNames("requests", `req-${word}`, windowMs),
    windowedNames("tokens", `tokens-${word}`, windowMs),
    windowedNames("requests", word, windowMs),
  ]),
];

/** What gateways and OpenRouter call their one limit; read only where nothing more telling is there. */
const PLAIN_NAMES: readonly LimitNames[] = [
  {
    quantity: "requests",
    limit: "x-ratelimit-limit",
    remaining: "x-ratelimit-remaining",
    reset: "x-ratelimit-reset",
  },
  { quantity: "requests", limit: "ratelimit-limit", remaining: "ratelimit-remaining", reset: "ratelimit-reset" },
];

/**
 * Reads the limit headers of OpenAI, Azure, Groq, LiteLLM (the same names), Anthropic, Cerebras, Mistral and common
 * gateways from any response. Sentinels for "unknown" (negative, `None`, empty, a limit of 0) come out as null; a limit of
 * which nothing is known is left out. `now`: our wall clock, epoch ms, where the response does not tell its own time.
 */
export function rateLimitReadings(headers: Readonly<Record<string, string>>, now: number): LimitReading[] {
  const at = providerNow(headers, now);
  const known = KNOWN_NAMES.flatMap((names) => readingOf(headers, names, at));
  return known.some((reading) => reading.quantity === "requests")
    ? known
    : [...known, ...PLAIN_NAMES.flatMap((names) => readingOf(headers, names, at)).slice(0, 1)];
}

function readingOf(headers: Readonly<Record<string, string>>, names: LimitNames, at: number): LimitReading[] {
  const rawLimit = count(headers[names.limit]);
  const rawRemaining = count(headers[names.remaining]);
  // Azure sends 0 of 0, or -1, where it does not know (learn.microsoft.com/answers/questions/5625878).
  const unknown = rawLimit === 0;
  const limit = unknown ? null : rawLimit;
  const remaining = unknown ? null : rawRemaining;
  const periodS = names.period === undefined ? null : count(headers[names.period]);
  const fixedWindow = periodS !== null && periodS > 0;
  const resetText = headers[names.reset] ?? headers[names.reset.replace("x-ratelimit-", "x-rate-limit-")];
  const resetInMs = resetWaitMs(resetText, at);
  if (limit === null && remaining === null && resetInMs === null) return [];
  return [
    {
      quantity: names.quantity,
      limit,
      remaining,
      resetInMs,
      // Durations and fractions are exact; dates and whole numbers are told in seconds.
      resolutionMs: /\d\.\d|\d(?:ms|s|m|h)$/.test(resetText?.trim() ?? "") ? 1 : 1000,
      windowMs: fixedWindow ? periodS * 1000 : (names.windowMs ?? groqWindowMs(headers, names)),
      fixedWindow,
    },
  ];
}

/** Groq's request headers speak of a day (console.groq.com/docs/rate-limits); its region header tells that it is Groq. */
function groqWindowMs(headers: Readonly<Record<string, string>>, names: LimitNames): number | null {
  return names.limit === "x-ratelimit-limit-requests" && headers["x-groq-region"] !== undefined ? DAY_MS : null;
}

/** No limit of an API resets later than that; what says so is garbled. */
const LONGEST_RESET_MS = 32 * DAY_MS;

/** A bare 0 is how some gateways say "unknown", and a reset in months is none. */
function resetWaitMs(text: string | undefined, at: number): number | null {
  if (text === undefined || text.trim() === "0") return null;
  const wait = waitMs(text, at);
  return wait === null || wait > LONGEST_RESET_MS ? null : wait;
}

function count(text: string | undefined): number | null {
  const value = text === undefined ? null : plainNumber(text.trim());
  return value !== null && Number.isSafeInteger(Math.floor(value)) ? value : null;
}
