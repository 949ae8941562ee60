import { valueTicks } from "./axis-ticks";
import { meanOverRange } from "./range-means";
import { type StepSegment, stepSegments, type TimeRow } from "./time-rows";

export interface PermitsRow extends TimeRow {
  /** Mean of the bucket; null where nothing was recorded. */
  readonly permits: number | null;
  /** Of the burst, 0 to 1. */
  readonly full: number | null;
}

export interface PermitsChartData {
  readonly rows: readonly PermitsRow[];
  readonly burst: readonly StepSegment[];
  readonly yTicks: readonly number[];
  readonly now: { readonly permits: number; readonly burst: number } | null;
  /** Permits left, mean of all seconds. */
  readonly mean: number | null;
}

/** C8: permits left in the bucket, against the burst in force at the time. */
export function preparePermits(timeRows: readonly TimeRow[]): PermitsChartData {
  const rows = timeRows.map((row): PermitsRow => {
    const permits = row.bucket?.permits ?? null;
    const burst = row.bucket?.limit?.burst ?? null;
    // Edits clip the bucket at once; a bucket of seconds before and after can seem to hold more.
    const held = permits === null ? null : Math.max(0, permits);
    return { ...row, permits: held, full: held === null || burst === null ? null : Math.min(1, held / burst) };
  });
  const burst = stepSegments(timeRows, (bucket) => bucket.limit?.burst ?? null);
  const highest = Math.max(1, ...burst.map((segment) => segment.value), ...rows.map((row) => row.permits ?? 0));
  const last = rows.findLast((row) => row.permits !== null);
  const limit = last?.bucket?.limit ?? null;
  return {
    rows,
    burst,
    yTicks: valueTicks(highest, 4, true),
    mean: meanOverRange(rows, (bucket) => (bucket.permits === null ? null : Math.max(0, bucket.permits))),
    now: last?.permits == null || limit === null ? null : { permits: last.permits, burst: limit.burst },
  };
}
