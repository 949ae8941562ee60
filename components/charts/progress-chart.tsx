"use client";

import { memo, useMemo } from "react";
import { ReferenceLine } from "recharts";
import { formatCount, formatDuration, formatEta, formatExact } from "@/lib/format";
import type { LineText, SeriesText } from "./chart-tooltip";
import { type LineEnd, seriesEnds } from "./prepare-ends";
import {
  clipLine,
  type ProgressChartData,
  type ProgressRow,
  type ProgressState,
  prepareProgress,
  type TimeLine,
} from "./prepare-progress";
import { seriesLines } from "./series-lines";
import { LOOK, type SeriesLook } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { useHiddenSeries } from "./use-hidden-series";

const DONE: LineText<ProgressRow> = {
  key: "done",
  label: "Done",
  look: LOOK.done,
  value: (row) => row.done,
  end: "done",
  format: (row) => formatExact(row.done),
};
const FORECAST: SeriesText<ProgressRow> = {
  key: "expected",
  label: "Forecast at launch",
  look: LOOK.forecast,
  format: (row) => formatExact(row.expected === null ? null : Math.round(row.expected)),
};
const REFORECAST: SeriesText<ProgressRow> = {
  key: "reforecast",
  label: "Forecast now",
  look: LOOK.reforecast,
  format: () => "",
};

/** What is done by now stands, also while its bucket forms. */
const never = () => false;

/** C7: are we on time? */
export const ProgressChart = memo(function ProgressChart({
  input,
  ...state
}: ProgressState & { input: TimeChartInput }) {
  const { done, total, doneBefore, activeMs, nowMs, expectedMs, etaMs } = state;
  const shown = useHiddenSeries("chart-progress");
  const data = useMemo(
    () => prepareProgress(input.rows, input.window, { done, total, doneBefore, activeMs, nowMs, expectedMs, etaMs }),
    [input, done, total, doneBefore, activeMs, nowMs, expectedMs, etaMs],
  );
  const series = expectedMs === null ? [DONE] : [DONE, FORECAST];
  const legend = data.reforecast === null ? series : [...series, REFORECAST];
  const ahead = aheadText(data.aheadMs);
  return (
    <TimeFigure
      id="chart-progress"
      title="Progress against forecast"
      unit="cases done"
      summary={data.rows.length === 0 ? noneYet(input.loading, "No case has ended yet.") : sentence(data, state)}
      input={useMemo(() => ({ ...input, window: data.window }), [input, data.window])}
      rows={data.rows}
      series={series}
      legend={legend}
      remark={ahead}
      hidden={shown}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: formatCount,
          height: 184,
          fill: true,
          ends: [
            ...seriesEnds(data.rows, [DONE]),
            ...lineEnd("expected", "forecast", LOOK.forecast, clipLine(data.forecast, data.window)),
            ...lineEnd("reforecast", "now", LOOK.reforecast, clipLine(data.reforecast, data.window)),
          ],
          content: (
            <>
              {!shown.hidden.has("expected") && line(data.forecast, LOOK.forecast)}
              {!shown.hidden.has("reforecast") && line(clipLine(data.reforecast, data.window), LOOK.reforecast)}
              {seriesLines(data.rows, [DONE], shown.hidden, never)}
            </>
          ),
        },
      ]}
    />
  );
});

function lineEnd(key: string, text: string, look: SeriesLook, at: TimeLine | null): readonly LineEnd[] {
  return at === null ? [] : [{ key, text, look, atMs: at.toMs, value: at.to }];
}

/** A straight line that may begin and end beyond the plot. */
function line(at: TimeLine | null, look: SeriesLook) {
  if (at === null) return null;
  return (
    <ReferenceLine
      segment={[
        { x: at.fromMs, y: at.from },
        { x: at.toMs, y: at.to },
      ]}
      ifOverflow="hidden"
      stroke={look.color}
      strokeWidth={look.width ?? 1.5}
      strokeDasharray={look.dash ?? "none"}
    />
  );
}

/** Differences below this are none. */
const EVEN_MS = 1000;

function aheadText(aheadMs: number | null): string | null {
  if (aheadMs === null) return null;
  if (Math.abs(aheadMs) < EVEN_MS) return "on time";
  return `${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead" : "behind"}`;
}

/** "12 s ahead of", "12 s behind", "as in". */
function against(aheadMs: number | null, text: string): string {
  if (aheadMs === null || Math.abs(aheadMs) < EVEN_MS) return "as in";
  return aheadMs > 0 ? `${text} of` : text;
}

function sentence(data: ProgressChartData, { done, total, expectedMs, etaMs }: ProgressState): string {
  const ahead = aheadText(data.aheadMs);
  const held =
    expectedMs === null
      ? "; no forecast was kept at its launch"
      : ahead === null
        ? `; the launch expected ${formatDuration(expectedMs)} in all`
        : `; ${against(data.aheadMs, ahead)} the launch's forecast of ${formatDuration(expectedMs)}`;
  const left = etaMs === null ? "" : `, about ${formatEta(etaMs)} left`;
  return `${formatExact(done)} of ${formatExact(total)} done${held}${left}.`;
}
