import type { CompareTimeline } from "@/lib/contracts/compare";
import { valueTicks } from "./axis-ticks";

export const OVERLAY_METRICS = ["rate", "done", "passRate"] as const;
export type OverlayMetric = (typeof OVERLAY_METRICS)[number];

/** A moment of running time with a value for each run; null past a run's end, and where nothing is known. */
export interface OverlayRow {
  readonly x: number;
  readonly values: readonly (number | null)[];
}

export interface Overlay {
  readonly rows: readonly OverlayRow[];
  readonly toMs: number;
  readonly yTicks: readonly number[];
  /** Where each run's line ends; null where it has none. */
  readonly ends: readonly ({ readonly x: number; readonly y: number } | null)[];
}

const STEPS = 150;

type Run = CompareTimeline["runs"][number];

/** Runs of any length on one axis: time running, pauses left out. */
export function prepareOverlay(runs: readonly Run[], metric: OverlayMetric): Overlay {
  const toMs = Math.max(1000, ...runs.map((run) => run.points.at(-1)?.elapsedMs ?? 0));
  const stepMs = Math.max(1000, Math.ceil(toMs / STEPS / 1000) * 1000);
  const rows: OverlayRow[] = [];
  const places = runs.map(() => 0);
  for (let x = 0; x <= toMs + stepMs - 1; x += stepMs) {
    const at = Math.min(x, toMs);
    rows.push({
      x: at,
      values: runs.map((run, index) => {
        const value = valueAt(run, at, metric, places[index] ?? 0);
        places[index] = value.place;
        return value.value;
      }),
    });
    if (at === toMs) break;
  }
  const highest = Math.max(0, ...rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  return {
    rows,
    toMs,
    yTicks: metric === "passRate" ? [0, 0.25, 0.5, 0.75, 1] : valueTicks(highest, 4, metric === "done"),
    ends: runs.map((_, index) => {
      const last = rows.findLast((row) => (row.values[index] ?? null) !== null);
      const y = last?.values[index] ?? null;
      return last === undefined || y === null ? null : { x: last.x, y };
    }),
  };
}

/** The run's value at `x`, looked for from `place` on, where the last one was found. */
function valueAt(
  { points }: Run,
  x: number,
  metric: OverlayMetric,
  from: number,
): { value: number | null; place: number } {
  let place = from;
  while (place < points.length - 1 && (points[place]?.elapsedMs ?? 0) < x) place += 1;
  const point = points[place];
  const end = points.at(-1)?.elapsedMs ?? 0;
  // The last step may lie a little behind the end of a run.
  if (point === undefined || x > end) return { value: null, place };
  if (metric === "rate") return { value: point.startedPerSecond, place };
  if (metric === "passRate") return { value: point.passRate, place };
  // Counts grow evenly within a bucket.
  const before = points[place - 1] ?? { elapsedMs: 0, done: 0 };
  const share = (x - before.elapsedMs) / Math.max(1, point.elapsedMs - before.elapsedMs);
  return { value: before.done + (point.done - before.done) * Math.min(1, Math.max(0, share)), place };
}
