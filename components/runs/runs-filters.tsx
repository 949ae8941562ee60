"use client";

import { useQuery } from "@tanstack/react-query";
import { type RefObject, useMemo } from "react";
import { peopleOptions } from "@/lib/client/activity";
import { datasetListOptions } from "@/lib/client/datasets";
import { presetListOptions } from "@/lib/client/presets";
import { providerListOptions } from "@/lib/client/providers";
import { RUN_STATES } from "@/lib/core/runs/run-state";
import { Button } from "../ui/button";
import { usePreferences } from "../ui/preferences";
import { TextInput } from "../ui/text-input";
import { CreatedSelect } from "./created-select";
import { FilterMenu } from "./filter-menu";
import { countFilters, NO_FILTERS, type RunsFilterState, type SetRunsFilterState } from "./runs-url-state";

/** The filters of the list of runs. All of them live in the URL. */
export function RunsFilters({
  state,
  setState,
  findRef,
}: {
  state: RunsFilterState;
  setState: SetRunsFilterState;
  findRef: RefObject<HTMLInputElement | null>;
}) {
  const { providers, models, datasets, presets, people } = useFilterChoices(state);
  const zone = usePreferences().preferences.timeZone;
  const orNull = <T,>(values: T[]) => (values.length === 0 ? null : values);
  return (
    <>
      <TextInput
        ref={findRef}
        type="search"
        aria-label="Find runs"
        placeholder="Find by name"
        value={state.q ?? ""}
        onChange={(event) => void setState({ q: event.target.value || null })}
        className="h-7 w-48"
      />
      <FilterMenu
        label="State"
        values={RUN_STATES}
        chosen={state.state ?? []}
        onChange={(next) => void setState({ state: orNull(next) })}
      />
      <FilterMenu
        label="Provider"
        values={[...providers.keys()]}
        word={(id) => providers.get(id) ?? id}
        chosen={state.provider ?? []}
        onChange={(next) => void setState({ provider: orNull(next) })}
      />
      <FilterMenu
        label="Model"
        values={models}
        chosen={state.model ?? []}
        onChange={(next) => void setState({ model: orNull(next) })}
      />
      <FilterMenu
        label="Dataset"
        values={[...datasets.keys()]}
        word={(id) => datasets.get(id) ?? id}
        chosen={state.dataset ?? []}
        onChange={(next) => void setState({ dataset: orNull(next) })}
      />
      <FilterMenu
        label="Preset"
        values={presets}
        chosen={state.preset ?? []}
        onChange={(next) => void setState({ preset: orNull(next) })}
      />
      {(people.length > 1 || state.by !== null) && (
        <FilterMenu
          label="Launched by"
          values={people}
          chosen={state.by ?? []}
          onChange={(next) => void setState({ by: orNull(next) })}
        />
      )}
      <CreatedSelect state={state} setState={setState} />
      {countFilters(state, zone) > 0 && (
        <Button size="sm" variant="ghost" onClick={() => void setState(NO_FILTERS)}>
          Clear
        </Button>
      )}
    </>
  );
}

/** What can be chosen; what the address names stays choosable, also where it is gone. */
function useFilterChoices(state: RunsFilterState) {
  const providers = useQuery(providerListOptions()).data;
  const datasets = useQuery(datasetListOptions()).data;
  const presets = useQuery(presetListOptions()).data;
  const people = useQuery(peopleOptions()).data;
  return useMemo(() => {
    const named = (list: readonly { id: string; name: string }[] | undefined, chosen: readonly string[] | null) =>
      new Map([...(list ?? []).map(({ id, name }) => [id, name] as const), ...missing(list, chosen)]);
    return {
      providers: named(providers, state.provider),
      datasets: named(datasets, state.dataset),
      models: [...new Set([...(providers ?? []).flatMap((each) => each.models), ...(state.model ?? [])])].sort(),
      presets: [...new Set([...(presets ?? []).map((each) => each.slug), ...(state.preset ?? [])])],
      people: [...new Set([...(people ?? []), ...(state.by ?? [])])],
    };
  }, [providers, datasets, presets, people, state.provider, state.dataset, state.model, state.preset, state.by]);
}

function missing(list: readonly { id: string }[] | undefined, chosen: readonly string[] | null) {
  const known = new Set(list?.map(({ id }) => id));
  return (chosen ?? []).flatMap((id) => (known.has(id) ? [] : [[id, id] as const]));
}
