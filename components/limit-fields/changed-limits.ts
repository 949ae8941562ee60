import type { Limits, LimitsPatch } from "@/lib/core/limits/limits";

/** What differs from one set of limits to another, and nothing else: what others change meanwhile stays theirs. */
export function changedLimits(before: Limits, after: Limits): LimitsPatch {
  const { retry: oldRetry, ...oldRest } = before;
  const { retry: newRetry, ...newRest } = after;
  const retry = changedOnly(oldRetry, newRetry);
  return { ...changedOnly(oldRest, newRest), ...(Object.keys(retry).length > 0 ? { retry } : {}) };
}

function changedOnly<T extends object>(before: T, after: T): Partial<T> {
  const old = new Map(Object.entries(before));
  const entries = Object.entries(after).filter(([key, value]) => old.get(key) !== value);
  // Entries of a T, by their own keys.
  return Object.fromEntries(entries) as Partial<T>;
}
