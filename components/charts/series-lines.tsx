import type { ReactNode } from "react";
import { Line } from "recharts";
import type { LineSeries } from "./prepare-ends";
import { PALE_LINE } from "./series-look";
import { firmAndPale, isForming, type TimeRow } from "./time-rows";

/**
 * Plain lines of a chart, one for each series that is on; a gap stays a gap. What does not stand firm (by default the
 * bucket that still forms) hangs on by a pale stretch.
 */
export function seriesLines<Row extends TimeRow>(
  rows: readonly Row[],
  series: readonly LineSeries<Row>[],
  hidden: ReadonlySet<string>,
  isPale: (row: Row) => boolean = isForming,
): ReactNode {
  const parts = firmAndPale(rows, isPale);
  return series
    .filter(({ key }) => !hidden.has(key))
    .flatMap(({ key, look, value }) =>
      parts.map(({ name, holds }) => (
        <Line
          key={`${key}-${name}`}
          dataKey={(row: Row) => (holds(row) ? value(row) : null)}
          stroke={look.color}
          strokeWidth={look.width ?? 2}
          strokeDasharray={look.dash ?? "none"}
          strokeOpacity={name === "pale" ? PALE_LINE : 1}
          dot={false}
          activeDot={{ r: 3, strokeWidth: 0, fill: look.color }}
          isAnimationActive={false}
          connectNulls={false}
        />
      )),
    );
}
