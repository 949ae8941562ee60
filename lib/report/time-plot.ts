import { timeTicks } from "@/components/charts/axis-ticks";
import { besideEachOther, type LineEnd, placeEndNames } from "@/components/charts/prepare-ends";
import { PALE, type SeriesLook } from "@/components/charts/series-look";
import type { TimeBand, TimeMark } from "@/components/charts/time-marks";
import { placeMarks } from "@/components/charts/time-marks";
import { firmAndPale, isForming, type StepSegment, type TimeRow, type TimeWindow } from "@/components/charts/time-rows";
import { formatElapsed } from "@/lib/format";
import { html, Markup } from "./markup";

const WIDTH = 520;
const HEIGHT = 200;
const PLOT = { left: 46, right: WIDTH - 66, top: 26, bottom: HEIGHT - 22 };
/** Between two names, one over the other: on a small screen the type is larger. */
const NAME_GAP = 14;

/** Turns times and values into places of the picture. */
export interface TimePlot {
  readonly x: (ms: number) => number;
  readonly y: (value: number) => number;
  readonly window: TimeWindow;
}

export interface ValueAxis {
  readonly ticks: readonly number[];
  readonly scale: "linear" | "log";
  readonly unit: string;
  readonly write: (value: number) => string;
}

/** A plot over a span of time, with its axes drawn by `frame`. */
export function timePlot(window: TimeWindow, axis: ValueAxis): TimePlot {
  const span = Math.max(1, window.toMs - window.fromMs);
  const [low, high] = [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1];
  const place = axis.scale === "log" ? (value: number) => Math.log10(Math.max(value, low)) : (value: number) => value;
  const range = place(high) - place(low) || 1;
  const within = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value));
  return {
    window,
    x: (ms) =>
      round(within(PLOT.left + ((ms - window.fromMs) / span) * (PLOT.right - PLOT.left), PLOT.left, PLOT.right)),
    y: (value) => {
      const height = ((place(value) - place(low)) / range) * (PLOT.bottom - PLOT.top);
      return round(within(PLOT.bottom - height, PLOT.top, PLOT.bottom));
    },
  };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** The whole picture: grid, labels, the layers between, marks on top. `label` is what it shows, in a sentence. */
export function frame(
  plot: TimePlot,
  axis: ValueAxis,
  label: string,
  layers: readonly Markup[],
  marks: readonly TimeMark[],
) {
  const times = timeTicks(plot.window.fromMs, plot.window.toMs, plot.window.originMs, 6);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${axis.ticks.map((tick) => html`<line class="grid-line" x1="${PLOT.left}" x2="${PLOT.right}" y1="${plot.y(tick)}" y2="${plot.y(tick)}"/><text x="${PLOT.left - 6}" y="${plot.y(tick) + 4}" text-anchor="end">${axis.write(tick)}</text>`)}
<text x="4" y="10">${axis.unit}</text>
${times.map((ms) => html`<text x="${plot.x(ms)}" y="${HEIGHT - 6}" text-anchor="middle">${formatElapsed(ms - plot.window.originMs)}</text>`)}
${layers}
${placeMarks(marks, plot.x).map((mark) => html`<line x1="${mark.x}" x2="${mark.x}" y1="${PLOT.top}" y2="${PLOT.bottom}" stroke="var(--fg)" stroke-dasharray="1 2"><title>${mark.label}</title></line>`)}
</svg>`;
}

/** A line through the middle of each bucket, broken where there is no value. */
export function lineLayer<Row extends TimeRow>(
  plot: TimePlot,
  rows: readonly Row[],
  value: (row: Row) => number | null,
  look: SeriesLook,
): Markup {
  const parts = firmAndPale(rows, isForming).map(({ name, holds }) => {
    let path = "";
    let pen = "M";
    for (const row of rows) {
      const at = holds(row) ? value(row) : null;
      if (at === null) pen = "M";
      else {
        // A point that stands alone is drawn as a dot.
        path += `${pen}${plot.x(row.x)} ${plot.y(at)}${pen === "M" ? "h0" : ""}`;
        pen = "L";
      }
    }
    return stroked(path, look, name === "pale" ? PALE : 1);
  });
  return html`${parts}`;
}

/** The names of lines beyond their right ends, none over another. */
export function endNames(plot: TimePlot, ends: readonly LineEnd[]): Markup {
  const points = ends.map(({ key, text, atMs, value }) => ({ key, text, x: plot.x(atMs), y: plot.y(value) }));
  const room = { top: PLOT.top, bottom: PLOT.bottom, gap: NAME_GAP };
  const texts = besideEachOther(points, WIDTH - PLOT.right).flatMap((column) => {
    const places = placeEndNames(column, room);
    return column.map(
      ({ key, text, x, y }) =>
        html`<text x="${x + 6}" y="${round(places.get(key) ?? y) + 4}" class="end">${text}</text>`,
    );
  });
  return html`${texts}`;
}

/** A value that holds until it is changed: a step at the time of each change. */
export function stepLayer(plot: TimePlot, segments: readonly StepSegment[], look: SeriesLook): Markup {
  const path = segments.map(({ fromMs, toMs, value }, at) => {
    const before = segments[at - 1];
    const pen = before !== undefined && fromMs - before.toMs <= 1 ? "L" : "M";
    return `${pen}${plot.x(fromMs)} ${plot.y(value)}L${plot.x(toMs)} ${plot.y(value)}`;
  });
  return stroked(path.join(""), look);
}

function stroked(path: string, { color, width = 1.5, dash }: SeriesLook, opacity = 1): Markup {
  if (path === "") return html``;
  return html`<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-dasharray="${dash ?? "none"}" stroke-linecap="round" stroke-opacity="${opacity}"/>`;
}

export interface StackPart {
  readonly look: SeriesLook;
  readonly fill: string;
}

/** Columns on top of each other, one for each bucket; what is there at all is at least `least` pixels high. */
export function stackLayer<Row extends TimeRow>(
  plot: TimePlot,
  rows: readonly Row[],
  parts: readonly (StackPart & { readonly value: (row: Row) => number | null })[],
  least: number,
): Markup {
  const columns = rows.flatMap((row) => {
    if (row.bucket === null) return [];
    const left = plot.x(row.startMs);
    const width = Math.max(1, plot.x(row.endMs) - left - (plot.x(row.endMs) - left >= 4 ? 0.5 : 0));
    let base = PLOT.bottom;
    return parts.flatMap(({ value, fill, look }) => {
      const amount = value(row) ?? 0;
      if (amount <= 0) return [];
      const height = Math.max(least, PLOT.bottom - plot.y(amount));
      base = Math.max(PLOT.top, base - height);
      const outline = look.kind === "outline" ? html` stroke="${look.color}" stroke-width=".5"` : null;
      return [
        html`<rect x="${left}" y="${round(base)}" width="${round(width)}" height="${round(height)}" fill="${fill}" opacity="${row.forming ? PALE : 1}"${outline}/>`,
      ];
    });
  });
  return new Markup(columns.map(({ text }) => text).join(""));
}

/** Spans in which nothing could start. */
export function bandLayer(plot: TimePlot, bands: readonly TimeBand[]): Markup[] {
  return bands.map(({ kind, fromMs, toMs }) => {
    const fill = kind === "cooldown" ? "var(--throttle)" : "url(#pattern-idle-hatch)";
    const width = Math.max(1, plot.x(toMs) - plot.x(fromMs));
    return html`<rect x="${plot.x(fromMs)}" y="${PLOT.top}" width="${round(width)}" height="${PLOT.bottom - PLOT.top}" fill="${fill}" fill-opacity="${kind === "cooldown" ? 0.14 : 1}"><title>${kind}</title></rect>`;
  });
}
