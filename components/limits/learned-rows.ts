import type { PoolResponse } from "@/lib/contracts/providers";
import type { KnownLimits, LearnedDimension } from "@/lib/core/limits/learned-limits";
import { compareLimits, type LimitComparison } from "@/lib/core/limits/limit-drift";
import { formatCount, formatExact, formatNumber, formatTokens, UNKNOWN } from "@/lib/format";

/** One limit: as it is configured, as the provider tells it, and what was used of it. */
export interface LearnedRow {
  readonly dimension: LearnedDimension;
  readonly name: string;
  readonly configured: string;
  readonly learned: string;
  readonly achieved: string;
  /** What the provider says is left of it. */
  readonly left: string;
  /** ISO; null where the provider has told nothing of it. */
  readonly toldAt: string | null;
  readonly drift: LimitComparison["drift"];
}

const NAMES: Record<LearnedDimension, string> = {
  requests: "Requests",
  requestsPerDay: "Requests per day",
  tokens: "Tokens per minute",
  tokensPerDay: "Tokens per day",
  inputTokens: "Input tokens per minute",
  outputTokens: "Output tokens per minute",
};

/** The limits that headers told, as core knows them. */
export function knownLimits(learned: PoolResponse["learned"]): KnownLimits {
  const known: KnownLimits = {};
  if (learned === null) return known;
  const { at: _, ...limits } = learned;
  for (const dimension of Object.keys(NAMES) as LearnedDimension[]) {
    const told = limits[dimension];
    if (told === null) continue;
    const resetAt = told.resetAt === null ? null : Date.parse(told.resetAt);
    known[dimension] = { ...told, resetAt, at: Date.parse(told.at), refill: null };
  }
  return known;
}

/** Every limit that is configured or told, side by side. */
export function learnedRows(pool: PoolResponse): LearnedRow[] {
  return compareLimits(pool.limits, knownLimits(pool.learned)).map(({ dimension, configured, learned, drift }) => {
    const told = pool.learned?.[dimension] ?? null;
    const amount = amountText(dimension);
    return {
      dimension,
      name: NAMES[dimension],
      configured: configured === null ? "no limit" : amount(configured),
      learned: learned === null ? UNKNOWN : amount(learned),
      achieved: achievedText(pool, dimension),
      left: told === null ? UNKNOWN : leftText(told, dimension === "requests" ? formatCount : formatTokens),
      toldAt: told?.at ?? null,
      drift,
    };
  });
}

/** Requests are set per second and told per minute: both are said. */
function amountText(dimension: LearnedDimension): (amount: number) => string {
  if (dimension === "requests")
    return (perMinute) => `${formatNumber(perMinute / 60)} rps (${formatCount(perMinute)}/min)`;
  return dimension === "requestsPerDay" ? formatExact : formatTokens;
}

function achievedText(pool: PoolResponse, dimension: LearnedDimension): string {
  switch (dimension) {
    case "requests":
      return `${formatNumber(pool.startedLastMinute / 60)} rps`;
    case "requestsPerDay":
      return `${formatExact(pool.requestsToday)} today`;
    case "tokens":
      return formatTokens(pool.tokensLastMinute);
    case "inputTokens":
      return formatTokens(pool.inputTokensLastMinute);
    case "outputTokens":
      return formatTokens(pool.outputTokensLastMinute);
    case "tokensPerDay":
      return UNKNOWN;
  }
}

function leftText(
  told: { readonly limit: number | null; readonly remaining: number | null },
  format: (value: number | null) => string,
): string {
  if (told.remaining === null) return UNKNOWN;
  return told.limit === null ? format(told.remaining) : `${format(told.remaining)} of ${format(told.limit)}`;
}
