"use client";

import { memo, useMemo } from "react";
import { Area } from "recharts";
import { formatCount, formatNumber, formatRate } from "@/lib/format";
import { LimitLayer } from "./chart-layers";
import type { LineText, SecondsText, SeriesText } from "./chart-tooltip";
import { PermitsStrip } from "./permits-strip";
import { type AttemptsRow, boundShare, prepareAttempts } from "./prepare-attempts";
import { limitEnd, seriesEnds } from "./prepare-ends";
import { preparePermits } from "./prepare-permits";
import { seriesLines } from "./series-lines";
import { LOOK } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { firmAndPale, isForming } from "./time-rows";
import { useHiddenSeries } from "./use-hidden-series";

const STARTED: LineText<AttemptsRow> = {
  key: "started",
  label: "Started",
  look: LOOK.started,
  value: (row) => row.started,
  end: "started",
  format: (row) => formatRate(row.started),
};
const FINISHED: LineText<AttemptsRow> = {
  key: "finished",
  label: "Cases finished",
  look: LOOK.finished,
  value: (row) => row.finished,
  end: "finished",
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
const ALONE = [STARTED, FINISHED, LIMIT];
/** While other runs share the pool, or did in this range. */
const SHARED = [...ALONE, SHARE];

const SECONDS: SecondsText<AttemptsRow> = {
  tell: ({ startedMax, startedMin }) =>
    `busiest 1 s ${formatCount(startedMax)} · quietest 1 s ${formatCount(startedMin)}`,
  columns: [
    { key: "started", label: "Busiest 1 s", format: (row) => formatCount(row.startedMax) },
    { key: "started", label: "Quietest 1 s", format: (row) => formatCount(row.startedMin) },
  ],
};

/** C1: do we use what we set? */
export const AttemptsChart = memo(function AttemptsChart({ input }: { input: TimeChartInput }) {
  const data = useMemo(() => prepareAttempts(input.rows), [input.rows]);
  const permits = useMemo(() => preparePermits(input.rows), [input.rows]);
  const shown = useHiddenSeries("chart-attempts");
  const { limit, share, rateLimited } = data.summary;
  const follows = input.ofRange === null;
  const rate = follows ? data.summary.now : data.summary.mean;
  const bounds = `${limit === null ? "" : `, limit ${formatNumber(limit)}`}${share === null ? "" : `, share ${formatNumber(share)}`}`;
  const summary =
    rate === null
      ? noneYet(input.loading, "No attempt in this range.")
      : follows
        ? `${formatRate(rate)} started${bounds}; ${formatCount(rateLimited)} got 429 in this range.`
        : `In this range: ${formatRate(rate)} started on average${bounds}; ${formatCount(rateLimited)} got 429.`;
  return (
    <TimeFigure
      id="chart-attempts"
      title="Attempts per second"
      unit="rps"
      summary={summary}
      input={input}
      rows={data.rows}
      series={data.share.length > 0 ? SHARED : ALONE}
      seconds={SECONDS}
      hidden={shown}
      above={<PermitsStrip rows={permits.rows} window={input.window} />}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: formatNumber,
          height: 184,
          labelMarks: true,
          ends: [
            ...seriesEnds(data.rows, [STARTED, FINISHED]),
            ...limitEnd("limit", LOOK.limit, data.limit, (value) => `limit ${formatNumber(value)}`),
            ...limitEnd("share", LOOK.share, data.share, (value) => `share ${formatNumber(value)}`),
          ],
          content: (
            <>
              {!shown.hidden.has("started") && startedGround(data.rows)}
              {seriesLines(data.rows, [STARTED, FINISHED], shown.hidden)}
              {!shown.hidden.has("limit") && <LimitLayer segments={data.limit} />}
              {!shown.hidden.has("share") && <LimitLayer segments={data.share} look={LOOK.share} />}
            </>
          ),
        },
      ]}
    />
  );
});

/** The ground under the line of starts; none under the bucket that still forms. */
function startedGround(rows: readonly AttemptsRow[]) {
  const [firm] = firmAndPale(rows, isForming);
  return (
    <Area
      dataKey={(row: AttemptsRow) => (firm?.holds(row) === true ? row.started : null)}
      stroke="none"
      fill={LOOK.started.color}
      fillOpacity={0.25}
      dot={false}
      activeDot={false}
      isAnimationActive={false}
      connectNulls={false}
    />
  );
}
