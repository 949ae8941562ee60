"use client";

import {
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryState,
  useQueryStates,
} from "nuqs";
import { useMemo } from "react";
import type { CaseFilters } from "@/lib/client/run-cases";
import { RUN_RANGES } from "@/lib/client/run-metrics";
import { CASE_VIEW_STATES, LOG_KINDS, LOG_LEVELS } from "@/lib/contracts/run-choices";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import { CASE_SORTS } from "@/lib/core/runs/case-order";
import { CASE_RESULTS } from "@/lib/core/runs/case-states";
import type { SeriesChoice } from "../charts/chart-group";
import type { TimeRange } from "../charts/time-range";
import { toggled } from "../charts/use-hidden-series";
import { usePreferences } from "../ui/preferences";
import { parseAsSwitch } from "../ui/switch-param";

export const RUN_TABS = ["live", "cases", "log", "config"] as const;
export type RunTab = (typeof RUN_TABS)[number];

const VIEW = {
  tab: parseAsStringLiteral(RUN_TABS).withDefault("live").withOptions({ history: "push" }),
  range: parseAsStringLiteral(RUN_RANGES),
  hold: parseAsSwitch.withDefault(false),
  case: parseAsString,
  /** A chosen range, seconds since the run's start. */
  from: parseAsInteger.withOptions({ history: "push" }),
  to: parseAsInteger.withOptions({ history: "push" }),
  /** An entry of the log that was asked for. */
  entry: parseAsString,
};

/** Tab, range, hold and open case of the run page, in the URL. Opening a tab is a step that Back undoes. */
export function useRunView() {
  return useQueryStates(VIEW, { history: "replace" });
}

const SERIES = parseAsArrayOf(parseAsString).withDefault([]).withOptions({ history: "replace" });

/** Which series the legends of the charts have switched off, in the URL: "attempts.limit,errors.timeout". */
export function useSeriesInUrl(): SeriesChoice {
  const [names, setNames] = useQueryState("series", SERIES);
  const listed = names.join(",");
  return useMemo(
    () => ({
      hidden: new Set(listed === "" ? [] : listed.split(",")),
      toggle: (name) => void setNames((before) => [...toggled(new Set(before), name)]),
    }),
    [listed, setNames],
  );
}

/** No run lasts a year; what says more is a slip. */
const RANGE_MOST_S = 366 * 86_400;

const CASES = {
  state: parseAsArrayOf(parseAsStringLiteral(CASE_VIEW_STATES)),
  result: parseAsArrayOf(parseAsStringLiteral(CASE_RESULTS)),
  outcome: parseAsArrayOf(parseAsStringLiteral(ATTEMPT_OUTCOMES)),
  minAttempts: parseAsInteger,
  attempts: parseAsInteger,
  q: parseAsString,
};

/** The range that the URL bears; null where there is none, or what it says is none. */
export function rangeOf(
  { from, to }: { readonly from: number | null; readonly to: number | null },
  startedAt: string | null,
): TimeRange | null {
  if (from === null || to === null || startedAt === null || from < 0 || to <= from || to > RANGE_MOST_S) return null;
  const startMs = Date.parse(startedAt);
  return { fromMs: startMs + from * 1000, toMs: startMs + to * 1000 };
}

/** A range as the URL bears it. */
export function rangeInUrl(range: TimeRange | null, startedAt: string | null) {
  if (range === null || startedAt === null) return { from: null, to: null };
  const startMs = Date.parse(startedAt);
  return { from: Math.round((range.fromMs - startMs) / 1000), to: Math.round((range.toMs - startMs) / 1000) };
}

/** Filters of the Cases tab, in the URL. */
export function useCaseFilterState() {
  return useQueryStates(CASES, { history: "replace", throttleMs: 200 });
}

/** How tall the rows of the cases are, in pixels: two lines of an output fit into the tallest. */
export const ROW_HEIGHTS = { compact: 28, normal: 32, comfortable: 40 } as const;
export type RowHeight = keyof typeof ROW_HEIGHTS;
export const ROW_HEIGHT_NAMES = ["compact", "normal", "comfortable"] as const satisfies readonly RowHeight[];

const CASE_VIEW = {
  sort: parseAsStringLiteral(CASE_SORTS).withDefault("-finished"),
  rows: parseAsStringLiteral(ROW_HEIGHT_NAMES),
};

/** Filters of the Log tab, in the URL. */
export const LOG_VIEW = {
  lvl: parseAsArrayOf(parseAsStringLiteral(LOG_LEVELS)),
  type: parseAsArrayOf(parseAsStringLiteral(LOG_KINDS)),
  find: parseAsString,
};

/** Which charts are open, in the URL. */
export const CHARTS_VIEW = { charts: parseAsStringLiteral(["more"]) };

/** All that the page of a run reads of its address. */
export const RUN_PARAMS = { ...VIEW, ...CASES, ...CASE_VIEW, ...LOG_VIEW, ...CHARTS_VIEW };

/**
 * Order and row height of the Cases tab, in the URL. Unless told otherwise the newest results come first, and rows are as
 * high as this person likes those of lists.
 */
export function useCaseView() {
  const { density } = usePreferences().preferences;
  const [view, setView] = useQueryStates(CASE_VIEW, { history: "replace" });
  return [{ ...view, rows: view.rows ?? density }, setView] as const;
}

export type CaseFilterState = ReturnType<typeof useCaseFilterState>[0];

/** The filters that are set, as the API takes them; with a range, the cases that ended in it. */
export function toCaseFilters(state: CaseFilterState, range: TimeRange | null = null): CaseFilters {
  return {
    ...(range === null ? {} : { from: range.fromMs, to: range.toMs }),
    ...(state.state?.length ? { state: state.state } : {}),
    ...(state.result?.length ? { result: state.result } : {}),
    ...(state.outcome?.length ? { outcome: state.outcome } : {}),
    ...(state.minAttempts !== null && state.minAttempts > 1 ? { minAttempts: state.minAttempts } : {}),
    ...(state.attempts !== null && state.attempts > 0 ? { attempts: state.attempts } : {}),
    ...(state.q ? { q: state.q } : {}),
  };
}
