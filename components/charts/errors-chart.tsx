"use client";

import { memo, useMemo } from "react";
import { ZIndexLayer } from "recharts";
import { formatCount, formatDuration } from "@/lib/format";
import { usePixels } from "./chart-layers";
import type { SeriesText } from "./chart-tooltip";
import { ERROR_KINDS, type ErrorKind, type ErrorsRow, prepareErrors } from "./prepare-errors";
import { fillOf, LOOK, PALE } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { useHiddenSeries } from "./use-hidden-series";

const LABEL: Record<ErrorKind, string> = {
  rateLimited: "429",
  server: "5xx, busy",
  timeout: "Timeout",
  network: "Network",
  refused: "4xx, not retried",
};

const SERIES: readonly SeriesText<ErrorsRow>[] = ERROR_KINDS.map((kind) => ({
  key: kind,
  label: LABEL[kind],
  look: LOOK[kind],
  format: (row) => formatCount(row[kind]),
}));

/** A lone error in a long range must still be seen. */
const BAR_HEIGHT_MIN = 3;

/** C2: is the provider pushing back? */
export const ErrorsChart = memo(function ErrorsChart({ input }: { input: TimeChartInput }) {
  const shown = useHiddenSeries("chart-errors");
  const { hidden } = shown;
  const data = useMemo(() => prepareErrors(input.rows, hidden), [input.rows, hidden]);
  const seen = ERROR_KINDS.filter((kind) => data.totals[kind] > 0);
  const summary =
    seen.length === 0
      ? noneYet(input.loading, "No 429 and no error in this range.")
      : `In this range: ${seen.map((kind) => `${formatCount(data.totals[kind])} × ${LABEL[kind]}`).join(", ")}.`;
  return (
    <TimeFigure
      id="chart-errors"
      title="429s and errors"
      unit={`attempts per ${formatDuration(input.bucketMs).replace(".0", "")}`}
      summary={summary}
      input={input}
      rows={data.rows}
      series={SERIES}
      hidden={shown}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: formatCount,
          height: 106,
          labelBands: true,
          content: <ErrorBars rows={data.rows} hidden={hidden} />,
        },
      ]}
    />
  );
});

function ErrorBars({ rows, hidden }: { rows: readonly ErrorsRow[]; hidden: ReadonlySet<string> }) {
  const pixels = usePixels();
  if (pixels === null) return null;
  return (
    <ZIndexLayer zIndex={300}>
      {rows.flatMap((row) => {
        const left = pixels.x(row.startMs);
        const full = pixels.x(row.endMs) - left;
        // On bars of 2 px a gap reads as teeth.
        const width = Math.max(2, Math.round(full) >= 4 ? full - 1 : full);
        let bottom = pixels.bottom;
        return ERROR_KINDS.filter((kind) => row[kind] > 0 && !hidden.has(kind)).map((kind) => {
          const height = Math.max(BAR_HEIGHT_MIN, pixels.bottom - pixels.y(row[kind]));
          bottom -= height;
          return (
            <rect
              key={`${row.startMs}-${kind}`}
              x={left}
              y={bottom}
              width={width}
              height={height}
              fill={fillOf(LOOK[kind])}
              stroke={LOOK[kind].color}
              strokeWidth={1}
              opacity={row.forming ? PALE : 1}
            />
          );
        });
      })}
    </ZIndexLayer>
  );
}
