import type { RunSummary } from "./run-summary";

/** Passed over scored cases (passed + failed), 0 to 1; null before the first. What is not scored is no part of it. */
export function passRate(summary: Pick<RunSummary, "passed" | "failed">): number | null {
  const scored = summary.passed + summary.failed;
  return scored === 0 ? null : summary.passed / scored;
}

/** Half the width of the 95 % interval around the pass rate (Wilson), 0 to 1; null before the first scored case. */
export function passRateMargin(summary: Pick<RunSummary, "passed" | "failed">): number | null {
  const n = summary.passed + summary.failed;
  if (n === 0) return null;
  const z = 1.96;
  const p = summary.passed / n;
  return (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
}
