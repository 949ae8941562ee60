import type { RunResponse } from "@/lib/contracts/runs";
import type { Limits, LimitsPatch } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { formatExact, formatNumber } from "@/lib/format";

/** Whose limits are edited: this run's own, or those of its provider's pool, for all runs. */
export type EditScope = "run" | "pool";

/** An edit that was asked for: with a value that would help, or as the limits are. */
export interface LimitEdit {
  /** Each is a panel of its own. */
  readonly id: number;
  readonly scope: EditScope;
  readonly remedy: RunResponse["boundBy"]["remedy"];
}

/** The limits that an edit starts from. */
export function baseLimits(run: RunResponse, scope: EditScope): Limits {
  return scope === "pool" ? (run.poolLimits ?? run.limits) : run.limits;
}

const OPTIONAL_LIMITS = [
  "tokensPerMinute",
  "inputTokensPerMinute",
  "outputTokensPerMinute",
  "requestsPerDay",
] as const satisfies readonly (keyof Limits)[];

const OPTIONAL_UNITS: Record<(typeof OPTIONAL_LIMITS)[number], string> = {
  tokensPerMinute: "tokens/min",
  inputTokensPerMinute: "input tokens/min",
  outputTokensPerMinute: "output tokens/min",
  requestsPerDay: "requests/day",
};

function changedOptional(before: Limits, after: Limits): LimitsPatch {
  return Object.fromEntries(OPTIONAL_LIMITS.flatMap((key) => (after[key] === before[key] ? [] : [[key, after[key]]])));
}

/** The revision of those limits. */
export function revisionOf(run: RunResponse, scope: EditScope): number {
  return scope === "pool" ? (run.poolRevision ?? run.limitsRevision) : run.limitsRevision;
}

/** What the edit changes, and nothing else. Empty where it changes nothing. */
export function limitsPatch(before: Limits, after: Limits): LimitsPatch {
  return {
    ...(after.requestsPerSecond === before.requestsPerSecond ? {} : { requestsPerSecond: after.requestsPerSecond }),
    ...(after.burst === before.burst ? {} : { burst: after.burst }),
    ...(after.concurrency === before.concurrency ? {} : { concurrency: after.concurrency }),
    ...changedOptional(before, after),
    ...(after.retry.attempts === before.retry.attempts ? {} : { retry: { attempts: after.retry.attempts } }),
  };
}

export function isEmptyPatch(patch: LimitsPatch): boolean {
  return Object.keys(patch).length === 0;
}

/** What would bind after the edit: the lower of the run's limits and the pool's. */
export function effectiveAfter(run: RunResponse, scope: EditScope, after: Limits): Limits {
  if (scope === "pool") return run.limitsScope === "pool" ? after : effectiveLimits(run.limits, after);
  return run.poolLimits === null ? after : effectiveLimits(after, run.poolLimits);
}

/**
 * Where the pool's settings keep the run below what the edit asks for: each limit with the pool's value; without the rate
 * where the provider holds it lower still, which is told for itself.
 */
export function tighterInPool(run: RunResponse, after: Limits, heldRps: number | null): string[] {
  const pool = run.poolLimits;
  if (pool === null) return [];
  const found: string[] = [];
  if (heldRps === null && pool.requestsPerSecond < after.requestsPerSecond) {
    found.push(`${formatNumber(pool.requestsPerSecond)} rps`);
  }
  if (pool.burst < after.burst) found.push(`burst ${formatExact(pool.burst)}`);
  if (pool.concurrency < after.concurrency) found.push(`${formatExact(pool.concurrency)} at once`);
  for (const key of OPTIONAL_LIMITS) {
    const [own, pools] = [after[key], pool[key]];
    if (own !== null && pools !== null && pools < own) found.push(`${formatExact(pools)} ${OPTIONAL_UNITS[key]}`);
  }
  return found;
}
