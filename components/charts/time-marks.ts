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
  /** Of a cooldown: until when the provider asked to wait, which may be later than now. Absent: not known. */
  readonly untilMs?: number;
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
    ...bandsOf(rows, "cooldown", (row) => row.bucket?.cooldown === true).map((band) => untilItsEnd(band, rows)),
  ];
}

/** A cooldown's band ends when the cooldown does: within its last bucket, or in time to come. */
function untilItsEnd(band: TimeBand, rows: readonly TimeRow[]): TimeBand {
  const ends = rows.flatMap((row) =>
    row.startMs >= band.fromMs && row.endMs <= band.toMs ? (cooldownEndOf(row) ?? []) : [],
  );
  if (ends.length === 0) return band;
  const untilMs = Math.max(...ends);
  // What came next has begun: a wait that was cut short ended there.
  const wentOn = rows.some((row) => row.bucket !== null && row.startMs >= band.toMs);
  return { ...band, toMs: wentOn ? Math.min(untilMs, band.toMs) : untilMs, untilMs };
}

/** Until when the provider had asked to wait in a row's time, epoch ms; null: nothing cooled down. */
export function cooldownEndOf({ bucket }: TimeRow): number | null {
  return bucket === null || bucket.cooldownUntil === null ? null : Date.parse(bucket.cooldownUntil);
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

/** A text within the plot, px. */
export interface PlacedLabel {
  readonly key: number;
  readonly x: number;
  readonly untilMs: number;
}

/**
 * Where the ends of cooldowns stand as text: at the beginning of their bands, moved left where the plot ends, and left
 * out where a newer one would be written over.
 */
export function placeEnds(
  bands: readonly TimeBand[],
  toPixel: (atMs: number) => number,
  { right, width }: { readonly right: number; readonly width: number },
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { fromMs, untilMs } of [...bands].sort((a, b) => b.fromMs - a.fromMs)) {
    if (untilMs === undefined) continue;
    const x = Math.min(toPixel(fromMs) + 2, right - width);
    const newer = placed.at(-1);
    if (newer === undefined || x + width <= newer.x) placed.push({ key: fromMs, x, untilMs });
  }
  return placed;
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

/** Where the words of a mark stand: from its line to the right, or up to it. */
export interface MarkWords {
  readonly x: number;
  readonly anchor: "start" | "end";
}

/** A letter of the small type that marks bear, px; some are narrower. */
const LETTER_PX = 6;
const BESIDE_LINE_PX = 7;

/** The words of marks by their id, none over another: the newest first, and left out where there is no room. */
export function placeWords(
  marks: readonly PlacedMark[],
  { left, right }: { readonly left: number; readonly right: number },
): ReadonlyMap<string, MarkWords> {
  const words = new Map<string, MarkWords>();
  const taken: { from: number; to: number }[] = [];
  for (const { id, x, label } of [...marks].reverse()) {
    const width = label.length * LETTER_PX;
    const after = { from: x + BESIDE_LINE_PX, to: x + BESIDE_LINE_PX + width, anchor: "start" } as const;
    const before = { from: x - BESIDE_LINE_PX - width, to: x - BESIDE_LINE_PX, anchor: "end" } as const;
    const sides = x > (left + right) / 2 ? [before, after] : [after, before];
    const free = sides.find(
      ({ from, to }) => from >= left && to <= right && taken.every((other) => to <= other.from || from >= other.to),
    );
    if (free === undefined) continue;
    taken.push(free);
    words.set(id, { x: free.anchor === "start" ? free.from : free.to, anchor: free.anchor });
  }
  return words;
}
