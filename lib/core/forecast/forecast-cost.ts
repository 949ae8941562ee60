import { tokensCostUsd } from "../pricing/call-cost";
import type { TokenPrice } from "../pricing/model-price";

export interface CostInput {
  readonly cases: number;
  /** Share of cases that come to an answer, 0 to 1; what is given up costs nothing. */
  readonly answeredShare: number;
  /** Mean tokens of an answered call. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Calls that these means rest on; 0: they are assumed. */
  readonly measuredCalls: number;
  /** The most that an answer may have; null: not set. */
  readonly maxOutputTokens: number | null;
  /** Null: the model has no price. */
  readonly price: TokenPrice | null;
}

/** US dollars. Nine runs in ten end between `lowUsd` and `highUsd`, as far as the assumptions hold. */
export interface CostForecast {
  readonly usd: number;
  readonly lowUsd: number;
  readonly highUsd: number;
}

/** Calls of one model differ in their cost by about half their mean (output lengths are spread like latencies). */
const SPREAD = 0.5;
const Z90 = 1.645;
/** Where nothing was measured, answers may be this much shorter or longer than assumed, and prompts this much off. */
const ASSUMED_OUTPUT = { shortest: 0.1, longest: 4 } as const;
const ASSUMED_INPUT_OFF = 0.3;

/**
 * What a run will cost. Measured: the mean with its sampling error and that of so many cases. Assumed: from short answers
 * to the longest that are allowed. Null without a price.
 */
export function forecastCost(input: CostInput): CostForecast | null {
  const { price, inputTokens, outputTokens, measuredCalls } = input;
  if (price === null) return null;
  const answers = input.cases * input.answeredShare;
  const each = (promptTokens: number, answerTokens: number) =>
    answers * (tokensCostUsd({ inputTokens: promptTokens, outputTokens: answerTokens }, price) ?? 0);
  const usd = each(inputTokens, outputTokens);
  if (measuredCalls === 0) {
    const longest = input.maxOutputTokens ?? outputTokens * ASSUMED_OUTPUT.longest;
    return {
      usd,
      lowUsd: each(inputTokens * (1 - ASSUMED_INPUT_OFF), Math.min(longest, outputTokens * ASSUMED_OUTPUT.shortest)),
      highUsd: each(inputTokens * (1 + ASSUMED_INPUT_OFF), Math.max(longest, outputTokens)),
    };
  }
  const error = Math.min(1, Z90 * SPREAD * Math.sqrt(1 / measuredCalls + 1 / Math.max(1, answers)));
  return { usd, lowUsd: usd * (1 - error), highUsd: usd * (1 + error) };
}
