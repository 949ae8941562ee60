"use client";

import { Rows2, Rows3, Rows4 } from "lucide-react";
import { CASE_VIEW_STATES } from "@/lib/contracts/run-choices";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import { CASE_RESULTS } from "@/lib/core/runs/case-states";
import { formatCount, formatExact } from "@/lib/format";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { FilterMenu } from "./filter-menu";
import { outcomeWord } from "./outcome-word";
import type { CaseFilterState, useCaseFilterState, useCaseView } from "./run-url-state";

const ATTEMPTS = [
  { value: "any", label: "Any attempts" },
  { value: "2", label: "2 attempts or more" },
  { value: "3", label: "3 attempts or more" },
  { value: "4", label: "4 attempts or more" },
] as const;

const HEIGHTS = [
  { value: "compact", label: <Rows4 role="img" aria-label="Compact rows" className="size-4" /> },
  { value: "normal", label: <Rows3 role="img" aria-label="Normal rows" className="size-4" /> },
  { value: "comfortable", label: <Rows2 role="img" aria-label="Comfortable rows" className="size-4" /> },
] as const;

/** The filters of the cases. All of them live in the URL. */
export function CaseFilterBar({
  state,
  setState,
  view,
  setView,
  total,
  filtered,
  newer,
  onRefresh,
}: {
  state: CaseFilterState;
  setState: ReturnType<typeof useCaseFilterState>[1];
  view: ReturnType<typeof useCaseView>[0];
  setView: ReturnType<typeof useCaseView>[1];
  total: number | null;
  filtered: boolean;
  /** Cases that ended since the list was read. */
  newer: number;
  onRefresh: () => void;
}) {
  const orNull = <T,>(values: T[]) => (values.length === 0 ? null : values);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextInput
        type="search"
        id="list-filter"
        aria-label="Find in cases"
        placeholder="Find id, output or error"
        value={state.q ?? ""}
        onChange={(event) => void setState({ q: event.target.value || null })}
        className="h-7 w-52"
      />
      <FilterMenu
        label="State"
        values={CASE_VIEW_STATES}
        chosen={state.state ?? []}
        onChange={(v) => void setState({ state: orNull(v) })}
      />
      <FilterMenu
        label="Result"
        values={CASE_RESULTS}
        chosen={state.result ?? []}
        onChange={(v) => void setState({ result: orNull(v) })}
      />
      <FilterMenu
        label="An attempt ended"
        values={ATTEMPT_OUTCOMES}
        chosen={state.outcome ?? []}
        word={outcomeWord}
        onChange={(v) => void setState({ outcome: orNull(v) })}
      />
      {state.attempts === null ? (
        <Select
          size="sm"
          aria-label="Attempts"
          className="w-44"
          value={ATTEMPTS.find((option) => option.value === String(state.minAttempts))?.value ?? "any"}
          onValueChange={(v) => void setState({ minAttempts: v === "any" ? null : Number(v) })}
          options={ATTEMPTS}
        />
      ) : (
        <Button size="sm" onClick={() => void setState({ attempts: null })}>
          Exactly {state.attempts} {state.attempts === 1 ? "attempt" : "attempts"} ×
        </Button>
      )}
      {filtered && (
        <Button size="sm" variant="ghost" onClick={() => void setState(null)}>
          Clear
        </Button>
      )}
      <div className="ml-auto flex items-center gap-2">
        {newer > 0 && (
          <Button size="sm" variant="primary" className="tabular-nums" onClick={onRefresh}>
            {formatCount(newer)} new
          </Button>
        )}
        <span aria-live="polite" className="text-muted text-xs tabular-nums">
          {total === null ? "" : `${formatExact(total)} ${filtered ? "match" : "cases"}`}
        </span>
        <Segmented
          label="Row height"
          value={view.rows}
          onValueChange={(rows) => void setView({ rows })}
          options={HEIGHTS}
        />
      </div>
    </div>
  );
}
