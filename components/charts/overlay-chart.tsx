"use client";

import { memo, useMemo } from "react";
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis, ZIndexLayer } from "recharts";
import type { CompareTimeline } from "@/lib/contracts/compare";
import { formatCount, formatElapsed, formatExact, formatNumber, formatPercent, formatRate } from "@/lib/format";
import { timeTicks } from "./axis-ticks";
import { ChartFrame } from "./chart-frame";
import { usePixels } from "./chart-layers";
import { Swatch } from "./chart-legend";
import { besideEachOther, placeEndNames } from "./prepare-ends";
import { type Overlay, type OverlayMetric, type OverlayRow, prepareOverlay } from "./prepare-overlay";
import type { RunTag } from "./run-tags";
import { useHiddenSeries } from "./use-hidden-series";
import { useSpokenPoint } from "./use-spoken-point";

const HEIGHT = 200;
const FIGURES: Record<OverlayMetric, { title: string; unit: string; format: (value: number | null) => string }> = {
  rate: { title: "Attempts per second", unit: "over time running", format: formatRate },
  done: {
    title: "Cases done",
    unit: "over time running",
    format: (value) => formatExact(value === null ? null : Math.round(value)),
  },
  passRate: { title: "Pass rate so far", unit: "over time running", format: (value) => formatPercent(value) },
};

/** Recharts hands over more than the value. */
const AXES: Record<OverlayMetric, (value: number) => string> = {
  rate: (value) => formatNumber(value),
  done: (value) => formatCount(value),
  passRate: (value) => formatPercent(value),
};

export interface OverlayRun {
  readonly id: string;
  readonly name: string;
  readonly tag: RunTag;
}

/** One figure of several runs on one axis; each line ends in its run's letter. */
export const OverlayChart = memo(function OverlayChart({
  metric,
  runs,
  timeline,
}: {
  metric: OverlayMetric;
  runs: readonly OverlayRun[];
  timeline: CompareTimeline | undefined;
}) {
  const id = `overlay-${metric}`;
  const { hidden, toggle } = useHiddenSeries(id);
  const { title, unit, format } = FIGURES[metric];
  const overlay = useMemo(() => {
    const byId = new Map(timeline?.runs.map((run) => [run.runId, run]));
    return prepareOverlay(
      runs.map((run) => byId.get(run.id) ?? { runId: run.id, bucketMs: 1000, points: [] }),
      metric,
    );
  }, [runs, timeline, metric]);
  return (
    <ChartFrame
      id={id}
      title={title}
      unit={unit}
      summary={timeline === undefined ? "Loading…" : sentence(overlay, runs, format)}
      legend={runs.map(({ id: key, name, tag }) => ({ key, label: `${tag.letter} · ${name}`, look: tag.look }))}
      hidden={hidden}
      onToggle={toggle}
      table={() => tableOf(overlay, runs, hidden, format)}
    >
      <div style={{ height: HEIGHT }}>
        <Plot id={id} title={title} overlay={overlay} runs={runs} hidden={hidden} format={format} axis={AXES[metric]} />
      </div>
    </ChartFrame>
  );
});

function Plot({
  id,
  title,
  overlay,
  runs,
  hidden,
  format,
  axis,
}: {
  id: string;
  title: string;
  overlay: Overlay;
  runs: readonly OverlayRun[];
  hidden: ReadonlySet<string>;
  format: (value: number | null) => string;
  axis: (value: number) => string;
}) {
  const { rows, toMs, yTicks } = overlay;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: HEIGHT }}>
      <ComposedChart
        data={[...rows]}
        margin={{ top: 8, right: 28, bottom: 0, left: 0 }}
        syncId="compare"
        syncMethod="value"
        title={title}
        desc="Arrow keys step through the points. Press T for the figures as a table."
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={[0, toMs]}
          ticks={timeTicks(0, toMs, 0, 5)}
          interval={0}
          height={22}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          tick={{ fontSize: 11, fill: "var(--muted)", "aria-hidden": true }}
          tickFormatter={formatElapsed}
        />
        <YAxis
          domain={[yTicks[0] ?? 0, yTicks.at(-1) ?? 1]}
          ticks={[...yTicks]}
          interval={0}
          width={44}
          tickLine={false}
          axisLine={false}
          tick={{ fontSize: 11, fill: "var(--muted)", "aria-hidden": true }}
          tickFormatter={axis}
        />
        {runs.map((run, at) =>
          hidden.has(run.id) ? null : (
            <Line
              key={run.id}
              dataKey={(row: OverlayRow) => row.values[at] ?? null}
              stroke={run.tag.look.color}
              strokeWidth={2}
              strokeDasharray={run.tag.look.dash ?? "none"}
              dot={false}
              activeDot={{ r: 3, strokeWidth: 0, fill: run.tag.look.color }}
              isAnimationActive={false}
            />
          ),
        )}
        <EndLetters overlay={overlay} runs={runs} hidden={hidden} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--muted)", strokeWidth: 1 }}
          wrapperStyle={{ zIndex: 20, outline: "none", pointerEvents: "none" }}
          content={({ active, label }) => (
            <OverlayTooltip
              chart={id}
              row={active ? rows.find((row) => row.x === label) : undefined}
              runs={runs}
              hidden={hidden}
              format={format}
            />
          )}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** The side of a letter's frame, px, and what is free between two. */
const LETTER_PX = 14;
const LETTER_GAP_PX = LETTER_PX + 2;

/** The letters at the ends of the lines, in frames of their colours, moved apart where they would cover each other. */
function EndLetters({
  overlay,
  runs,
  hidden,
}: {
  overlay: Overlay;
  runs: readonly OverlayRun[];
  hidden: ReadonlySet<string>;
}) {
  const pixels = usePixels();
  if (pixels === null) return null;
  const ends = runs.flatMap(({ id: key, tag }, at) => {
    const end = overlay.ends[at];
    if (end === null || end === undefined || hidden.has(key)) return [];
    return [{ key, tag, x: pixels.x(end.x) + 5, y: pixels.y(end.y) }];
  });
  const half = LETTER_PX / 2;
  const room = { top: pixels.top + half, bottom: pixels.bottom - half, gap: LETTER_GAP_PX };
  return (
    <ZIndexLayer zIndex={430}>
      {besideEachOther(ends, LETTER_GAP_PX).flatMap((column) => {
        const places = placeEndNames(column, room);
        return column.map(({ key, tag, x, y }) => (
          <g key={key} aria-hidden transform={`translate(${x} ${places.get(key) ?? y})`}>
            <rect
              y={-half}
              width={LETTER_PX}
              height={LETTER_PX}
              rx={3}
              fill="var(--panel)"
              stroke={tag.look.color}
              strokeWidth={1.5}
            />
            <text x={half} y={4} textAnchor="middle" className="fill-fg font-semibold text-tick">
              {tag.letter}
            </text>
          </g>
        ));
      })}
    </ZIndexLayer>
  );
}

/** The crosshair is on every chart, the text only where the reader is; the page reads it out. */
function OverlayTooltip({
  chart,
  row,
  runs,
  hidden,
  format,
}: {
  chart: string;
  row: OverlayRow | undefined;
  runs: readonly OverlayRun[];
  hidden: ReadonlySet<string>;
  format: (value: number | null) => string;
}) {
  const isHere = useSpokenPoint(chart, row === undefined ? "" : spoken(row, runs, hidden, format));
  if (!isHere || row === undefined) return null;
  return (
    <div className="min-w-32 rounded-md border bg-bg px-2.5 py-1.5 text-xs shadow-overlay">
      <p className="font-medium tabular-nums">{formatElapsed(row.x)}</p>
      <ul>
        {runs.map((run, at) =>
          hidden.has(run.id) ? null : (
            <li key={run.id} className="flex items-center justify-between gap-4 tabular-nums">
              <span className="flex items-center gap-1.5">
                <Swatch look={run.tag.look} />
                {run.tag.letter}
              </span>
              {format(row.values[at] ?? null)}
            </li>
          ),
        )}
      </ul>
    </div>
  );
}

function sentence(overlay: Overlay, runs: readonly OverlayRun[], format: (value: number | null) => string): string {
  const parts = runs.flatMap(({ tag }, at) => {
    const end = overlay.ends[at];
    return end === null || end === undefined ? [] : [`${tag.letter} ${format(end.y)} at ${formatElapsed(end.x)}`];
  });
  return parts.length === 0 ? "No run has begun yet." : `At the end: ${parts.join(", ")}.`;
}

function spoken(
  row: OverlayRow,
  runs: readonly OverlayRun[],
  hidden: ReadonlySet<string>,
  format: (value: number | null) => string,
): string {
  const values = runs.flatMap(({ id, tag }, at) =>
    hidden.has(id) ? [] : [`${tag.letter} ${format(row.values[at] ?? null)}`],
  );
  return `${formatElapsed(row.x)}: ${values.join(", ")}`;
}

function tableOf(
  overlay: Overlay,
  runs: readonly OverlayRun[],
  hidden: ReadonlySet<string>,
  format: (value: number | null) => string,
) {
  const on = runs.map((run, at) => ({ run, at })).filter(({ run }) => !hidden.has(run.id));
  return {
    columns: ["Time running", ...on.map(({ run }) => `${run.tag.letter} · ${run.name}`)],
    rows: overlay.rows
      .map((row) => [formatElapsed(row.x), ...on.map(({ at }) => format(row.values[at] ?? null))])
      .reverse(),
  };
}
