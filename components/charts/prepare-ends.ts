import type { SeriesLook } from "./series-look";
import type { StepSegment } from "./time-rows";

/** A series that is drawn as a line, and bears a short name at its right end. */
export interface LineSeries<Row> {
  readonly key: string;
  readonly look: SeriesLook;
  readonly value: (row: Row) => number | null;
  readonly end: string;
}

/** Where a line ends, and what is written there. */
export interface LineEnd {
  readonly key: string;
  readonly text: string;
  readonly look: SeriesLook;
  readonly atMs: number;
  readonly value: number;
}

/** More names than these at the end of lines are a thicket; the legend tells them better. */
const ENDS_MAX = 4;

/** The ends that bear their names: those of the lines that are on, and none where they are too many. */
export function namedEnds(ends: readonly LineEnd[], hidden: ReadonlySet<string>): readonly LineEnd[] {
  const on = ends.filter(({ key }) => !hidden.has(key));
  return on.length > ENDS_MAX ? [] : on;
}

/** The last point of each line. */
export function seriesEnds<Row extends { readonly x: number }>(
  rows: readonly Row[],
  series: readonly LineSeries<Row>[],
): readonly LineEnd[] {
  return series.flatMap(({ key, look, value: read, end }) => {
    const last = rows.findLast((row) => read(row) !== null);
    const value = last === undefined ? null : read(last);
    return last === undefined || value === null ? [] : [{ key, look, text: end, atMs: last.x, value }];
  });
}

/** The end of a limit, with its present value: "limit 5". */
export function limitEnd(
  key: string,
  look: SeriesLook,
  segments: readonly StepSegment[],
  text: (value: number) => string,
): readonly LineEnd[] {
  const last = segments.at(-1);
  return last === undefined ? [] : [{ key, look, text: text(last.value), atMs: last.toMs, value: last.value }];
}

/** Between the middles of two names that stand one over the other, px. */
export const END_GAP_PX = 12;
/** Names stay where they are until one of them would move as far. */
const STAY_PX = 4;

/**
 * The heights of names at the ends of lines, px from the top: each as near its line's end as can be, none over another,
 * all within the plot. Where things stood `before` they stay while the lines move little, so that live figures do not
 * make the names dance or change places over and over.
 */
export function placeEndNames(
  ends: readonly { readonly key: string; readonly y: number }[],
  { top, bottom, gap = END_GAP_PX }: { readonly top: number; readonly bottom: number; readonly gap?: number },
  before: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const blocks: { keys: string[]; wanted: number; y: number }[] = [];
  for (const { key, y } of inOrder(ends, before)) {
    let block = { keys: [key], wanted: y, y: Math.max(top, Math.min(bottom, y)) };
    // What would overlap is moved together, around the middle of where its parts want to be.
    for (let above = blocks.at(-1); above !== undefined && above.y + above.keys.length * gap > block.y; ) {
      blocks.pop();
      const keys = [...above.keys, ...block.keys];
      const shift = above.keys.length * block.keys.length * gap;
      const wanted = above.wanted + block.wanted - shift;
      const lowest = bottom - (keys.length - 1) * gap;
      block = { keys, wanted, y: Math.max(top, Math.min(lowest, wanted / keys.length)) };
      above = blocks.at(-1);
    }
    blocks.push(block);
  }
  const placed = new Map(blocks.flatMap(({ keys, y }) => keys.map((key, at): [string, number] => [key, y + at * gap])));
  const stays = [...placed].every(([key, y]) => Math.abs(y - (before.get(key) ?? Number.POSITIVE_INFINITY)) < STAY_PX);
  return stays ? new Map([...placed.keys()].map((key) => [key, before.get(key) ?? 0])) : placed;
}

/** Ends in columns: those that stand less than `gap` px apart from the next can be over one another. */
export function besideEachOther<End extends { readonly x: number }>(ends: readonly End[], gap: number): End[][] {
  const columns: End[][] = [];
  for (const end of [...ends].sort((a, b) => a.x - b.x)) {
    const column = columns.at(-1);
    const before = column?.at(-1);
    if (column !== undefined && before !== undefined && end.x - before.x < gap) column.push(end);
    else columns.push([end]);
  }
  return columns;
}

/** From the top down. Names change places only when their lines have clearly crossed. */
function inOrder<End extends { readonly key: string; readonly y: number }>(
  ends: readonly End[],
  before: ReadonlyMap<string, number>,
): readonly End[] {
  const placeOf = ({ key, y }: End) => before.get(key) ?? y;
  // Of lines that end in one point the later stands above: a p95 over its median.
  const ordered = [...ends].reverse().sort((a, b) => placeOf(a) - placeOf(b));
  for (let swapped = true; swapped; ) {
    swapped = false;
    for (let i = 1; i < ordered.length; i++) {
      const [above, below] = [ordered[i - 1], ordered[i]];
      if (above === undefined || below === undefined || above.y <= below.y + STAY_PX) continue;
      [ordered[i - 1], ordered[i]] = [below, above];
      swapped = true;
    }
  }
  return ordered;
}
