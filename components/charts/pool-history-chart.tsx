"use client";

import { memo, useMemo } from "react";
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { PoolHistoryResponse } from "@/lib/contracts/providers";
import { formatClockMinutes, formatFullTime, formatNumber, formatPlural, formatRate } from "@/lib/format";
import { timeTicks, valueTicks } from "./axis-ticks";
import { ChartFrame } from "./chart-frame";
import { EndNames } from "./end-names";
import { PLOT } from "./plot-place";
import { namedEnds, seriesEnds } from "./prepare-ends";
import { CHANGE_WORDS, type PoolHistoryPoint, preparePoolHistory } from "./prepare-pool-history";
import { LOOK } from "./series-look";
import { useHiddenSeries } from "./use-hidden-series";
import { useSpokenPoint } from "./use-spoken-point";

const HEIGHT = 150;
const MARGIN = { top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 };
const SERIES = [
  {
    key: "rps",
    label: "Rate in force",
    look: LOOK.started,
    value: ({ rps }: PoolHistoryPoint) => rps,
    end: "in force",
  },
  {
    key: "reportedRps",
    label: "Provider reports",
    look: LOOK.limit,
    value: ({ reportedRps }: PoolHistoryPoint) => reportedRps,
    end: "reported",
  },
] as const;

/** How a pool's rate came to be: steps, with a mark at each change that says why. */
export const PoolHistoryChart = memo(function PoolHistoryChart({
  poolId,
  entries,
  nowRps,
  nowMs,
}: {
  poolId: string;
  entries: PoolHistoryResponse["items"];
  nowRps: number | null;
  nowMs: number;
}) {
  const id = `pool-history-${poolId}`;
  const { hidden, toggle } = useHiddenSeries(id);
  const { points, fromMs, toMs, maxRps } = useMemo(
    () => preparePoolHistory(entries, nowRps, nowMs),
    [entries, nowRps, nowMs],
  );
  const refusals = points.filter((point) => point.entry?.why === "refused").length;
  const yTicks = valueTicks(maxRps * 1.1);
  return (
    <ChartFrame
      id={id}
      title="Rate over time"
      unit="requests/s"
      summary={
        points.length === 2
          ? "The rate has not changed on its own, and the provider has reported no limit of requests."
          : `${formatPlural(points.length - 2, "change")}, ${refusals} of them after refusals; now ${formatRate(nowRps)}.`
      }
      legend={SERIES}
      hidden={hidden}
      onToggle={toggle}
      table={() => ({
        columns: ["Change", "Time", "Rate in force", "Provider reports", "Why"],
        rows: points
          .flatMap(({ x, rps, reportedRps, entry }) =>
            entry === null
              ? []
              : [
                  [
                    `${entry.seq}`,
                    formatFullTime(x),
                    formatNumber(rps),
                    formatNumber(reportedRps),
                    CHANGE_WORDS[entry.why],
                  ],
                ],
          )
          .reverse(),
      })}
    >
      <div style={{ height: HEIGHT }}>
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: HEIGHT }}>
          <ComposedChart
            data={points}
            margin={MARGIN}
            title="Rate over time"
            desc="Arrow keys step through the changes. Press T for the figures as a table."
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="x"
              type="number"
              domain={[fromMs, toMs]}
              ticks={timeTicks(fromMs, toMs, Math.floor(fromMs / 3_600_000) * 3_600_000, 5)}
              interval={0}
              height={22}
              tickLine={false}
              axisLine={{ stroke: "var(--line)" }}
              tick={{ className: "fill-muted text-tick tabular-nums", "aria-hidden": true }}
              tickFormatter={formatClockMinutes}
            />
            <YAxis
              type="number"
              domain={[0, yTicks.at(-1) ?? 1]}
              ticks={yTicks}
              interval={0}
              width={40}
              tickLine={false}
              axisLine={false}
              tick={{ className: "fill-muted text-tick tabular-nums", "aria-hidden": true }}
              tickFormatter={formatNumber}
            />
            {SERIES.filter((entry) => !hidden.has(entry.key)).map(({ key, look }) => (
              <Line
                key={key}
                dataKey={key}
                type="stepAfter"
                stroke={look.color}
                strokeWidth={look.width}
                strokeDasharray={"dash" in look ? look.dash : "none"}
                dot={
                  key === "rps"
                    ? (dot) => <ChangeMark key={dot.key} x={dot.cx} y={dot.cy} point={dot.payload} />
                    : false
                }
                activeDot={{ r: 3, strokeWidth: 0, fill: look.color }}
                isAnimationActive={false}
                connectNulls={false}
              />
            ))}
            <EndNames ends={namedEnds(seriesEnds(points, SERIES), hidden)} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: "var(--muted)", strokeWidth: 1 }}
              wrapperStyle={{ zIndex: 20, outline: "none", pointerEvents: "none" }}
              content={({ active, payload }) => (
                <Told chart={id} point={active === true ? payload[0]?.payload : undefined} />
              )}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </ChartFrame>
  );
});

/** The mark of a change: its shape tells why, and its colour as everywhere. Many small steps up bear none. */
function ChangeMark({ x, y, point }: { x: number | undefined; y: number | undefined; point: PoolHistoryPoint }) {
  if (x === undefined || y === undefined || point.entry === null) return null;
  switch (point.entry.why) {
    case "refused":
      return <path d={`M${x - 4} ${y - 5}h8l-4 7z`} fill="var(--throttle)" />;
    case "configured":
      return <path d={`M${x} ${y - 4}l4 4l-4 4l-4-4z`} fill="var(--fg)" />;
    case "learned":
    case "told":
      return <rect x={x - 3} y={y - 3} width={6} height={6} fill="var(--panel)" stroke="var(--fg)" strokeWidth={1.5} />;
    case "recovering":
      return <circle cx={x} cy={y} r={1.5} fill="var(--call)" />;
  }
}

function Told({ chart, point }: { chart: string; point: PoolHistoryPoint | undefined }) {
  const isHere = useSpokenPoint(chart, point === undefined ? "" : spoken(point));
  if (!isHere || point === undefined) return null;
  return (
    <div className="min-w-40 rounded-md border bg-bg px-2.5 py-1.5 text-xs tabular-nums shadow-overlay">
      <div className="text-muted">{formatFullTime(point.x)}</div>
      <div className="font-medium">{formatRate(point.rps)}</div>
      {point.reportedRps !== null && <div className="text-muted">provider reports {formatRate(point.reportedRps)}</div>}
      {point.entry !== null && <div>{CHANGE_WORDS[point.entry.why]}</div>}
    </div>
  );
}

function spoken({ x, rps, reportedRps, entry }: PoolHistoryPoint): string {
  const reported = reportedRps === null ? "" : `, provider reports ${formatRate(reportedRps)}`;
  return `${formatFullTime(x)}: ${formatRate(rps)}${reported}${entry === null ? "" : `, ${CHANGE_WORDS[entry.why]}`}`;
}
