"use client";

import { ZIndexLayer } from "recharts";
import { usePixels } from "./chart-layers";
import { fillOf, PALE, type SeriesLook } from "./series-look";
import { type TimeRow, unbroken } from "./time-rows";

/** A value that holds over each bucket, as a filled step; a gap stays a gap. */
export function StepArea<Row extends TimeRow>({
  rows,
  value,
  look,
}: {
  rows: readonly Row[];
  value: (row: Row) => number | null;
  look: SeriesLook;
}) {
  const pixels = usePixels();
  if (pixels === null) return null;
  return (
    <ZIndexLayer zIndex={100}>
      {unbroken(rows).map((stretch) => {
        const top = stretch.map(
          (row) => `${pixels.x(row.startMs)} ${pixels.y(value(row) ?? 0)}H${pixels.x(row.endMs)}`,
        );
        const [first, last] = [stretch[0], stretch.at(-1)];
        const line = `M${top.join("L")}`;
        return (
          <g key={first?.startMs} opacity={first?.forming === true ? PALE : 1}>
            <path
              d={`${line}L${pixels.x(last?.endMs ?? 0)} ${pixels.bottom}H${pixels.x(first?.startMs ?? 0)}Z`}
              fill={fillOf(look)}
              fillOpacity={look.pattern === undefined ? 0.3 : 1}
            />
            <path d={line} fill="none" stroke={look.color} strokeWidth={1.5} />
          </g>
        );
      })}
    </ZIndexLayer>
  );
}
