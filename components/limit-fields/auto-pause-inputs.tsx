"use client";

import type { ReactNode } from "react";
import { Field } from "../ui/field";
import { Switch } from "../ui/switch";
import { NumberInput } from "../ui/text-input";
import {
  type AutoPauseDraft,
  type AutoPauseField,
  type AutoPauseProblems,
  DEFAULT_AUTO_PAUSE_DRAFT,
  RULE_OFF,
} from "./auto-pause-draft";

interface RuleField {
  readonly field: AutoPauseField;
  readonly label: string;
  readonly unit?: string;
}

const RULES: readonly { switchedBy: AutoPauseField; label: string; hint: string; fields: readonly RuleField[] }[] = [
  {
    switchedBy: "refusedPercent",
    label: "The provider keeps refusing",
    hint: "429s make up so many of the attempts, for so long without a break",
    fields: [
      { field: "refusedPercent", label: "Share of attempts", unit: "%" },
      { field: "refusedFor", label: "For", unit: "s" },
    ],
  },
  {
    switchedBy: "errors",
    label: "Nothing but errors",
    hint: "Attempts in a row that failed. Failures that may pass count only once they have gone on for a while",
    fields: [
      { field: "errors", label: "Errors in a row" },
      { field: "errorsFor", label: "Over at least", unit: "s" },
    ],
  },
  {
    switchedBy: "cooldownMinutes",
    label: "The provider asks for a long wait",
    hint: "Shorter waits are kept without a pause",
    fields: [{ field: "cooldownMinutes", label: "Longer than", unit: "min" }],
  },
];

/** The rules by which a run pauses by itself: each can be turned off. */
export function AutoPauseInputs({
  idPrefix,
  draft,
  problems,
  onChange,
  onLeave,
}: {
  idPrefix: string;
  draft: AutoPauseDraft;
  problems: AutoPauseProblems;
  onChange: (change: Partial<AutoPauseDraft>) => void;
  onLeave: (field: AutoPauseField) => void;
}): ReactNode {
  return (
    <div className="flex flex-col gap-3">
      {RULES.map(({ switchedBy, label, hint, fields }) => {
        const on = draft[switchedBy] !== RULE_OFF;
        return (
          <fieldset key={switchedBy} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
            <legend className="sr-only">{label}</legend>
            <Switch
              className="min-w-0 flex-1 basis-60"
              checked={on}
              onCheckedChange={(next) =>
                onChange({ [switchedBy]: next ? DEFAULT_AUTO_PAUSE_DRAFT[switchedBy] : RULE_OFF })
              }
              label={label}
              hint={hint}
            />
            {on && (
              <div className="flex flex-wrap gap-2">
                {fields.map(({ field, label: name, unit }) => (
                  <Field key={field} id={`${idPrefix}-${field}`} label={name} error={problems[field]} className="w-32">
                    <NumberInput
                      {...(unit === undefined ? {} : { unit })}
                      value={draft[field]}
                      onChange={(event) => onChange({ [field]: event.target.value })}
                      onBlur={() => onLeave(field)}
                    />
                  </Field>
                ))}
              </div>
            )}
          </fieldset>
        );
      })}
      <p className="text-muted text-xs">
        A refused key or a used-up quota always pauses the run, and so does its budget.
      </p>
    </div>
  );
}
