import type { AttemptOutcome } from "../retry/attempt-outcome";
import type { TokenPrice } from "./model-price";

/** Tokens as the provider counted them; null where it told nothing. Cached input is part of the input. */
export interface CallUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens?: number | null | undefined;
}

const PER_MILLION = 1_000_000;

/** What tokens cost in US dollars; null where the usage does not tell. Tokens that cost nothing need not be told. */
export function tokensCostUsd(usage: CallUsage, price: TokenPrice): number | null {
  const { inputUsdPerMillion, outputUsdPerMillion } = price;
  const cachedPrice = price.cachedInputUsdPerMillion ?? inputUsdPerMillion;
  if (usage.inputTokens === null && Math.max(inputUsdPerMillion, cachedPrice) > 0) return null;
  if (usage.outputTokens === null && outputUsdPerMillion > 0) return null;
  const input = usage.inputTokens ?? 0;
  const cached = Math.min(input, Math.max(0, usage.cachedInputTokens ?? 0));
  const output = usage.outputTokens ?? 0;
  return ((input - cached) * inputUsdPerMillion + cached * cachedPrice + output * outputUsdPerMillion) / PER_MILLION;
}

/** What is known of an attempt when it has ended. */
export interface EndedCall extends CallUsage {
  readonly outcome: AttemptOutcome;
  /** HTTP status, null where no response came. */
  readonly status: number | null;
  readonly errorCode: string | null;
}

/** Failures in which no request reached the provider. */
const NEVER_ARRIVED: ReadonlySet<string> = new Set([
  "connection-refused",
  "host-not-found",
  "unreachable",
  "connect-timeout",
  "tls-error",
]);

/**
 * What one attempt cost in US dollars; null where it is not known: the model has no price, the answer told no usage, or
 * no whole answer came (a provider may bill what it had begun to write). What it refused with an error status, and what
 * never reached it, costs nothing.
 */
export function callCostUsd(call: EndedCall, price: TokenPrice | null): number | null {
  if (price === null) return null;
  const told = tokensCostUsd(call, price);
  if (told !== null) return told;
  const refused = call.outcome !== "ok" && call.status !== null && call.status >= 400;
  return refused || (call.errorCode !== null && NEVER_ARRIVED.has(call.errorCode)) ? 0 : null;
}
