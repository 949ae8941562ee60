"use client";

import { memo, useMemo } from "react";
import { Area, Line } from "recharts";
import { formatCount, formatNumber, formatRate } from "@/lib/format";
import { LimitLayer } from "./chart-layers";
import type { SeriesText } from "./chart-tooltip";
import { PermitsStrip } from "./permits-strip";
import { type AttemptsRow, boundShare, prepareAttempts } from "./prepare-attempts";
import { preparePermits } from "./prepare-permits";
import { LOOK } from "./series-look";
import { noneYet, seriesLines, type TimeChartInput, TimeFigure } from "./time-figure";
import { useHiddenSeries } from "./use-hidden-series";

const STARTED: SeriesText<AttemptsRow> = {
  key: "started",
  label: "Started",
  look: LOOK.started,
  format: (row) => formatRate(row.started),
};
const FINISHED: SeriesText<AttemptsRow> = {
  key: "finished",
  label: "Cases finished",
  look: LOOK.finished,
  format: (row) => formatRate(row.finished),
};
const LIMIT: SeriesText<AttemptsRow> = {
  key: "limit",
  label: "Limit",
  look: LOOK.limit,
  format: (row) => formatRate(row.bucket?.limit?.requestsPerSecond),
};
const SHARE: SeriesText<AttemptsRow> = {
  key: "share",
  label: "Share",
  look: LOOK.share,
  format: (row) => formatRate(boundShare(row.bucket)),
};
const BUSIEST: SeriesText<AttemptsRow> = {
  key: "busiest",
  label: "Busiest second",
  look: { ...LOOK.started, width: 1 },
  format: (row) => formatCount(row.startedMax),
};
const ALONE = { legend: [STARTED, FINISHED, LIMIT], series: [STARTED, FINISHED, BUSIEST, LIMIT] };
/** While other runs share the pool, or did in this range. */
const SHARED = { legend: [...ALONE.legend, SHARE], series: [...ALONE.series, SHARE] };

/** C1: do we use what we set? */
export const AttemptsChart = memo(function AttemptsChart({ input }: { input: TimeChartInput }) {
  const data = useMemo(() => prepareAttempts(input.rows), [input.rows]);
  const permits = useMemo(() => preparePermits(input.rows), [input.rows]);
  const shown = useHiddenSeries("chart-attempts");
  const { now, limit, share, rateLimited } = data.summary;
  const { legend, series } = data.share.length > 0 ? SHARED : ALONE;
  const bounds = `${limit === null ? "" : `, limit ${formatNumber(limit)}`}${share === null ? "" : `, share ${formatNumber(share)}`}`;
  const summary =
    now === null
      ? noneYet(input.loading, "No attempt in this range.")
      : `${formatRate(now)} started${bounds}; ${formatCount(rateLimited)} got 429 in this range.`;
  return (
    <TimeFigure
      id="chart-attempts"
      title="Attempts per second"
      unit="rps"
      summary={summary}
      input={input}
      rows={data.rows}
      series={series}
      legend={legend}
      hidden={shown}
      above={<PermitsStrip rows={permits.rows} window={input.window} />}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: formatNumber,
          height: 184,
          labelMarks: true,
          content: (
            <>
              {!shown.hidden.has("started") && <StartedArea />}
              {seriesLines([FINISHED], shown.hidden)}
              {!shown.hidden.has("limit") && (
                <LimitLayer segments={data.limit} label={(value) => `limit ${formatNumber(value)}`} />
              )}
              {!shown.hidden.has("share") && (
                <LimitLayer
                  segments={data.share}
                  look={LOOK.share}
                  label={(value) => `share ${formatNumber(value)}`}
                  labelBelow
                />
              )}
            </>
          ),
        },
      ]}
    />
  );
});

/** The bucket that still forms hangs on by a dashed line. */
function StartedArea() {
  const { color } = LOOK.started;
  return (
    <>
      <Area
        dataKey="startedSettled"
        stroke={color}
        strokeWidth={2}
        fill={color}
        fillOpacity={0.18}
        dot={false}
        activeDot={{ r: 3, strokeWidth: 0, fill: color }}
        isAnimationActive={false}
        connectNulls={false}
      />
      <Line
        dataKey="startedForming"
        stroke={color}
        strokeWidth={2}
        strokeDasharray="3 3"
        strokeOpacity={0.6}
        dot={false}
        activeDot={false}
        isAnimationActive={false}
        connectNulls={false}
      />
    </>
  );
}
