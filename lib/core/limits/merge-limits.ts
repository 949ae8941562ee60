import type { Limits, LimitsPatch } from "./limits";

/** Lays a patch over limits. The result still has to pass `limitsSchema` (for rules that span fields). */
export function mergeLimits(limits: Limits, patch: LimitsPatch): Limits {
  const { retry, ...rest } = patch;
  return { ...limits, ...definedOnly(rest), retry: { ...limits.retry, ...definedOnly(retry ?? {}) } };
}

function definedOnly<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Only the keys with a value are kept, so the result has no undefined left.
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** What really binds where a run's limits stand in front of a pool's: the lower of each. */
export function effectiveLimits(run: Limits, pool: Limits): Limits {
  return {
    ...run,
    requestsPerSecond: Math.min(run.requestsPerSecond, pool.requestsPerSecond),
    burst: Math.min(run.burst, pool.burst),
    concurrency: Math.min(run.concurrency, pool.concurrency),
    tokensPerMinute: lowerOf(run.tokensPerMinute, pool.tokensPerMinute),
    inputTokensPerMinute: lowerOf(run.inputTokensPerMinute, pool.inputTokensPerMinute),
    outputTokensPerMinute: lowerOf(run.outputTokensPerMinute, pool.outputTokensPerMinute),
    requestsPerDay: lowerOf(run.requestsPerDay, pool.requestsPerDay),
  };
}

/** The lower of two optional limits; null where neither is set. */
function lowerOf(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
