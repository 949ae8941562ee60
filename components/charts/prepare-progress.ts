import { spanTicks } from "./axis-ticks";
import type { TimeRow, TimeWindow } from "./time-rows";

export interface ProgressRow extends TimeRow {
  /** Cases done by the bucket's end; null where nothing was recorded. */
  readonly done: number | null;
  /** What the launch expected by then; null without a forecast. */
  readonly expected: number | null;
}

/** Two points of a straight line over time. */
export interface TimeLine {
  readonly fromMs: number;
  readonly from: number;
  readonly toMs: number;
  readonly to: number;
}

/** The part of a line within a window, so that what stands at its end is seen; null where nothing of it is. */
export function clipLine(line: TimeLine | null, { fromMs, toMs }: TimeWindow): TimeLine | null {
  if (line === null || line.toMs <= fromMs || line.fromMs >= toMs) return null;
  const at = (ms: number) => line.from + ((line.to - line.from) * (ms - line.fromMs)) / (line.toMs - line.fromMs);
  const [from, to] = [Math.max(line.fromMs, fromMs), Math.min(line.toMs, toMs)];
  return { fromMs: from, from: at(from), toMs: to, to: at(to) };
}

export interface ProgressState {
  readonly done: number;
  readonly total: number;
  /** Cases done before the rows; null: the rows reach to now, and `done` tells it. */
  readonly doneBefore: number | null;
  /** Time spent running by now, pauses left out. */
  readonly activeMs: number;
  /** Now, or when the run came to its end. */
  readonly nowMs: number;
  /** What the launch expected of the whole run; null: nothing. */
  readonly expectedMs: number | null;
  /** Time left; null where the run does not go on. */
  readonly etaMs: number | null;
}

export interface ProgressChartData {
  readonly rows: readonly ProgressRow[];
  /** Somewhat beyond now while the run goes on, so that it shows where it leads. */
  readonly window: TimeWindow;
  readonly yTicks: readonly number[];
  readonly forecast: TimeLine | null;
  readonly reforecast: TimeLine | null;
  /** Ahead of the launch's forecast, ms; below 0: behind. Null without one. */
  readonly aheadMs: number | null;
}

/** So much of the span is added for what is to come, at most. */
const AHEAD_SHARE = 0.35;

/**
 * C7: cases done, against what was expected. The forecast counts running time, so a pause moves it on; it is fixed at the
 * right end, where it is read.
 */
export function prepareProgress(
  timeRows: readonly TimeRow[],
  window: TimeWindow,
  state: ProgressState,
): ProgressChartData {
  const { done, total, activeMs, nowMs, expectedMs, etaMs } = state;
  const startMs = nowMs - activeMs;
  const expectedAt = (atMs: number) =>
    expectedMs === null ? null : total * Math.min(1, Math.max(0, (atMs - startMs) / Math.max(1, expectedMs)));
  const inRows = timeRows.reduce((sum, row) => sum + (row.bucket?.finished ?? 0), 0);
  let so = state.doneBefore ?? Math.max(0, done - inRows);
  const rows = timeRows.map((row): ProgressRow => {
    so += row.bucket?.finished ?? 0;
    return { ...row, done: row.bucket === null ? null : so, expected: expectedAt(row.endMs) };
  });
  const ends = etaMs !== null && etaMs > 0 && nowMs <= window.toMs + 2000;
  const beyond = ends ? Math.min(etaMs, (window.toMs - window.fromMs) * AHEAD_SHARE) : 0;
  const shown = { ...window, toMs: Math.max(window.toMs, nowMs + beyond) };
  const reforecast = ends ? { fromMs: nowMs, from: done, toMs: nowMs + etaMs, to: total } : null;
  const forecast =
    expectedMs === null ? null : { fromMs: startMs, from: 0, toMs: startMs + Math.max(1, expectedMs), to: total };
  const values = rows.flatMap((row) => (row.done === null ? [] : [row.done]));
  const edges = [shown.fromMs, shown.toMs].map(expectedAt).filter((value) => value !== null);
  const leads =
    reforecast === null ? [] : [Math.min(total, done + ((total - done) * beyond) / Math.max(1, etaMs ?? 1))];
  const all = [...values, ...edges, ...leads];
  return {
    rows,
    window: shown,
    yTicks: spanTicks(Math.min(...all, total), Math.max(...all, 1)),
    forecast,
    reforecast,
    aheadMs: expectedMs === null || done === 0 ? null : (expectedMs * done) / Math.max(1, total) - activeMs,
  };
}
