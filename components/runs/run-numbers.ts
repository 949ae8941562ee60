import type { RunListItem, RunResponse } from "@/lib/contracts/runs";
import type { ProgressSegment } from "../ui/progress-bar";

type Counts = RunResponse["counts"];

/** The share of cases that are done, 0 to 1. */
export function doneShare(counts: Counts): number {
  return counts.total === 0 ? 0 : counts.done / counts.total;
}

/** The parts of a run's progress bar. */
export function progressSegments(counts: Counts): ProgressSegment[] {
  return [
    { label: "passed", value: counts.passed, tone: "call" },
    { label: "failed", value: counts.failed, tone: "error" },
    { label: "not scored", value: counts.notScored, tone: "idle" },
    { label: "under way", value: counts.inFlight, tone: "call-light" },
  ];
}

/** Cases that never became a result: what a resumed run would still do. */
export function casesLeft(counts: Counts): number {
  return Math.max(0, counts.total - counts.done);
}

/** Cases that took more than one attempt. */
export function retriedCases(run: Pick<RunResponse, "attemptsPerCase">): number {
  return run.attemptsPerCase.reduce((sum, entry) => sum + (entry.attempts > 1 ? entry.cases : 0), 0);
}

/** Cases that used up their attempts. Where one attempt is all there is, none of them was retried. */
export function gaveUpCases({
  attemptsPerCase,
  effectiveLimits,
}: Pick<RunResponse, "attemptsPerCase" | "effectiveLimits">): number {
  const least = Math.min(2, effectiveLimits.retry.attempts);
  return attemptsPerCase.reduce((sum, entry) => sum + (entry.attempts >= least ? entry.lost : 0), 0);
}

/** The share of attempts that did not bring an answer; null before the first. */
export function wastedShare(attempts: RunResponse["attempts"]): number | null {
  return attempts.total === 0 ? null : (attempts.total - attempts.ok) / attempts.total;
}

/** What the whole run will cost, reckoned from what it cost so far; null where nothing is known. */
export function projectedCost(run: Pick<RunResponse, "cost" | "counts">): number | null {
  if (run.cost.totalUsd === null || run.counts.done === 0) return null;
  return (run.cost.totalUsd / run.counts.done) * run.counts.total;
}

/** The passed and failed cases: what the pass rate is a share of. */
export function scoredCases(run: Pick<RunListItem, "counts">): number {
  return run.counts.passed + run.counts.failed;
}
