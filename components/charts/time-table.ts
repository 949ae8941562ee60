import { formatClock, formatElapsed } from "@/lib/format";
import type { ChartTableData } from "./chart-table";
import type { SeriesText } from "./chart-tooltip";
import { cooldownEndOf } from "./time-marks";
import type { TimeRow } from "./time-rows";

/** The figures of a chart over time, newest first; gaps are left out. */
export function timeTable<Row extends TimeRow>(
  rows: readonly Row[],
  series: readonly Pick<SeriesText<Row>, "label" | "format">[],
  originMs: number,
): ChartTableData {
  const cooled = rows.some((row) => cooldownEndOf(row) !== null);
  const ends = (row: Row) => {
    const untilMs = cooldownEndOf(row);
    return untilMs === null ? "–" : formatClock(untilMs);
  };
  return {
    columns: ["Elapsed", "Time", ...series.map((entry) => entry.label), ...(cooled ? ["Cooldown until"] : [])],
    rows: rows
      .filter((row) => row.bucket !== null)
      .map((row) => [
        formatElapsed(row.startMs - originMs),
        formatClock(row.startMs),
        ...series.map((entry) => entry.format(row)),
        ...(cooled ? [ends(row)] : []),
      ])
      .reverse(),
  };
}
