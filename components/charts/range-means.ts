import type { MetricsBucket, MetricsResponse } from "@/lib/contracts/metrics";
import type { TimeRow } from "./time-rows";

/** How long calls and waits took over a whole range, ms. */
export type RangeTimes = {
  readonly [Part in "latencyMs" | "limiterWaitMs"]: Pick<MetricsResponse[Part], "p50" | "p95">;
};

/** The mean of a gauge over all seconds of the rows; null where none was recorded. */
export function meanOverRange(rows: readonly TimeRow[], read: (bucket: MetricsBucket) => number | null): number | null {
  let sum = 0;
  let seconds = 0;
  for (const row of rows) {
    const value = row.bucket === null ? null : read(row.bucket);
    if (value === null) continue;
    sum += value * row.seconds;
    seconds += row.seconds;
  }
  return seconds === 0 ? null : sum / seconds;
}
