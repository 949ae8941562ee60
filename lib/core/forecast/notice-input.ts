import type { Limits } from "../limits/limits";
import type { ProviderKind } from "../limits/starter-limits";
import type { ForecastFigures, ForecastInput } from "./closed-form";
import type { RetryWindow } from "./retry-window";

/** All that the remarks on a launch are judged by. */
export interface NoticeInput {
  /** In force: the lower of the run's own limits and the pool's. */
  readonly limits: Limits;
  /** The run's own, where it has some that the pool's may narrow. */
  readonly ownLimits: Limits | null;
  /** The pool's, which all of its runs share. */
  readonly poolLimits: Limits;
  /** What is forecast, and what came of it. */
  readonly forecast: ForecastInput;
  readonly figures: ForecastFigures;
  /** Calls that latency and retries were measured on; 0: assumed. */
  readonly measuredCalls: number;
  /** 429s among them. */
  readonly seen429: number;
  /** What the provider's headers told of the account, null where nothing. `shownAt` is a time in words. */
  readonly account: {
    readonly requestsPerMinute: number | null;
    readonly tokensPerMinute: number | null;
    readonly shownAt: string | null;
  } | null;
  /** Other active runs of the pool. */
  readonly otherRuns: number;
  /** Models, the target's and the judges', that would be called without a known price. */
  readonly unpriced: readonly string[];
  readonly costUsd: number | null;
  readonly budgetUsd: number | null;
  /** Whether the retries outlast the provider's window; null where nothing was refused yet. */
  readonly retryWindow: RetryWindow | null;
  readonly provider: {
    readonly name: string;
    readonly needsKey: boolean;
    readonly hasKey: boolean;
    /** What the last call or test was refused for; null: nothing known against it. */
    readonly refused: Refusal | null;
    /** Whose own retries would go past the limiter: a vendor's client library (ours has them off), or a gateway's. */
    readonly ownRetries: { readonly by: "client"; readonly client: string } | { readonly by: "gateway" } | null;
  };
  readonly dataset: {
    /** Cases that are hardly worth a call, each counted once. */
    readonly duplicates: number;
    readonly empty: number;
    /** More than the model's context, of so many tokens, holds. */
    readonly tooLong: number;
    readonly contextTokens: number | null;
    /** The launch leaves them out. */
    readonly skipped: boolean;
    /** Variables that the template names and some cases lack, with how many. */
    readonly missingVariables: readonly { readonly name: string; readonly cases: number }[];
    readonly hasExpected: boolean;
  };
  readonly evaluatorsNeedExpected: boolean;
  /** A case that no wait makes fit under the limits on tokens, and the limit's field; null or absent: none is known. */
  readonly unfit?: { readonly field: string; readonly text: string } | null;
}

/** What a provider refused lately, as far as it is known. `requests`: all that a run sent, for no reason that is known. */
export interface Refusal {
  readonly what: "key" | "model" | "requests" | "quota";
  /** The HTTP status. */
  readonly status: number | null;
  /** A time in words. */
  readonly at: string | null;
}

/** The retries that a provider of this kind has beside ours. */
export function ownRetriesOf(kind: ProviderKind): NoticeInput["provider"]["ownRetries"] {
  switch (kind) {
    case "openai":
    case "anthropic":
      return { by: "client", client: kind };
    case "openai-compatible":
      return { by: "gateway" };
    case "google":
    case "simulated":
      return null;
  }
}
