"use client";

import type { ReactNode } from "react";
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatClock, formatElapsed } from "@/lib/format";
import { usePreferences } from "../ui/preferences";
import { timeTicks } from "./axis-ticks";
import { BandEnds, BandLayer, MarkLayer } from "./chart-layers";
import { ChartTooltip, type SeriesText } from "./chart-tooltip";
import { DrawnInSight } from "./drawn-in-sight";
import { EndNames } from "./end-names";
import { MarkButtons } from "./mark-buttons";
import { PLOT } from "./plot-place";
import type { LineEnd } from "./prepare-ends";
import { RangeSurface } from "./range-surface";
import type { TimeBand, TimeMark } from "./time-marks";
import type { TimeRow, TimeWindow } from "./time-rows";

const MARGIN = { top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 };
/** Leaves a strip over the plot for the words of its bands. */
const WORDS_MARGIN = { ...MARGIN, top: PLOT.top + 10 };

export interface TimeChartProps<Row extends TimeRow> {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly window: TimeWindow;
  readonly yTicks: readonly number[];
  readonly formatY: (value: number) => string;
  readonly scale?: "linear" | "log";
  readonly height: number;
  /** Grows with its frame; `height` is then the least. */
  readonly fill?: boolean;
  readonly series: readonly SeriesText<Row>[];
  readonly bands: readonly TimeBand[];
  readonly marks: readonly TimeMark[];
  readonly labelMarks?: boolean;
  /** Cooldowns bear their end in words. */
  readonly labelBands?: boolean;
  readonly hideTimes?: boolean;
  readonly ends?: readonly LineEnd[];
  readonly ofSeconds?: ((row: Row) => string) | undefined;
  readonly children: ReactNode;
}

/** Axes, grid, crosshair, tooltip, bands and marks that all charts over time share. Series are its children. */
export function TimeChart<Row extends TimeRow>(props: TimeChartProps<Row>) {
  const { id, title, rows, window, yTicks, formatY, scale = "linear", height, series, bands, marks } = props;
  const timeText = useTimeText(window.originMs);
  const domain = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  return (
    <RangeSurface
      rows={rows}
      window={window}
      className={props.fill === true ? "h-full" : ""}
      style={props.fill === true ? { minHeight: height } : { height }}
    >
      <DrawnInSight ready={rows.length > 0}>
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height }}>
          <ComposedChart
            data={[...rows]}
            margin={props.labelBands === true ? WORDS_MARGIN : MARGIN}
            syncId="run"
            syncMethod="value"
            title={title}
            desc="Arrow keys step through the points, Home and End lead to the first and the last, with Shift they choose a range. Space holds the picture still. Press T for the figures as a table."
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="x"
              type="number"
              scale="linear"
              domain={[window.fromMs, window.toMs]}
              allowDataOverflow
              ticks={timeTicks(window.fromMs, window.toMs, window.originMs)}
              interval={0}
              height={props.hideTimes === true ? 4 : 22}
              tickLine={false}
              axisLine={{ stroke: "var(--line)" }}
              tick={props.hideTimes === true ? false : (tick) => <TimeTick {...readTick(tick)} format={timeText} />}
            />
            <YAxis
              type="number"
              scale={scale}
              domain={domain}
              allowDataOverflow
              ticks={[...yTicks]}
              interval={0}
              width={PLOT.left}
              tickLine={false}
              axisLine={false}
              tick={(tick) => <ValueTick {...readTick(tick)} format={formatY} />}
            />
            <BandLayer bands={bands} />
            {props.children}
            {props.ends !== undefined && <EndNames ends={props.ends} />}
            {props.labelBands === true && <BandEnds bands={bands} format={timeText} />}
            <MarkLayer marks={marks} labelled={props.labelMarks === true} />
            {/* Gives the crosshair its points; the series themselves may be layers of our own. */}
            <Line dataKey="seconds" stroke="none" dot={false} activeDot={false} isAnimationActive={false} yAxisId={0} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: "var(--muted)", strokeWidth: 1 }}
              wrapperStyle={{ zIndex: 20, outline: "none", pointerEvents: "none" }}
              // Under the plot, where it hides no point; a tall plot has room beside the crosshair.
              {...(props.fill === true
                ? {}
                : { position: { y: height - 20 }, allowEscapeViewBox: { x: false, y: true } })}
              content={({ active, label }) => (
                <ChartTooltip
                  chart={id}
                  row={active ? rows.find((row) => row.x === label) : undefined}
                  originMs={window.originMs}
                  series={series}
                  ofSeconds={props.ofSeconds}
                />
              )}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </DrawnInSight>
      {props.labelMarks === true && <MarkButtons marks={marks} window={window} />}
    </RangeSurface>
  );
}

/** A moment as the time axis tells it: elapsed, or by the clock where the reader prefers that. */
function useTimeText(originMs: number): (atMs: number) => string {
  const { timeAxis } = usePreferences().preferences;
  return (atMs) => (timeAxis === "clock" ? formatClock(atMs) : formatElapsed(atMs - originMs));
}

interface Tick {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** What of a tick is drawn; Recharts gives numbers or their texts. */
function readTick(tick: { x: number | string; y: number | string; payload: { value: unknown } }): Tick {
  return { x: Number(tick.x), y: Number(tick.y), value: Number(tick.payload.value) };
}

// Ticks are hidden from screen readers, which would read them as loose numbers; the table says it better.
function TimeTick({ x, y, value, format }: Tick & { format: (atMs: number) => string }) {
  return (
    <text aria-hidden x={x} y={y + 8} textAnchor="middle" className="fill-muted text-tick tabular-nums">
      {format(value)}
    </text>
  );
}

function ValueTick({ x, y, value, format }: Tick & { format: (value: number) => string }) {
  return (
    <text aria-hidden x={x - 4} y={y + 4} textAnchor="end" className="fill-muted text-tick tabular-nums">
      {format(value)}
    </text>
  );
}
