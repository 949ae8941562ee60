import type { MetricsBucket } from "@/lib/contracts/metrics";
import { valueTicks } from "./axis-ticks";
import { meanOverRange } from "./range-means";
import { type StepSegment, stepSegments, type TimeRow } from "./time-rows";

export interface AttemptsRow extends TimeRow {
  /** Attempts started per second, mean of the bucket. */
  readonly started: number | null;
  /** Cases that ended per second. */
  readonly finished: number | null;
  /** Attempts started in the quietest and in the busiest second. */
  readonly startedMin: number | null;
  readonly startedMax: number | null;
}

export interface AttemptsChartData {
  readonly rows: readonly AttemptsRow[];
  readonly limit: readonly StepSegment[];
  /** The run's part of a pool that it shares, where that is what binds it. */
  readonly share: readonly StepSegment[];
  readonly yTicks: readonly number[];
  readonly summary: {
    readonly now: number | null;
    /** Over all seconds. */
    readonly mean: number | null;
    readonly limit: number | null;
    /** Null where it has no part of a shared pool now, or one that is no less than its limit. */
    readonly share: number | null;
    readonly rateLimited: number;
  };
}

/** C1: attempts started per second against the limit in force at the time. */
export function prepareAttempts(timeRows: readonly TimeRow[]): AttemptsChartData {
  const perSecond = (row: TimeRow, count: number) => (row.seconds === 0 ? null : count / row.seconds);
  const rows = timeRows.map((row) => ({
    ...row,
    started: row.bucket === null ? null : perSecond(row, row.bucket.started),
    finished: row.bucket === null ? null : perSecond(row, row.bucket.finished),
    startedMin: row.bucket?.startedMin ?? null,
    startedMax: row.bucket?.startedMax ?? null,
  }));
  const limit = stepSegments(timeRows, (bucket) => bucket.limit?.requestsPerSecond ?? null);
  const share = stepSegments(timeRows, boundShare);
  const highest = Math.max(0, ...rows.map((row) => Math.max(row.started ?? 0, row.finished ?? 0)));
  const highestLimit = Math.max(0, ...limit.map((segment) => segment.value));
  return {
    rows,
    limit,
    share,
    yTicks: valueTicks(topOf(highest, highestLimit)),
    summary: {
      now: meanOfLast(rows, 10),
      mean: meanOverRange(timeRows, (bucket) => bucket.started / bucket.samples),
      limit: limit.at(-1)?.value ?? null,
      share: boundShare(timeRows.findLast((row) => row.bucket !== null)?.bucket ?? null),
      rateLimited: timeRows.reduce((sum, row) => sum + (row.bucket?.rateLimited ?? 0), 0),
    },
  };
}

/** What others leave to the run by turns; null where its own limit is the lower, which then says it all. */
export function boundShare(bucket: MetricsBucket | null): number | null {
  if (bucket === null || bucket.shareRps === null) return null;
  return bucket.limit !== null && bucket.shareRps >= bucket.limit.requestsPerSecond ? null : bucket.shareRps;
}

/** A limit far above what is used is let out of the picture: the use must stay readable. */
function topOf(highest: number, limit: number): number {
  if (limit === 0) return Math.max(highest, 1);
  return limit > highest * 8 && highest > 0 ? highest * 1.25 : Math.max(limit * 1.25, highest);
}

function meanOfLast(rows: readonly AttemptsRow[], seconds: number): number | null {
  const sinceMs = (rows.at(-1)?.endMs ?? 0) - seconds * 1000;
  const recent = rows.filter((row) => row.bucket !== null && row.endMs > sinceMs);
  const attempts = recent.reduce((sum, row) => sum + (row.bucket?.started ?? 0), 0);
  const counted = recent.reduce((sum, row) => sum + row.seconds, 0);
  return counted === 0 ? null : attempts / counted;
}
