"use client";

import { X } from "lucide-react";
import { ACTIVITY_KINDS } from "@/lib/core/activity";
import { Button } from "../ui/button";
import { FilterMenu } from "../ui/filter-menu";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { SINCE_CHOICES, type useActivityFilters } from "./activity-url-state";

type State = ReturnType<typeof useActivityFilters>[0];

const SINCE_WORDS = { "1h": "Last hour", "24h": "Last 24 h", "7d": "Last 7 days", "30d": "Last 30 days" } as const;

/** Finds lines by text, kind, person, object and time. */
export function ActivityFilterBar({
  state,
  actors,
  onChange,
  onClear,
}: {
  state: State;
  actors: readonly string[];
  onChange: (change: Partial<State>) => void;
  onClear: (() => void) | undefined;
}) {
  const people = [...new Set([...actors, ...(state.actor === null ? [] : [state.actor])])];
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <TextInput
        type="search"
        aria-label="Find in the activity"
        placeholder="Find by name or reason"
        value={state.q ?? ""}
        onChange={(event) => onChange({ q: event.target.value || null })}
        className="h-7 w-56"
      />
      <FilterMenu
        label="Kind"
        values={ACTIVITY_KINDS}
        chosen={state.kind ?? []}
        onChange={(kind) => onChange({ kind: kind.length > 0 ? kind : null })}
      />
      <Select
        size="sm"
        className="w-36"
        aria-label="Since"
        value={state.since ?? "all"}
        onValueChange={(since) => onChange({ since: since === "all" ? null : since })}
        options={[
          { value: "all", label: "Any time" },
          ...SINCE_CHOICES.map((value) => ({ value, label: SINCE_WORDS[value] })),
        ]}
      />
      {people.length > 1 && (
        <Select
          size="sm"
          className="w-40"
          aria-label="Who"
          value={state.actor ?? ANYBODY}
          onValueChange={(actor) => onChange({ actor: actor === ANYBODY ? null : actor })}
          options={[{ value: ANYBODY, label: "Anybody" }, ...people.map((value) => ({ value, label: value }))]}
        />
      )}
      {state.object !== null && (
        <Button size="sm" onClick={() => onChange({ object: null })} aria-label={`No longer only ${state.object}`}>
          <span className="max-w-48 truncate">{state.object.replace(":", " ")}</span>
          <X aria-hidden />
        </Button>
      )}
      {onClear !== undefined && (
        <Button size="sm" variant="ghost" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}

/** Stands for no choice; nobody is called so. */
const ANYBODY = "*";
