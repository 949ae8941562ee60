"use client";

import { memo } from "react";
import { formatCount, formatExact, formatPlural } from "@/lib/format";
import { ChartFrame } from "./chart-frame";
import { prepareWaits, type WaitClass } from "./prepare-waits";
import { fillOf, LOOK, type SeriesLook } from "./series-look";
import { useHiddenSeries } from "./use-hidden-series";

const HEIGHT = 104;
const LEGEND = [
  { key: "asked", label: "From Retry-After", look: LOOK.askedWaits },
  { key: "computed", label: "Computed", look: LOOK.computedWaits },
] as const;

/** C11: are the waits after failures sane? */
export const WaitsHistogram = memo(function WaitsHistogram({ classes }: { classes: readonly WaitClass[] }) {
  const { hidden, toggle } = useHiddenSeries("chart-waits");
  const bars = prepareWaits(classes);
  const asked = bars.reduce((sum, bar) => sum + bar.asked, 0);
  const computed = bars.reduce((sum, bar) => sum + bar.computed, 0);
  const summary =
    asked + computed === 0
      ? "No attempt was followed by a backoff."
      : `${formatPlural(asked + computed, "backoff")}: ${formatCount(asked)} as long as the provider asked, ${formatCount(computed)} as long as the retry policy says.`;
  return (
    <ChartFrame
      id="chart-waits"
      title="Backoff waits"
      unit="waits, by seconds"
      summary={summary}
      keepsUp
      legend={LEGEND}
      hidden={hidden}
      onToggle={toggle}
      table={() => ({
        columns: ["Seconds", "From Retry-After", "Computed"],
        rows: bars.map((bar) => [bar.label, formatExact(bar.asked), formatExact(bar.computed)]),
      })}
    >
      <div className="grid grid-cols-6 items-end gap-2 px-2 pt-2" style={{ height: HEIGHT + 40 }}>
        {bars.map((bar) => (
          <div key={bar.label} className="flex h-full min-w-0 flex-col justify-end">
            <div className="flex items-end justify-center gap-1">
              {!hidden.has("asked") && <Bar count={bar.asked} height={bar.askedHeight} look={LOOK.askedWaits} />}
              {!hidden.has("computed") && (
                <Bar count={bar.computed} height={bar.computedHeight} look={LOOK.computedWaits} />
              )}
            </div>
            <span className="border-control/60 border-t pt-1 text-center text-muted text-tick tabular-nums">
              {bar.label}
            </span>
          </div>
        ))}
      </div>
    </ChartFrame>
  );
});

/** One wait among many must still be seen. */
const HEIGHT_LEAST = 3;

function Bar({ count, height, look }: { count: number; height: number; look: SeriesLook }) {
  const px = count === 0 ? 0 : Math.max(HEIGHT_LEAST, Math.round(height * HEIGHT));
  return (
    <span className="flex w-8 flex-col items-center">
      <span className="text-tick tabular-nums">{count === 0 ? "" : formatCount(count)}</span>
      <svg aria-hidden="true" width="100%" height={px} className="block">
        <rect
          x="0.5"
          y="0.5"
          width="calc(100% - 1px)"
          height={Math.max(0, px)}
          fill={fillOf(look)}
          stroke={look.color}
        />
      </svg>
    </span>
  );
}
