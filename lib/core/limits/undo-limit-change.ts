import type { Limits, LimitsPatch } from "./limits";

/**
 * The patch that takes a change back: every limit that it changed gets the value of before, and what was changed since
 * then stays. Lay it over the limits of now. Empty where the change changed nothing.
 */
export function undoLimitChange(change: { readonly before: Limits; readonly after: Limits }): LimitsPatch {
  const { retry: retryBefore, ...before } = change.before;
  const { retry: retryAfter, ...after } = change.after;
  const retry = differing(retryBefore, retryAfter);
  return { ...differing(before, after), ...(Object.keys(retry).length === 0 ? {} : { retry }) };
}

/** The values of `before` that differ in `after`. */
function differing<T extends object>(before: T, after: T): Partial<T> {
  const entries = Object.entries(before).filter(([key, value]) => value !== Reflect.get(after, key));
  return Object.fromEntries(entries) as Partial<T>; // only keys of T, with their values
}
