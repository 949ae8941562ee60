import type { RunResponse } from "@/lib/contracts/runs";
import { formatExact, formatPlural } from "@/lib/format";

type Counted = Pick<RunResponse, "repeats"> & { readonly counts: Pick<RunResponse["counts"], "total"> };

/** How many cases a run asks, each counted once. */
export function casesAsked({ counts, repeats }: Counted): number {
  return counts.total / repeats;
}

/** "1,200 cases"; "1,200 cases × 3" where each is asked thrice. */
export function caseCountText(run: Counted): string {
  const cases = formatPlural(casesAsked(run), "case");
  return run.repeats === 1 ? cases : `${cases} × ${formatExact(run.repeats)}`;
}
