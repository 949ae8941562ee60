"use client";

import { useEffect, useRef } from "react";
import { ZIndexLayer } from "recharts";
import { type Pixels, usePixels } from "./chart-layers";
import { PLOT } from "./plot-place";
import { besideEachOther, type LineEnd, placeEndNames } from "./prepare-ends";

/** A letter of the small type that names are set in, px; some are narrower. */
const LETTER_PX = 5.4;
const BESIDE_PX = 4;
/** A line that ends as near the plot's edge has its name beyond it, where names stand still. */
const EDGE_PX = 24;
const NONE: ReadonlyMap<string, number> = new Map();

/** The names of lines at their right ends. A line that stands above the plot has an arrow up. */
export function EndNames({ ends }: { ends: readonly LineEnd[] }) {
  const pixels = usePixels();
  const before = useRef(NONE);
  const places = pixels === null ? NONE : placesOf(ends, pixels, before.current);
  useEffect(() => {
    before.current = places;
  });
  if (pixels === null) return null;
  return (
    <ZIndexLayer zIndex={430}>
      {ends.map(({ key, text, look, atMs, value }) => {
        const y = places.get(key) ?? pixels.top;
        const words = pixels.isAbove(value) ? `${text} ↑` : text;
        const ended = pixels.x(atMs);
        const from = pixels.right - ended < EDGE_PX ? pixels.right : ended;
        const x = Math.min(from + BESIDE_PX, pixels.right + PLOT.right - words.length * LETTER_PX);
        const at = pixels.y(value);
        return (
          <g key={key} aria-hidden>
            {/* Leads from a name that had to move to its line. */}
            {Math.abs(at - y) > 3 && (
              <path
                d={`M${from} ${at}L${from + BESIDE_PX - 1} ${y}`}
                stroke={look.color}
                strokeOpacity={0.7}
                fill="none"
              />
            )}
            <text
              data-end={key}
              x={x}
              y={y + 4}
              className="fill-fg text-tick"
              stroke="var(--panel)"
              strokeWidth={3}
              paintOrder="stroke"
            >
              {words}
            </text>
          </g>
        );
      })}
    </ZIndexLayer>
  );
}

function placesOf(
  ends: readonly LineEnd[],
  { x, y, top, bottom }: Pixels,
  before: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const points = ends.map(({ key, atMs, value }) => ({ key, x: x(atMs), y: y(value) }));
  const room = { top: top + 1, bottom: bottom - 3 };
  return new Map(besideEachOther(points, PLOT.right).flatMap((column) => [...placeEndNames(column, room, before)]));
}
