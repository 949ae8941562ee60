import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { Limits } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";

type Change = Pick<LimitChangeResponse, "at" | "before" | "after">;

export interface LimitHistory {
  readonly limitsScope: "run" | "pool";
  /** The run's limits now, and every change of them. */
  readonly limits: Limits;
  readonly changes: readonly Change[];
  /** The pool's, as far as its changes reach; null where it is gone. */
  readonly pool: { readonly limits: Limits; readonly changes: readonly Change[] } | null;
}

/** What was in force at a moment: the lower of the run's limits and its pool's as they then were. */
export function limitsAt({ limitsScope, limits, changes, pool }: LimitHistory, atMs: number): Limits {
  const own = valueAt(limits, changes, atMs);
  if (pool === null) return own;
  const pools = valueAt(pool.limits, pool.changes, atMs);
  return limitsScope === "pool" ? pools : effectiveLimits(own, pools);
}

/** `now` without the changes that came after the moment. */
function valueAt(now: Limits, changes: readonly Change[], atMs: number): Limits {
  const later = changes.filter((change) => Date.parse(change.at) > atMs).sort((a, b) => (a.at < b.at ? -1 : 1));
  return later[0]?.before ?? (later[0] === undefined ? now : later[0].after);
}
