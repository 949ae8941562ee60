import type { SeriesLook } from "./series-look";

/** A letter tells a run of a comparison, with a colour and a dash; from the fifth on colours come again with other dashes. */
const TAGS = [
  { letter: "A", color: "var(--tag-a)", dash: undefined },
  { letter: "B", color: "var(--tag-b)", dash: "6 3" },
  { letter: "C", color: "var(--tag-c)", dash: "2 2" },
  { letter: "D", color: "var(--tag-d)", dash: "8 2 2 2" },
  { letter: "E", color: "var(--tag-a)", dash: "12 4" },
  { letter: "F", color: "var(--tag-b)", dash: "1 3" },
  { letter: "G", color: "var(--tag-c)", dash: "10 2 2 2 2 2" },
  { letter: "H", color: "var(--tag-d)", dash: "4 6" },
] as const;

export interface RunTag {
  readonly letter: string;
  readonly look: SeriesLook;
}

/** The tag of the run at this place of a comparison. */
export function runTag(at: number): RunTag {
  const { letter, color, dash } = TAGS[at % TAGS.length] ?? TAGS[0];
  return { letter, look: { color, kind: "line", width: 2, ...(dash === undefined ? {} : { dash }) } };
}
