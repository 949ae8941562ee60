"use client";

import { createSerializer, parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { RunFilters } from "@/lib/client/runs";
import { RUN_SORTS } from "@/lib/contracts/run-choices";
import { RUN_STATES } from "@/lib/core/runs/run-state";

export const SINCE = ["1h", "24h", "7d", "30d"] as const;

const FILTERS = {
  q: parseAsString,
  /** The runs of one matrix. */
  group: parseAsString,
  state: parseAsArrayOf(parseAsStringLiteral(RUN_STATES)),
  provider: parseAsArrayOf(parseAsString),
  model: parseAsArrayOf(parseAsString),
  dataset: parseAsArrayOf(parseAsString),
  preset: parseAsArrayOf(parseAsString),
  since: parseAsStringLiteral(SINCE),
  sort: parseAsStringLiteral(RUN_SORTS),
};

export const RUNS_PARAMS = {
  ...FILTERS,
  /** The saved view that the address was filled from. */
  view: parseAsString,
  /** Ticked runs. */
  sel: parseAsArrayOf(parseAsString),
};

const serialize = createSerializer(FILTERS);

/** Filters, order, view and ticks of the list of runs, in the URL. */
export function useRunsFilterState() {
  return useQueryStates(RUNS_PARAMS, { history: "replace", throttleMs: 200 });
}

export type RunsFilterState = ReturnType<typeof useRunsFilterState>[0];
export type SetRunsFilterState = ReturnType<typeof useRunsFilterState>[1];

type Filters = Pick<RunsFilterState, keyof typeof FILTERS>;

/** No filter, and the order as it is from the first. */
export const NO_FILTERS: Filters = {
  q: null,
  group: null,
  state: null,
  provider: null,
  model: null,
  dataset: null,
  preset: null,
  since: null,
  sort: null,
};

/** How many filters are set; the order is none. */
export function countFilters(state: Filters): number {
  const { q, group, since, ...lists } = state;
  const set = [lists.state, lists.provider, lists.model, lists.dataset, lists.preset].filter((list) => list?.length);
  return set.length + (q ? 1 : 0) + (group ? 1 : 0) + (since === null ? 0 : 1);
}

/** The filters as the API takes them. */
export function toRunFilters(state: Filters): RunFilters {
  return {
    ...(state.q ? { q: state.q } : {}),
    ...(state.group ? { group: state.group } : {}),
    ...(state.state?.length ? { state: state.state } : {}),
    ...(state.provider?.length ? { providerId: state.provider } : {}),
    ...(state.model?.length ? { model: state.model } : {}),
    ...(state.dataset?.length ? { datasetId: state.dataset } : {}),
    ...(state.preset?.length ? { preset: state.preset } : {}),
    ...(state.since === null ? {} : { since: state.since }),
    ...(state.sort === null ? {} : { sort: state.sort }),
    float: "true",
  };
}

/** The query string of filters and order, as a view keeps it. */
export function viewQuery(state: Filters): string {
  return serialize({ ...NO_FILTERS, ...pickFilters(state) }).replace(/^\?/, "");
}

/** What a view's query string sets; what it does not name is taken away. Values that mean nothing are left out. */
export function filtersOfView(query: string): Filters {
  const params = new URLSearchParams(query);
  const read = <T>(name: keyof Filters, parser: { parse(text: string): T | null }) => {
    const text = params.get(name);
    return text === null ? null : parser.parse(text);
  };
  return {
    q: read("q", FILTERS.q),
    group: read("group", FILTERS.group),
    state: read("state", FILTERS.state),
    provider: read("provider", FILTERS.provider),
    model: read("model", FILTERS.model),
    dataset: read("dataset", FILTERS.dataset),
    preset: read("preset", FILTERS.preset),
    since: read("since", FILTERS.since),
    sort: read("sort", FILTERS.sort),
  };
}

function pickFilters({ q, group, state, provider, model, dataset, preset, since, sort }: Filters): Filters {
  return { q: q || null, group, state, provider, model, dataset, preset, since, sort };
}
