"use client";

import { memo, useMemo } from "react";
import { formatCount, formatNumber, formatPlural } from "@/lib/format";
import { LimitLayer } from "./chart-layers";
import type { SecondsText, SeriesText } from "./chart-tooltip";
import { limitEnd } from "./prepare-ends";
import { type PermitsChartData, type PermitsRow, preparePermits } from "./prepare-permits";
import { LOOK } from "./series-look";
import { StepArea } from "./step-area";
import { noneYet, type TimeChartInput, TimeFigure } from "./time-figure";
import { useHiddenSeries } from "./use-hidden-series";

/** A thousandth of a permit tells nothing. */
const tenth = (permits: number | null | undefined) =>
  formatNumber(permits == null ? null : Math.round(permits * 10) / 10);

const PERMITS: SeriesText<PermitsRow> = {
  key: "permits",
  label: "Permits left",
  look: LOOK.permits,
  format: (row) => tenth(row.permits),
};
const BURST: SeriesText<PermitsRow> = {
  key: "burst",
  label: "Burst",
  look: LOOK.limit,
  format: (row) => formatCount(row.bucket?.limit?.burst),
};
const SERIES = [PERMITS, BURST];

const SECONDS: SecondsText<PermitsRow> = {
  tell: ({ bucket }) => `fewest ${tenth(bucket?.permitsMin)} · most ${tenth(bucket?.permitsMax)}`,
  columns: [
    { key: "permits", label: "Fewest", format: (row) => tenth(row.bucket?.permitsMin) },
    { key: "permits", label: "Most", format: (row) => tenth(row.bucket?.permitsMax) },
  ],
};

/** C8: how the burst is used up and comes back. */
export const PermitsChart = memo(function PermitsChart({ input }: { input: TimeChartInput }) {
  const shown = useHiddenSeries("chart-permits");
  const data = useMemo(() => preparePermits(input.rows), [input.rows]);
  const summary = sentence(data, input);
  return (
    <TimeFigure
      id="chart-permits"
      title="Permits left"
      unit="permits"
      summary={summary}
      input={input}
      rows={data.rows}
      series={SERIES}
      seconds={SECONDS}
      hidden={shown}
      plots={[
        {
          yTicks: data.yTicks,
          formatY: formatCount,
          height: 144,
          fill: true,
          ends: limitEnd("burst", LOOK.limit, data.burst, (value) => `burst ${formatCount(value)}`),
          content: (
            <>
              {!shown.hidden.has("permits") && (
                <StepArea rows={data.rows} value={(row) => row.permits} look={LOOK.permits} />
              )}
              {!shown.hidden.has("burst") && <LimitLayer segments={data.burst} />}
            </>
          ),
        },
      ]}
    />
  );
});

function sentence({ now, mean }: PermitsChartData, { ofRange, loading }: TimeChartInput): string {
  if (now === null) return noneYet(loading, "Nothing was recorded in this range.");
  const burst = formatCount(now.burst);
  if (ofRange !== null) return `In this range ${tenth(mean)} of ${burst} permits were left on average.`;
  const next =
    now.permits < 1
      ? "each attempt waits for the next one"
      : `${formatPlural(Math.floor(now.permits), "attempt")} can start at once`;
  return `${tenth(now.permits)} of ${burst} permits left; ${next}.`;
}
