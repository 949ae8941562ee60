/** How an attempt can end. Decided once, at the provider's edge, by status, code and headers. */
export const ATTEMPT_OUTCOMES = [
  "ok",
  "rate-limited",
  "slow-down",
  "overloaded",
  "transient",
  "quota-exhausted",
  "auth",
  "bad-request",
  "cancelled",
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/**
 * An attempt's fate, with what its outcome alone does not tell.
 * `retryAfterMs` is the wait the provider asked for (0 or more), null where it asked for none.
 */
export type AttemptFate =
  | { readonly outcome: "ok" }
  | {
      readonly outcome: "rate-limited";
      readonly dimension: "requests" | "tokens" | "day" | "unknown";
      readonly retryAfterMs: number | null;
    }
  | { readonly outcome: "slow-down"; readonly retryAfterMs: number | null }
  | { readonly outcome: "overloaded"; readonly retryAfterMs: number | null }
  | {
      readonly outcome: "transient";
      readonly reason: "5xx" | "timeout" | "network";
      readonly retryAfterMs: number | null;
    }
  /** Money or a hard quota is used up: no later try can succeed until somebody acts. */
  | { readonly outcome: "quota-exhausted" }
  /** The key is missing, wrong or not allowed. */
  | { readonly outcome: "auth" }
  /** `stopsRun`: every other case would meet the same (the model does not exist, the URL is not an API). */
  | { readonly outcome: "bad-request"; readonly stopsRun: boolean }
  | { readonly outcome: "cancelled" };
