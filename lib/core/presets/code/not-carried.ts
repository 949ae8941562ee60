import type { Limits } from "../../limits/limits";
import { countWords } from "../../words/number-words";

/** Limits that no target here keeps: named only where the version has them. */
export function neverCarried(limits: Limits): string[] {
  const found: string[] = [];
  if (limits.requestsPerDay !== null) found.push(`${countWords(limits.requestsPerDay)} requests per day: not counted`);
  if (limits.adaptive) found.push("Adaptive pace: the rate stays as it is set, whatever the provider says");
  return found;
}

/** Limits on tokens, for targets that count none. */
export function tokensNotCarried(limits: Limits): string[] {
  const found: string[] = [];
  const kinds = [
    [limits.tokensPerMinute, "tokens"],
    [limits.inputTokensPerMinute, "input tokens"],
    [limits.outputTokensPerMinute, "output tokens"],
  ] as const;
  for (const [limit, kind] of kinds) {
    if (limit !== null) found.push(`${countWords(limit)} ${kind} per minute: not enforced`);
  }
  return found;
}

export const PER_PROCESS = "One process only: two processes with this code send twice as much";
