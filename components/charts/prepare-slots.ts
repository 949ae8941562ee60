import type { MetricsBucket } from "@/lib/contracts/metrics";
import { valueTicks } from "./axis-ticks";
import { meanOverRange } from "./range-means";
import { type StepSegment, stepSegments, type TimeRow } from "./time-rows";

/** From the bottom up. Backing off holds no slot, so it stands on top of what the slots do. */
export const SLOT_STATES = ["calling", "waiting", "idle", "backingOff"] as const;
export type SlotState = (typeof SLOT_STATES)[number];

export type SlotsRow = TimeRow & Readonly<Record<SlotState, number | null>>;

export interface SlotsChartData {
  readonly rows: readonly SlotsRow[];
  readonly concurrency: readonly StepSegment[];
  readonly yTicks: readonly number[];
  /** As of the newest bucket. */
  readonly now: SlotsFigures | null;
  /** Means of all seconds; concurrency as it was at the end. */
  readonly mean: SlotsFigures | null;
}

interface SlotsFigures {
  readonly calling: number;
  readonly waiting: number;
  readonly concurrency: number | null;
  readonly queued: number;
}

/** C3: what the slots do, against the concurrency in force at the time. */
export function prepareSlots(timeRows: readonly TimeRow[]): SlotsChartData {
  const rows = timeRows.map(({ ...row }) => ({
    ...row,
    calling: row.bucket?.inFlight ?? null,
    waiting: row.bucket?.waiting ?? null,
    idle: row.bucket?.idle ?? null,
    backingOff: row.bucket?.backingOff ?? null,
  }));
  const concurrency = stepSegments(timeRows, (bucket) => bucket.limit?.concurrency ?? null);
  const highest = Math.max(
    1,
    ...concurrency.map((segment) => segment.value),
    // One short backoff is no reason for the axis to jump.
    ...rows.map((row) => Math.ceil(SLOT_STATES.reduce((sum, state) => sum + (row[state] ?? 0), 0) - 0.25)),
  );
  const last = rows.findLast((row) => row.bucket !== null)?.bucket ?? null;
  const mean = (read: (bucket: MetricsBucket) => number) => meanOverRange(rows, read) ?? 0;
  const atEnd = last?.limit?.concurrency ?? null;
  return {
    rows,
    concurrency,
    yTicks: valueTicks(highest, 4, true),
    now: last && { calling: last.inFlight, waiting: last.waiting, concurrency: atEnd, queued: last.queued },
    mean: last && {
      calling: mean((bucket) => bucket.inFlight),
      waiting: mean((bucket) => bucket.waiting),
      concurrency: atEnd,
      queued: mean((bucket) => bucket.queued),
    },
  };
}
