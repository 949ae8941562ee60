"use client";

import { memo } from "react";
import { PLOT } from "./plot-place";
import type { PermitsRow } from "./prepare-permits";
import { LOOK, PALE } from "./series-look";
import { type TimeWindow, unbroken } from "./time-rows";

const WIDTH = 1000;
const HEIGHT = 12;

/** C8 in small, over C1: how full the bucket is. Decoration: chart and table of the permits tell it in figures. */
export const PermitsStrip = memo(function PermitsStrip({
  rows,
  window,
}: {
  rows: readonly PermitsRow[];
  window: TimeWindow;
}) {
  const x = (ms: number) => {
    const share = (ms - window.fromMs) / Math.max(1, window.toMs - window.fromMs);
    return (Math.min(1, Math.max(0, share)) * WIDTH).toFixed(1);
  };
  const y = (full: number | null) => (HEIGHT * (1 - (full ?? 0))).toFixed(1);
  return (
    <div
      aria-hidden
      className="flex h-3 items-stretch text-muted text-tick"
      style={{ paddingRight: PLOT.right }}
      title="Permits left of the burst"
    >
      <span className="shrink-0 pr-1 text-right leading-3" style={{ width: PLOT.left }}>
        burst
      </span>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-3 min-w-0 flex-1 rounded-sm bg-sunken"
      >
        {unbroken(rows).map((stretch) => {
          const top = stretch.map((row) => `${x(row.startMs)} ${y(row.full)}H${x(row.endMs)}`).join("L");
          return (
            <path
              key={stretch[0]?.startMs}
              d={`M${top}V${HEIGHT}H${x(stretch[0]?.startMs ?? 0)}Z`}
              fill={LOOK.permits.color}
              fillOpacity={stretch[0]?.forming === true ? 0.65 * PALE : 0.65}
            />
          );
        })}
      </svg>
    </div>
  );
});
