"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { LimitProblems, LimitsDraft } from "../limit-fields/limits-draft";
import { cn } from "../ui/cn";
import { Field } from "../ui/field";
import { NumberInput } from "../ui/text-input";

type EditField =
  | "rps"
  | "burst"
  | "concurrency"
  | "attempts"
  | "tokensPerMinute"
  | "inputTokensPerMinute"
  | "outputTokensPerMinute"
  | "requestsPerDay";
interface EditEntry {
  readonly field: EditField;
  readonly label: string;
  readonly effect: string;
}

const MAIN: readonly EditEntry[] = [
  { field: "rps", label: "Requests per second", effect: "from the next attempt" },
  { field: "burst", label: "Burst", effect: "immediately; permits are clipped to it" },
  { field: "concurrency", label: "At once", effect: "nothing in flight is cut" },
  { field: "attempts", label: "Attempts", effect: "from the next failure; 1: no retry" },
  { field: "tokensPerMinute", label: "Tokens per minute", effect: "next permit; empty: no limit" },
];
const MORE: readonly EditEntry[] = [
  { field: "inputTokensPerMinute", label: "Input tokens per minute", effect: "empty: no limit" },
  { field: "outputTokensPerMinute", label: "Output tokens per minute", effect: "empty: no limit" },
  { field: "requestsPerDay", label: "Requests per day", effect: "from midnight UTC" },
];
/** The limits that are edited while a run goes on, in the order of the panel. */
export const EDIT_FIELDS: readonly EditField[] = [...MAIN, ...MORE].map((entry) => entry.field);

/** One row for each limit: now and new. Limits that few pools have stand behind a press, unless one is set. */
export function EditLimitRows({
  now,
  draft,
  problems,
  onChange,
  onLeave,
}: {
  now: LimitsDraft;
  draft: LimitsDraft;
  problems: LimitProblems;
  onChange: (change: Partial<LimitsDraft>) => void;
  onLeave: (field: EditField) => void;
}) {
  const [opened, setOpened] = useState(false);
  const open = opened || MORE.some(({ field }) => now[field] !== "" || draft[field] !== "");
  const row = ({ field, label, effect }: EditEntry) => (
    <EditRow
      key={field}
      field={field}
      label={label}
      effect={effect}
      now={now[field]}
      value={draft[field]}
      problem={problems[field]}
      onChange={(value) => onChange({ [field]: value })}
      onLeave={() => onLeave(field)}
    />
  );
  return (
    <div className="flex flex-col gap-2">
      {MAIN.map(row)}
      <button
        type="button"
        aria-expanded={open}
        aria-controls="edit-more-limits"
        onClick={() => setOpened(!opened)}
        className="-ml-1 inline-flex h-6 items-center gap-1 self-start rounded-sm px-1 text-muted text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-3.5", open && "rotate-90")} />
        More limits
      </button>
      <div id="edit-more-limits" hidden={!open} className="flex flex-col gap-2">
        {open && MORE.map(row)}
      </div>
    </div>
  );
}

function EditRow({
  field,
  label,
  effect,
  now,
  value,
  problem,
  onChange,
  onLeave,
}: {
  field: EditField;
  label: string;
  effect: string;
  now: string;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
  onLeave: () => void;
}) {
  const changed = value.trim() !== now;
  return (
    <Field
      id={`edit-${field}`}
      label={label}
      error={problem}
      aside={
        changed ? (
          <span className="tabular-nums">
            {now === "" ? "none" : now} →{" "}
            <span className="font-medium text-fg">{value.trim() === "" ? "none" : value}</span>
          </span>
        ) : (
          effect
        )
      }
    >
      <NumberInput
        value={value}
        stepDecimals={field === "rps" ? 1 : 0}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
      />
    </Field>
  );
}
