import type { TimeRow } from "./time-rows";

/** A moment worth a line over all charts: a changed limit, a pause of its own, a note. */
export interface TimeMark {
  readonly id: string;
  readonly atMs: number;
  readonly label: string;
  /** Its entry of the log; absent: not known. */
  readonly entryId?: string | undefined;
}

/** A span worth a shade: paused, cooling down, or not seen by this page. */
export interface TimeBand {
  readonly kind: "paused" | "cooldown" | "unseen";
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Spans in which the run was paused or its pool was cooling down, as the buckets tell. A paused run records nothing
 * once it has drained, so the gap behind a paused bucket belongs to the pause.
 */
export function prepareBands(rows: readonly TimeRow[]): TimeBand[] {
  return [
    ...bandsOf(
      rows,
      "paused",
      (row, before) => row.bucket?.paused === true || (row.bucket === null && before?.bucket?.paused === true),
    ),
    ...bandsOf(rows, "cooldown", (row) => row.bucket?.cooldown === true),
  ];
}

function bandsOf(
  rows: readonly TimeRow[],
  kind: TimeBand["kind"],
  holds: (row: TimeRow, before: TimeRow | undefined) => boolean,
): TimeBand[] {
  const bands: TimeBand[] = [];
  rows.forEach((row, i) => {
    if (!holds(row, rows[i - 1])) return;
    const last = bands.at(-1);
    if (last !== undefined && row.startMs - last.toMs <= 1) bands[bands.length - 1] = { ...last, toMs: row.endMs };
    else bands.push({ kind, fromMs: row.startMs, toMs: row.endMs });
  });
  return bands;
}

export interface PlacedMark {
  readonly id: string;
  readonly x: number;
  readonly label: string;
  /** What it stands for, in order of time. */
  readonly marks: readonly TimeMark[];
}

/** Marks in pixels; those that stand closer than `minGap` become one that names their number. */
export function placeMarks(marks: readonly TimeMark[], toPixel: (atMs: number) => number, minGap = 24): PlacedMark[] {
  const groups: { x: number; marks: TimeMark[] }[] = [];
  for (const mark of [...marks].sort((a, b) => a.atMs - b.atMs)) {
    const x = toPixel(mark.atMs);
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < minGap) last.marks.push(mark);
    else groups.push({ x, marks: [mark] });
  }
  return groups.map(({ x, marks: together }) => ({
    id: together.map((mark) => mark.id).join("+"),
    x,
    label: together.length === 1 ? (together[0]?.label ?? "") : `${together.length} changes`,
    marks: together,
  }));
}
