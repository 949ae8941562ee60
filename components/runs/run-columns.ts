import type { RunSort } from "@/lib/contracts/run-choices";
import type { RunListItem } from "@/lib/contracts/runs";

/** Columns that can be shown or hidden, in their order. State and name are always there. */
export const RUN_COLUMNS = [
  "dataset",
  "provider",
  "preset",
  "progress",
  "rate",
  "429",
  "lost",
  "gaveUp",
  "passRate",
  "cost",
  "started",
  "duration",
  "by",
] as const;
export type RunColumn = (typeof RUN_COLUMNS)[number];
/** What the list can be sorted by: some of its columns, and the name. */
export type SortKey = "name" | "passRate" | "cost" | "started" | "duration";

export interface ColumnLook {
  /** In the menu. */
  readonly word: string;
  /** Over the column, where that is another text. */
  readonly head?: string;
  readonly widthPx: number;
  readonly numeric?: true;
  /** The order of the first press on its head. */
  readonly firstSort?: { readonly by: SortKey; readonly sort: RunSort };
  /** A narrow screen shows it too. */
  readonly narrow?: true;
  readonly padding: "px-1" | "px-2" | "px-3";
}

export const COLUMN_LOOKS: Readonly<Record<RunColumn, ColumnLook>> = {
  dataset: { word: "Dataset", widthPx: 128, padding: "px-2" },
  provider: { word: "Provider · model", widthPx: 128, padding: "px-2" },
  preset: { word: "Preset", widthPx: 128, padding: "px-2" },
  progress: { word: "Progress", widthPx: 136, padding: "px-2" },
  rate: { word: "Rate / limit, rps", widthPx: 128, padding: "px-3" },
  "429": { word: "429 in the last 60 s", head: "429 60\u00a0s", widthPx: 56, numeric: true, padding: "px-1" },
  lost: { word: "Not scored", widthPx: 56, numeric: true, padding: "px-1" },
  gaveUp: { word: "Gave up", widthPx: 56, numeric: true, padding: "px-1" },
  passRate: {
    word: "Pass rate (n)",
    widthPx: 112,
    numeric: true,
    firstSort: { by: "passRate", sort: "-passRate" },
    narrow: true,
    padding: "px-2",
  },
  cost: { word: "Cost", widthPx: 80, numeric: true, firstSort: { by: "cost", sort: "-cost" }, padding: "px-2" },
  started: { word: "Started", widthPx: 88, firstSort: { by: "started", sort: "-started" }, padding: "px-2" },
  duration: {
    word: "Duration",
    widthPx: 96,
    numeric: true,
    firstSort: { by: "duration", sort: "-duration" },
    padding: "px-2",
  },
  by: { word: "Launched by", widthPx: 112, padding: "px-2" },
};

/** Tick, state and actions. */
const FIXED_PX = 32 + 152 + 44;
/** So much of a name is always to be seen, and so much where columns were chosen: then the table may be wide. */
const NAME_PX = { byDefault: 60, chosen: 140 } as const;
/** By default the table fills a screen of 1280. */
const DEFAULT_PX = 1016;

const ALWAYS: readonly RunColumn[] = ["provider", "progress", "rate", "429", "passRate", "started"];

type Known = Pick<RunListItem, "cost" | "costUsd" | "counts">;

/** As nobody has chosen: the cost has a column where anything is known of it, lost cases where there are any. */
export function defaultColumns(rows: readonly Known[]): RunColumn[] {
  const withCost = rows.some((run) => !run.cost.free && (run.costUsd !== null || run.cost.unknownCalls > 0));
  const withLost = rows.some((run) => run.counts.notScored > 0);
  return inColumnOrder([...ALWAYS, ...(withLost ? ["lost" as const] : []), ...(withCost ? ["cost" as const] : [])]);
}

/** What the address asks for (null: nothing) in the table's order. */
export function shownColumns(chosen: readonly RunColumn[] | null, byDefault: readonly RunColumn[]): RunColumn[] {
  return inColumnOrder(chosen ?? byDefault);
}

/** For the address, after `column` was shown or hidden; null where that is how it would be anyway. */
export function withColumn(
  shown: readonly RunColumn[],
  column: RunColumn,
  on: boolean,
  byDefault: readonly RunColumn[],
): RunColumn[] | null {
  const next = inColumnOrder(on ? [...shown, column] : shown.filter((each) => each !== column));
  return next.join() === inColumnOrder(byDefault).join() ? null : next;
}

function inColumnOrder(columns: readonly RunColumn[]): RunColumn[] {
  return RUN_COLUMNS.filter((column) => columns.includes(column));
}

export interface TableFit {
  /** The least width below a screen of 1400, and from there on. */
  readonly leastPx: readonly [number, number];
  /** Below 1400 the provider has no room beside names that can be read. */
  readonly tight: boolean;
}

/** How wide the table has to be. `chosen`: the columns were chosen, and all of them are shown at any width. */
export function tableFit(columns: readonly RunColumn[], chosen: boolean): TableFit {
  const widthPx = columns.reduce((sum, column) => sum + COLUMN_LOOKS[column].widthPx, FIXED_PX);
  if (chosen) return { leastPx: [widthPx + NAME_PX.chosen, widthPx + NAME_PX.chosen], tight: false };
  const leastPx = widthPx + NAME_PX.byDefault;
  const tight = columns.includes("cost") && columns.includes("lost");
  if (tight) return { leastPx: [leastPx - COLUMN_LOOKS.provider.widthPx, leastPx], tight };
  return { leastPx: [Math.max(DEFAULT_PX, leastPx), Math.max(DEFAULT_PX, leastPx)], tight };
}

/** From the first; it is left out of addresses. */
export const DEFAULT_SORT: RunSort = "-started";

const SORT_WORDS: Readonly<Record<RunSort, string>> = {
  "-started": "start, newest first",
  started: "start, oldest first",
  name: "name, A to Z",
  "-name": "name, Z to A",
  "-passRate": "pass rate, highest first",
  passRate: "pass rate, lowest first",
  "-cost": "cost, highest first",
  cost: "cost, lowest first",
  "-duration": "duration, longest first",
  duration: "duration, shortest first",
};

/** Where no head says what the list is sorted by: on narrow screens, on all of them, or nowhere. */
export function sortUntold(sort: RunSort, columns: readonly RunColumn[]): "narrow" | "always" | null {
  const by = sort.replace("-", "");
  if (by === "name") return null;
  const column = columns.find((each) => COLUMN_LOOKS[each].firstSort?.by === by);
  if (column === undefined) return "always";
  return COLUMN_LOOKS[column].narrow === true ? null : "narrow";
}

/** "Sorted by cost, highest first" */
export function sortWords(sort: RunSort): string {
  return `Sorted by ${SORT_WORDS[sort]}`;
}
