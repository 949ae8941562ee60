import type { MetricsBucket } from "@/lib/contracts/metrics";

/** The span of time that all charts of a page show. Times are epoch ms; elapsed time counts from `originMs`. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly originMs: number;
}

/** One bucket in place on the axis, or the beginning of a gap (`bucket` null). */
export interface TimeRow {
  /** Start, middle and end. Lines are drawn through the middle. */
  readonly startMs: number;
  readonly x: number;
  readonly endMs: number;
  /** The bucket is still being filled. */
  readonly forming: boolean;
  /** Seconds that it holds. */
  readonly seconds: number;
  readonly bucket: MetricsBucket | null;
}

/**
 * Buckets in order, clipped to the window, with one empty row where time is missing, so that lines break instead of
 * claiming what nobody measured. `live` marks a last bucket that is not full as still forming.
 */
export function prepareTimeRows(
  buckets: readonly MetricsBucket[],
  bucketMs: number,
  window: TimeWindow,
  live: boolean,
): TimeRow[] {
  const rows: TimeRow[] = [];
  for (const bucket of buckets) {
    const startMs = Date.parse(bucket.t);
    const endMs = startMs + bucketMs;
    if (bucket.samples === 0 || endMs <= window.fromMs || startMs >= window.toMs) continue;
    const before = rows.at(-1);
    if (before !== undefined && startMs - before.endMs > bucketMs * 0.5) rows.push(gapAt(before.endMs, startMs));
    rows.push({ startMs, x: startMs + bucketMs / 2, endMs, forming: false, seconds: bucket.samples, bucket });
  }
  const last = rows.at(-1);
  if (live && last?.bucket && last.seconds * 1000 < bucketMs) rows[rows.length - 1] = { ...last, forming: true };
  return rows;
}

function gapAt(startMs: number, endMs: number): TimeRow {
  return { startMs, x: startMs + 1, endMs, forming: false, seconds: 0, bucket: null };
}

/** The bucket is still being filled: what it tells is so only so far. */
export function isForming(row: TimeRow): boolean {
  return row.forming;
}

/** A part of a line: the rows whose values are its points. */
export interface LinePart<Row> {
  readonly name: "firm" | "pale";
  readonly holds: (row: Row) => boolean;
}

/** Parts a line into what stands firm and what does not; the pale part reaches from firm point to firm point. */
export function firmAndPale<Row extends TimeRow>(
  rows: readonly Row[],
  isPale: (row: Row) => boolean,
): readonly LinePart<Row>[] {
  const reached = new Set<Row>();
  rows.forEach((row, i) => {
    if (isPale(row)) for (const point of rows.slice(Math.max(0, i - 1), i + 2)) reached.add(point);
  });
  const firm: LinePart<Row> = { name: "firm", holds: (row) => !isPale(row) };
  return reached.size === 0 ? [firm] : [firm, { name: "pale", holds: (row) => reached.has(row) }];
}

export interface StepSegment {
  readonly fromMs: number;
  readonly toMs: number;
  readonly value: number;
}

/** A series that holds its value over each bucket, as segments; equal neighbours become one, gaps stay gaps. */
export function stepSegments(rows: readonly TimeRow[], read: (bucket: MetricsBucket) => number | null): StepSegment[] {
  const segments: StepSegment[] = [];
  for (const row of rows) {
    const value = row.bucket === null ? null : read(row.bucket);
    if (value === null) continue;
    const last = segments.at(-1);
    if (last !== undefined && last.value === value && row.startMs - last.toMs <= 1) {
      segments[segments.length - 1] = { ...last, toMs: row.endMs };
    } else {
      segments.push({ fromMs: row.startMs, toMs: row.endMs, value });
    }
  }
  return segments;
}

/** Rows with a bucket, in stretches of time without a gap; a bucket that still forms is a stretch of its own. */
export function unbroken<Row extends TimeRow>(rows: readonly Row[]): Row[][] {
  const found: Row[][] = [];
  for (const row of rows) {
    if (row.bucket === null) continue;
    const current = found.at(-1);
    const before = current?.at(-1);
    if (current !== undefined && before !== undefined && row.startMs - before.endMs <= 1 && !row.forming)
      current.push(row);
    else found.push([row]);
  }
  return found;
}
