"use client";

import { memo, useMemo } from "react";
import { ZIndexLayer } from "recharts";
import { formatCount, formatNumber } from "@/lib/format";
import { LimitLayer, usePixels } from "./chart-layers";
import type { SecondsText, SeriesText } from "./chart-tooltip";
import { limitEnd } from "./prepare-ends";
import { prepareSlots, SLOT_STATES, type SlotState, type SlotsRow } from "./prepare-slots";
import { fillOf, LOOK, PALE } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { unbroken } from "./time-rows";
import { useHiddenSeries } from "./use-hidden-series";

const LABEL: Record<SlotState, string> = {
  calling: "Calling",
  waiting: "Waiting for a permit",
  idle: "Idle",
  backingOff: "Backing off",
};

const SERIES: readonly SeriesText<SlotsRow>[] = SLOT_STATES.map((state) => ({
  key: state,
  label: LABEL[state],
  look: LOOK[state],
  format: (row) => formatNumber(row[state]),
}));

/** Idle is what the others leave, so it is told by them. */
const SPREAD = {
  calling: ({ bucket }) => [bucket?.inFlightMin, bucket?.inFlightMax],
  waiting: ({ bucket }) => [bucket?.waitingMin, bucket?.waitingMax],
  backingOff: ({ bucket }) => [bucket?.backingOffMin, bucket?.backingOffMax],
} as const satisfies Partial<Record<SlotState, (row: SlotsRow) => readonly (number | undefined)[]>>;
const SPREAD_STATES = ["calling", "waiting", "backingOff"] as const;
const SPREAD_WORD = { calling: "calling", waiting: "waiting", backingOff: "backing off" } as const;

const SECONDS: SecondsText<SlotsRow> = {
  tell: (row, hidden) =>
    SPREAD_STATES.filter((state) => !hidden.has(state))
      .map((state) => `${SPREAD_WORD[state]} ${SPREAD[state](row).map(tenth).join("–")}`)
      .join(" · "),
  columns: SPREAD_STATES.flatMap((state) =>
    ["least", "most"].map((word, at) => ({
      key: state,
      label: `${LABEL[state]}, ${word}`,
      format: (row) => tenth(SPREAD[state](row)[at]),
    })),
  ),
};

/** C3: what holds us back, at a glance. */
export const SlotsChart = memo(function SlotsChart({ input }: { input: TimeChartInput }) {
  const shown = useHiddenSeries("chart-slots");
  const data = useMemo(() => prepareSlots(input.rows), [input.rows]);
  const follows = input.ofRange === null;
  const told = follows ? data.now : data.mean;
  const summary =
    told === null
      ? noneYet(input.loading, "No slot used in this range.")
      : `${follows ? "" : "On average in this range: "}${tenth(told.calling)} calling and ${tenth(told.waiting)} waiting for a permit, of ${formatCount(told.concurrency)} slots.`;
  return (
    <TimeFigure
      id="chart-slots"
      title="Slots by state"
      unit="slots"
      summary={summary}
      input={input}
      rows={data.rows}
      series={SERIES}
      seconds={SECONDS}
      remark={told && `${follows ? "queue" : "mean queue"} ${formatCount(Math.round(told.queued))}`}
      hidden={shown}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: formatCount,
          height: 184,
          fill: true,
          ends: limitEnd("concurrency", LOOK.limit, data.concurrency, (value) => `${formatCount(value)} at once`),
          content: (
            <>
              <SlotSteps rows={data.rows} hidden={shown.hidden} />
              <LimitLayer segments={data.concurrency} />
            </>
          ),
        },
      ]}
    />
  );
});

function tenth(value: number | undefined): string {
  return formatNumber(value === undefined ? value : Math.round(value * 10) / 10);
}

/** Stacked steps as one path per state and unbroken stretch, so that a gap stays a gap. */
function SlotSteps({ rows, hidden }: { rows: readonly SlotsRow[]; hidden: ReadonlySet<string> }) {
  const pixels = usePixels();
  if (pixels === null) return null;
  const shown = SLOT_STATES.filter((state) => !hidden.has(state));
  const stackTo = (row: SlotsRow, count: number) =>
    shown.slice(0, count).reduce((sum, state) => sum + (row[state] ?? 0), 0);
  return (
    <ZIndexLayer zIndex={100}>
      {unbroken(rows).flatMap((stretch) =>
        shown.map((state, i) => {
          const top = stretch.map(
            (row) => `${pixels.x(row.startMs)} ${pixels.y(stackTo(row, i + 1))}H${pixels.x(row.endMs)}`,
          );
          const under = [...stretch]
            .reverse()
            .map((row) => `${pixels.x(row.endMs)} ${pixels.y(stackTo(row, i))}H${pixels.x(row.startMs)}`);
          const look = LOOK[state];
          return (
            <path
              key={`${stretch[0]?.startMs}-${state}`}
              d={`M${top.join("L")}L${under.join("L")}Z`}
              fill={fillOf(look)}
              fillOpacity={state === "calling" ? 0.75 : 1}
              opacity={stretch[0]?.forming === true ? PALE : 1}
              stroke={look.color}
              strokeWidth={state === "idle" ? 0.5 : 0}
              strokeOpacity={0.6}
            />
          );
        }),
      )}
    </ZIndexLayer>
  );
}
