import type { KnownLimits, LearnedDimension } from "./learned-limits";
import { LIMIT_BOUNDS } from "./limit-bounds";
import type { Limits, LimitsPatch } from "./limits";
import { DAY_MS, MINUTE_MS } from "./rate-limit-headers";

/** One limit as it is configured and as the provider's headers tell it, in the same unit: per minute, or per day. */
export interface LimitComparison {
  readonly dimension: LearnedDimension;
  readonly perMs: number;
  /** null: not limited. */
  readonly configured: number | null;
  readonly learned: number | null;
  /** `above`: more is configured than the provider allows. `far-below`: less than half of what it allows. */
  readonly drift: "above" | "far-below" | null;
}

/** Configured above the learned limit by more than this share is drift; rounding is not. */
const ABOVE = 1.02;
const FAR_BELOW = 0.5;

const CONFIGURED = {
  requests: (limits) => limits.requestsPerSecond * 60,
  requestsPerDay: (limits) => limits.requestsPerDay,
  tokens: (limits) => limits.tokensPerMinute,
  tokensPerDay: () => null,
  inputTokens: (limits) => limits.inputTokensPerMinute,
  outputTokens: (limits) => limits.outputTokensPerMinute,
} as const satisfies Record<LearnedDimension, (limits: Limits) => number | null>;

/** Every limit that is configured or known, in the order of the dimensions. */
export function compareLimits(limits: Limits, known: KnownLimits): LimitComparison[] {
  return (Object.keys(CONFIGURED) as LearnedDimension[]).flatMap((dimension) => {
    const configured = CONFIGURED[dimension](limits);
    const perMs = dimension === "requestsPerDay" || dimension === "tokensPerDay" ? DAY_MS : MINUTE_MS;
    const learned = perWindow(known, dimension, perMs);
    if (configured === null && learned === null) return [];
    return [{ dimension, perMs, configured, learned, drift: driftOf(configured, learned) }];
  });
}

/** The learned limit, reckoned to the window it is compared over; null where it, or its own window, is unknown. */
function perWindow(known: KnownLimits, dimension: LearnedDimension, perMs: number): number | null {
  const learned = known[dimension];
  if (learned?.limit == null || learned.windowMs === null) return null;
  return (learned.limit * perMs) / learned.windowMs;
}

function driftOf(configured: number | null, learned: number | null): LimitComparison["drift"] {
  if (configured === null || learned === null) return null;
  if (configured > learned * ABOVE) return "above";
  return configured < learned * FAR_BELOW ? "far-below" : null;
}

/**
 * The change that sets every limit whose true value is known to `share` of it: rates to three digits, the rest to whole
 * numbers, within what limits may be. Empty where nothing is known, or nothing would change.
 */
export function limitsFromLearned(limits: Limits, known: KnownLimits, share: number): LimitsPatch {
  const told = new Map(compareLimits(limits, known).map(({ dimension, learned }) => [dimension, learned]));
  const of = (dimension: LearnedDimension, name: keyof typeof LIMIT_BOUNDS, per = 1) => {
    const learned = told.get(dimension) ?? null;
    if (learned === null) return null;
    const amount = (learned * share) / per;
    return within(name, per === 1 ? Math.floor(amount) : Number(amount.toPrecision(3)));
  };
  const requestsPerSecond = of("requests", "requestsPerSecond", 60);
  const requestsPerDay = of("requestsPerDay", "requestsPerDay");
  const tokensPerMinute = of("tokens", "tokensPerMinute");
  const inputTokensPerMinute = of("inputTokens", "inputTokensPerMinute");
  const outputTokensPerMinute = of("outputTokens", "outputTokensPerMinute");
  const differs = (value: number | null, now: number | null) => value !== null && value !== now;
  return {
    ...(differs(requestsPerSecond, limits.requestsPerSecond) && requestsPerSecond !== null
      ? { requestsPerSecond }
      : {}),
    ...(differs(requestsPerDay, limits.requestsPerDay) ? { requestsPerDay } : {}),
    ...(differs(tokensPerMinute, limits.tokensPerMinute) ? { tokensPerMinute } : {}),
    ...(differs(inputTokensPerMinute, limits.inputTokensPerMinute) ? { inputTokensPerMinute } : {}),
    ...(differs(outputTokensPerMinute, limits.outputTokensPerMinute) ? { outputTokensPerMinute } : {}),
  };
}

function within(name: keyof typeof LIMIT_BOUNDS, value: number): number {
  const { min, max } = LIMIT_BOUNDS[name];
  return Math.min(max, Math.max(min, value));
}
