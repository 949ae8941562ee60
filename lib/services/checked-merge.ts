import { DomainError } from "@/lib/core/errors";
import { type Limits, type LimitsPatch, limitsSchema } from "@/lib/core/limits/limits";
import { mergeLimits } from "@/lib/core/limits/merge-limits";

/** Lays a patch over limits. @throws DomainError infeasible, where the fields contradict each other */
export function checkedMerge(before: Limits, patch: LimitsPatch): Limits {
  const merged = limitsSchema.safeParse(mergeLimits(before, patch));
  if (merged.success) return merged.data;
  const issues = merged.error.issues.map((issue) => ({
    path: `limits.${issue.path.join(".")}`,
    message: issue.message,
  }));
  throw new DomainError("infeasible", issues.map((issue) => issue.message).join("; "), issues);
}
