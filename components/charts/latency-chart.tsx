"use client";

import { memo, useMemo } from "react";
import { ReferenceLine } from "recharts";
import { formatCount, formatDuration, formatNumber } from "@/lib/format";
import type { LineText } from "./chart-tooltip";
import { seriesEnds } from "./prepare-ends";
import { type LatencyRow, prepareLatency, timesOf } from "./prepare-latency";
import { seriesLines } from "./series-lines";
import { LOOK } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { useHiddenSeries } from "./use-hidden-series";

const asDuration = (seconds: number | null) => formatDuration(seconds === null ? null : seconds * 1000);
/** A quantile of a handful of calls says little; the tooltip says so. */
const FEW = 5;
const isFew = ({ n }: LatencyRow) => n > 0 && n < FEW;
const withCount = (row: LatencyRow, seconds: number | null) =>
  isFew(row) ? `${asDuration(seconds)} (${formatCount(row.n)} only)` : asDuration(seconds);

const CALLS = [
  {
    key: "callP50",
    label: "Provider p50",
    look: LOOK.callP50,
    format: (row) => withCount(row, row.callP50),
    value: (row) => row.callP50,
    end: "p50",
  },
  {
    key: "callP95",
    label: "Provider p95",
    look: LOOK.callP95,
    format: (row) => withCount(row, row.callP95),
    value: (row) => row.callP95,
    end: "p95",
  },
] as const satisfies readonly LineText<LatencyRow>[];
const WAITS = [
  {
    key: "waitP50",
    label: "Limiter wait p50",
    look: LOOK.waitP50,
    format: (row) => asDuration(row.waitP50),
    value: (row) => row.waitP50,
    end: "wait p50",
  },
  {
    key: "waitP95",
    label: "Limiter wait p95",
    look: LOOK.waitP95,
    format: (row) => asDuration(row.waitP95),
    value: (row) => row.waitP95,
    end: "wait p95",
  },
] as const satisfies readonly LineText<LatencyRow>[];
const SERIES = [...CALLS, ...WAITS];

/** C4: a slow provider, or our own brake? */
export const LatencyChart = memo(function LatencyChart({
  input,
  timeoutMs,
}: {
  input: TimeChartInput;
  /** When a call is given up; drawn where calls come near it. */
  timeoutMs: number;
}) {
  const shown = useHiddenSeries("chart-latency");
  const data = useMemo(() => prepareLatency(input.rows, timeoutMs), [input.rows, timeoutMs]);
  const { ofRange } = input;
  const { callP50, callP95, waitP50 } = ofRange === null ? data.now : timesOf(ofRange);
  const summary =
    callP50 === null
      ? noneYet(input.loading, "No call ended in this range.")
      : `${ofRange === null ? "Provider" : "In this range: provider"} ${asDuration(callP50)} at the median, ${asDuration(callP95)} at p95; limiter wait ${asDuration(waitP50)}.`;
  return (
    <TimeFigure
      id="chart-latency"
      title="Provider latency and limiter wait"
      unit={data.scale === "log" ? "seconds, logarithmic" : "seconds"}
      summary={summary}
      input={input}
      rows={data.rows}
      series={SERIES}
      hidden={shown}
      plots={[
        {
          yTicks: data.yTicks,
          scale: data.scale,
          formatY: formatNumber,
          height: 184,
          ends: seriesEnds(data.rows, SERIES),
          content: (
            <>
              {data.timeoutS !== null && (
                <ReferenceLine
                  y={data.timeoutS}
                  stroke={LOOK.timeoutLine.color}
                  strokeDasharray={LOOK.timeoutLine.dash}
                  label={{ value: "timeout", position: "insideTopRight", className: "fill-muted text-tick" }}
                />
              )}
              {seriesLines(data.rows, CALLS, shown.hidden, (row) => row.forming || isFew(row))}
              {seriesLines(data.rows, WAITS, shown.hidden)}
            </>
          ),
        },
      ]}
    />
  );
});
