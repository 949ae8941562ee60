"use client";

import { usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts";
import { LOOK, patternFill, type SeriesLook } from "./series-look";
import { placeEnds, placeMarks, placeWords, type TimeBand, type TimeMark } from "./time-marks";
import type { StepSegment } from "./time-rows";

/** The plot in pixels. */
export interface Pixels {
  readonly x: (t: number) => number;
  readonly y: (v: number) => number;
  /** The value stands above the plot. */
  readonly isAbove: (v: number) => boolean;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Turns times and values into pixels of the plot; null until the chart knows its size. */
export function usePixels(): Pixels | null {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const left = area.x;
  const right = area.x + area.width;
  const top = area.y;
  const bottom = area.y + area.height;
  const clamp = (value: number | undefined, low: number, high: number) =>
    value === undefined || Number.isNaN(value) ? low : Math.min(high, Math.max(low, value));
  return {
    x: (t) => clamp(xScale(t), left, right),
    y: (v) => clamp(yScale(v), top, bottom),
    isAbove: (v) => (yScale(v) ?? top) < top - 1,
    left,
    top,
    right,
    bottom,
  };
}

const BAND_FILL: Record<TimeBand["kind"], { fill: string; opacity: number; word: string }> = {
  paused: { fill: patternFill("idle-hatch"), opacity: 1, word: "Paused" },
  cooldown: { fill: "var(--throttle)", opacity: 0.12, word: "Cooldown" },
  unseen: { fill: patternFill("idle-hatch"), opacity: 1, word: "This page was cut off" },
};

/** The widest of the texts that tell a cooldown's end, px. */
const END_WIDTH = 78;

/** Until when the provider asked to wait, written over the bands of its cooldowns, where it hides no bar. `format`: as the time axis has it. */
export function BandEnds({ bands, format }: { bands: readonly TimeBand[]; format: (atMs: number) => string }) {
  const pixels = usePixels();
  if (pixels === null) return null;
  return (
    <ZIndexLayer zIndex={430}>
      {placeEnds(bands, pixels.x, { right: pixels.right, width: END_WIDTH }).map(({ key, x, untilMs }) => (
        <text
          key={key}
          x={x}
          y={pixels.top - 6}
          data-until
          className="fill-fg text-tick tabular-nums"
          stroke="var(--panel)"
          strokeWidth={3}
          paintOrder="stroke"
        >
          until {format(untilMs)}
        </text>
      ))}
    </ZIndexLayer>
  );
}

/** Shaded spans behind the series. */
export function BandLayer({ bands }: { bands: readonly TimeBand[] }) {
  const pixels = usePixels();
  if (pixels === null) return null;
  return (
    <ZIndexLayer zIndex={-50}>
      {bands.map((band) => {
        const x = pixels.x(band.fromMs);
        const look = BAND_FILL[band.kind];
        return (
          <rect
            key={`${band.kind}-${band.fromMs}`}
            x={x}
            y={pixels.top}
            width={Math.max(1, pixels.x(band.toMs) - x)}
            height={pixels.bottom - pixels.top}
            fill={look.fill}
            fillOpacity={look.opacity}
          >
            <title>{look.word}</title>
          </rect>
        );
      })}
    </ZIndexLayer>
  );
}

/** Vertical lines at changes. Their words stand over the first chart only (`labelled`). */
export function MarkLayer({ marks, labelled }: { marks: readonly TimeMark[]; labelled: boolean }) {
  const pixels = usePixels();
  if (pixels === null) return null;
  const placed = placeMarks(marks, pixels.x);
  const labels = labelled ? placeWords(placed, pixels) : undefined;
  return (
    <ZIndexLayer zIndex={450}>
      {placed.map((mark) => {
        const words = labels?.get(mark.id);
        return (
          <g key={mark.id}>
            <line
              x1={mark.x}
              x2={mark.x}
              y1={pixels.top}
              y2={pixels.bottom}
              stroke="var(--fg)"
              strokeWidth={1}
              strokeOpacity={0.55}
            />
            <path d={`M${mark.x - 4} ${pixels.top - 1}h8l-4 6z`} fill="var(--fg)" />
            <title>{mark.label}</title>
            {words !== undefined && (
              <text
                x={words.x}
                y={pixels.top + 9}
                textAnchor={words.anchor}
                className="fill-fg text-tick"
                stroke="var(--panel)"
                strokeWidth={3}
                paintOrder="stroke"
              >
                {mark.label}
              </text>
            )}
          </g>
        );
      })}
    </ZIndexLayer>
  );
}

/** A limit as steps over time. Changes show where they happened; its end is named as every line's. */
export function LimitLayer({ segments, look = LOOK.limit }: { segments: readonly StepSegment[]; look?: SeriesLook }) {
  const pixels = usePixels();
  if (pixels === null || segments.length === 0) return null;
  const path = segments
    .map((segment, i) => {
      const before = segments[i - 1];
      const joined = before !== undefined && segment.fromMs - before.toMs <= 1;
      const y = pixels.y(segment.value);
      return `${joined ? "L" : "M"}${pixels.x(segment.fromMs)} ${y}H${pixels.x(segment.toMs)}`;
    })
    .join("");
  return (
    <ZIndexLayer zIndex={420}>
      <path d={path} fill="none" stroke={look.color} strokeWidth={look.width} strokeDasharray={look.dash} />
    </ZIndexLayer>
  );
}
