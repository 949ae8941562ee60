"use client";

import { useEffect } from "react";
import { formatClock, formatCount, formatElapsed, formatNumber } from "@/lib/format";
import { useChartGroup } from "./chart-group";
import { Swatch } from "./chart-legend";
import type { LineSeries } from "./prepare-ends";
import type { SeriesLook } from "./series-look";
import { cooldownEndOf } from "./time-marks";
import type { TimeRow } from "./time-rows";
import { useSpokenPoint } from "./use-spoken-point";

/** A series in the tooltip and the table. */
export interface SeriesText<Row> {
  readonly key: string;
  readonly label: string;
  readonly look: SeriesLook;
  readonly format: (row: Row) => string;
}

/** A series that is a line. */
export type LineText<Row> = SeriesText<Row> & LineSeries<Row>;

/** What the single seconds of a bucket tell, where it is longer than one. */
export interface SecondsText<Row> {
  readonly tell: (row: Row, hidden: ReadonlySet<string>) => string;
  /** Columns of the table, each by the series it belongs to. */
  readonly columns: readonly Pick<SeriesText<Row>, "key" | "label" | "format">[];
}

/** One block, the same over every chart: the time, this chart's series, and always limit, in flight and queue. */
export function ChartTooltip<Row extends TimeRow>({
  chart,
  row,
  originMs,
  series,
  ofSeconds,
}: {
  chart: string;
  row: Row | undefined;
  originMs: number;
  series: readonly SeriesText<Row>[];
  /** What the single seconds of the row tell; absent: it is no longer than one. */
  ofSeconds?: ((row: Row) => string) | undefined;
}) {
  const { crosshair } = useChartGroup();
  const isHere = useSpokenPoint(chart, row === undefined ? "" : spoken(row, originMs, series, ofSeconds));
  const x = row?.x ?? null;
  useEffect(() => {
    if (isHere) crosshair.current = x;
  }, [isHere, x, crosshair]);
  // The crosshair is on every chart, the text only where the reader is.
  if (!isHere || row === undefined) return null;
  const { bucket } = row;
  return (
    <div className="min-w-44 rounded-md border bg-bg px-2.5 py-1.5 text-xs shadow-overlay">
      <div className="flex justify-between gap-3 tabular-nums">
        <span className="font-medium">{formatElapsed(row.startMs - originMs)}</span>
        <span className="text-muted">
          {formatClock(row.startMs)}
          {row.forming && " · so far"}
        </span>
      </div>
      {bucket === null ? (
        <p className="text-muted">Nothing was recorded here.</p>
      ) : (
        <>
          <ul className="mt-1">
            {series.map((entry) => (
              <li key={entry.key} className="flex items-center justify-between gap-4">
                <span className="flex items-center gap-1.5">
                  <Swatch look={entry.look} />
                  {entry.label}
                </span>
                <span className="tabular-nums">{entry.format(row)}</span>
              </li>
            ))}
          </ul>
          {ofSeconds !== undefined && <p className="mt-1 text-muted tabular-nums">{ofSeconds(row)}</p>}
          <p className="mt-1 border-t pt-1 text-muted tabular-nums">{context(row)}</p>
        </>
      )}
    </div>
  );
}

function context(row: TimeRow): string {
  const { bucket } = row;
  if (bucket === null) return "";
  const limit = bucket.limit === null ? "no limit known" : `limit ${formatNumber(bucket.limit.requestsPerSecond)} rps`;
  const slots = bucket.limit === null ? "" : `/${formatCount(bucket.limit.concurrency)}`;
  const untilMs = cooldownEndOf(row);
  const cooldown = untilMs === null ? "" : ` · cooldown until ${formatClock(untilMs)}`;
  return `${limit} · in flight ${formatNumber(Math.round(bucket.inFlight * 10) / 10)}${slots} · queue ${formatCount(Math.round(bucket.queued))}${cooldown}`;
}

function spoken<Row extends TimeRow>(
  row: Row,
  originMs: number,
  series: readonly SeriesText<Row>[],
  ofSeconds: ((row: Row) => string) | undefined,
): string {
  const time = formatElapsed(row.startMs - originMs);
  if (row.bucket === null) return `${time}: nothing recorded`;
  const values = series.map((entry) => `${entry.label} ${entry.format(row)}`);
  const told = [...values, ...(ofSeconds === undefined ? [] : [ofSeconds(row)]), context(row)];
  return `${time}: ${told.join(", ")}${row.forming ? ", so far" : ""}`;
}
