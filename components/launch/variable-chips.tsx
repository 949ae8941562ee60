"use client";

import type { DatasetResponse } from "@/lib/contracts/datasets";
import { formatExact } from "@/lib/format";

const SHOWN = 24;

/** The dataset's variables; a press puts one into the template. */
export function VariableChips({
  dataset,
  onInsert,
}: {
  dataset: DatasetResponse | undefined;
  onInsert: (name: string) => void;
}) {
  if (dataset === undefined) {
    return <p className="text-muted text-xs">Choose a dataset to see the variables that a template may name.</p>;
  }
  const more = dataset.variables.length - SHOWN;
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">Insert a variable</legend>
      <span aria-hidden className="text-muted text-xs">
        Insert
      </span>
      {dataset.variables.slice(0, SHOWN).map(({ name, cases }) => (
        <button
          key={name}
          type="button"
          title={
            cases < dataset.caseCount
              ? `${formatExact(cases)} of ${formatExact(dataset.caseCount)} cases have it`
              : undefined
          }
          onClick={() => onInsert(name)}
          className="inline-flex h-6 max-w-60 items-center truncate rounded-sm border border-control bg-bg px-1.5 font-mono text-xs hover:bg-sunken"
        >
          {`{{${name}}}`}
        </button>
      ))}
      {more > 0 && <span className="text-muted text-xs">and {more} more</span>}
    </fieldset>
  );
}
