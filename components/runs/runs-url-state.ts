"use client";

import {
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import type { RunFilters } from "@/lib/client/runs";
import { readMomentText } from "@/lib/contracts/moment-text";
import { RUN_SORTS } from "@/lib/contracts/run-choices";
import { RUN_STATES } from "@/lib/core/runs/run-state";
import type { TimeZone } from "../ui/preferences-cookie";
import { readCreated } from "./created-filter";
import { RUN_COLUMNS } from "./run-columns";

export const SINCE = ["1h", "24h", "7d", "30d"] as const;

/** A day or a time, kept as it was written: what it means depends on the reader's zone. */
const parseAsMoment = createParser<string>({
  parse: (text) => (readMomentText(text) === null ? null : text),
  serialize: (text) => text,
});

const FILTERS = {
  q: parseAsString,
  /** The runs of one matrix. */
  group: parseAsString,
  state: parseAsArrayOf(parseAsStringLiteral(RUN_STATES)),
  provider: parseAsArrayOf(parseAsString),
  model: parseAsArrayOf(parseAsString),
  dataset: parseAsArrayOf(parseAsString),
  preset: parseAsArrayOf(parseAsString),
  /** Who launched them. */
  by: parseAsArrayOf(parseAsString),
  since: parseAsStringLiteral(SINCE),
  from: parseAsMoment,
  to: parseAsMoment,
};

/** How the list is laid out: part of a view, but no filter. */
const LAYOUT = {
  sort: parseAsStringLiteral(RUN_SORTS),
  cols: parseAsArrayOf(parseAsStringLiteral(RUN_COLUMNS)),
};

const VIEW = { ...FILTERS, ...LAYOUT };

export const RUNS_PARAMS = {
  ...VIEW,
  /** The saved view that the address was filled from. */
  view: parseAsString,
  /** Ticked runs. */
  sel: parseAsArrayOf(parseAsString),
};

const serialize = createSerializer(VIEW);

/** Filters, order, view and ticks of the list of runs, in the URL. */
export function useRunsFilterState() {
  return useQueryStates(RUNS_PARAMS, { history: "replace", throttleMs: 200 });
}

export type RunsFilterState = ReturnType<typeof useRunsFilterState>[0];
export type SetRunsFilterState = ReturnType<typeof useRunsFilterState>[1];

type Filters = Pick<RunsFilterState, keyof typeof FILTERS>;
type View = Pick<RunsFilterState, keyof typeof VIEW>;

/** No filter. */
export const NO_FILTERS: Filters = {
  q: null,
  group: null,
  state: null,
  provider: null,
  model: null,
  dataset: null,
  preset: null,
  by: null,
  since: null,
  from: null,
  to: null,
};

/** No filter, order and columns as they are from the first. */
export const PLAIN_VIEW: View = { ...NO_FILTERS, sort: null, cols: null };

/** How many filters are set. A span of time is one, however it is given. */
export function countFilters(state: Filters, zone: TimeZone): number {
  const { q, group, since: _, from: __, to: ___, ...lists } = pickFilters(state);
  const set = Object.values(lists).filter((list) => list?.length);
  return set.length + (q ? 1 : 0) + (group ? 1 : 0) + (readCreated(state, zone).filter === null ? 0 : 1);
}

/** The filters as the API takes them. */
export function toRunFilters(state: View, zone: TimeZone): RunFilters {
  return {
    ...(state.q ? { q: state.q } : {}),
    ...(state.group ? { group: state.group } : {}),
    ...(state.state?.length ? { state: state.state } : {}),
    ...(state.provider?.length ? { providerId: state.provider } : {}),
    ...(state.model?.length ? { model: state.model } : {}),
    ...(state.dataset?.length ? { datasetId: state.dataset } : {}),
    ...(state.preset?.length ? { preset: state.preset } : {}),
    ...(state.by?.length ? { by: state.by } : {}),
    ...createdOf(state, zone),
    ...(state.sort === null ? {} : { sort: state.sort }),
    float: "true",
  };
}

function createdOf(state: Filters, zone: TimeZone): Pick<RunFilters, "since" | "from" | "to"> {
  const { filter } = readCreated(state, zone);
  if (filter === null) return {};
  if (filter.kind === "since") return { since: filter.since };
  const { fromMs, toMs } = filter;
  return {
    ...(fromMs === null ? {} : { from: new Date(fromMs).toISOString() }),
    ...(toMs === null ? {} : { to: new Date(toMs).toISOString() }),
  };
}

/** The query string of filters, order and columns, as a view keeps it. */
export function viewQuery(state: View): string {
  return serialize({ ...pickFilters(state), q: state.q || null, sort: state.sort, cols: state.cols }).replace(
    /^\?/,
    "",
  );
}

/** What a view's query string sets; what it does not name is taken away. Values that mean nothing are left out. */
export function filtersOfView(query: string): View {
  const params = new URLSearchParams(query);
  const read = <T>(name: keyof View, parser: { parse(text: string): T | null }) => {
    const text = params.get(name);
    return text === null ? null : parser.parse(text);
  };
  return {
    q: read("q", VIEW.q),
    group: read("group", VIEW.group),
    state: read("state", VIEW.state),
    provider: read("provider", VIEW.provider),
    model: read("model", VIEW.model),
    dataset: read("dataset", VIEW.dataset),
    preset: read("preset", VIEW.preset),
    by: read("by", VIEW.by),
    since: read("since", VIEW.since),
    from: read("from", VIEW.from),
    to: read("to", VIEW.to),
    sort: read("sort", VIEW.sort),
    cols: read("cols", VIEW.cols),
  };
}

function pickFilters(state: Filters): Filters {
  const { q, group, state: states, provider, model, dataset, preset, by, since, from, to } = state;
  return { q, group, state: states, provider, model, dataset, preset, by, since, from, to };
}
