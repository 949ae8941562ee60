import { DomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { Limits } from "@/lib/core/limits/limits";
import { undoLimitChange } from "@/lib/core/limits/undo-limit-change";
import type { LimitChangeRecord } from "@/lib/persistence/limit-change";
import { checkedMerge } from "./checked-merge";

/**
 * The limits without the change that led to `revision`, and the words for it. What was changed since then stays.
 * @throws DomainError infeasible, where there is no such change, or nothing was before it
 */
export function withoutChange(
  now: Limits,
  changes: readonly LimitChangeRecord[],
  revision: number,
): { limits: Limits; reason: string } {
  const change = changes.find((each) => each.revision === revision);
  if (change === undefined) throw infeasible(`There is no change to revision ${revision} on record.`);
  const { before, after, preset } = change;
  if (before === null) throw infeasible(`Revision ${revision} is where these limits began: nothing was before it.`);
  return {
    limits: checkedMerge(now, undoLimitChange({ before, after })),
    reason: `Undo of ${describeLimitChange(before, after) || (preset ?? "a change")}`.slice(0, 500),
  };
}

function infeasible(message: string): DomainError {
  return new DomainError("infeasible", message, [{ path: "undo", message }]);
}
