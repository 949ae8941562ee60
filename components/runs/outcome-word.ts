import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";

const WORD: Record<AttemptOutcome, string> = {
  ok: "ok",
  "rate-limited": "429 rate limited",
  "slow-down": "asked to slow down",
  overloaded: "overloaded",
  transient: "5xx, timeout or network",
  "quota-exhausted": "quota exhausted",
  auth: "key refused",
  "bad-request": "refused (4xx)",
  cancelled: "cancelled",
};

/** The outcome of an attempt in words. */
export function outcomeWord(outcome: AttemptOutcome): string {
  return WORD[outcome];
}
