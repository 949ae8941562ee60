"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { updateRunMutation } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { AUTO_PAUSE_BOUNDS } from "@/lib/core/runs/auto-pause-rules";
import { AUTO_PAUSE_FIELDS, draftOfAutoPause, readAutoPause } from "../limit-fields/auto-pause-draft";
import { AutoPauseInputs } from "../limit-fields/auto-pause-inputs";
import { parseNumber } from "../limit-fields/limits-draft";
import { PriorityChoice } from "../limit-fields/priority-choice";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { NumberInput, TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";

/** Undefined: not a budget. */
function readBudget(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const value = parseNumber(text.replace(/^\s*\$/, ""));
  const { min, max } = AUTO_PAUSE_BOUNDS.budgetUsd;
  return value !== null && value >= min && value <= max ? value : undefined;
}

/** Changes what of a run may be changed beside its limits. */
export function EditRunControl({ run, onClose }: { run: RunResponse; onClose: () => void }) {
  const [priority, setPriority] = useState(run.priority);
  const [draft, setDraft] = useState(() => draftOfAutoPause(run.autoPause));
  const [budget, setBudget] = useState(run.budgetUsd === null ? "" : String(run.budgetUsd));
  const [reason, setReason] = useState("");
  const [told, setTold] = useState<ReadonlySet<string>>(new Set());
  const update = useMutation(updateRunMutation());
  const read = readAutoPause(draft);
  const budgetUsd = readBudget(budget);
  const tell = (...fields: readonly string[]) => setTold((before) => new Set([...before, ...fields]));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    tell("budget", ...AUTO_PAUSE_FIELDS);
    const wrong = AUTO_PAUSE_FIELDS.find((field) => read.problems[field] !== undefined);
    if (wrong !== undefined || budgetUsd === undefined) {
      document.getElementById(`run-control-${wrong ?? "budget"}`)?.focus();
      return;
    }
    if (read.rules === null || update.isPending) return;
    const why = reason.trim() === "" ? {} : { reason: reason.trim() };
    update.mutate(
      { id: run.id, body: { priority, autoPause: read.rules, budgetUsd, ...why } },
      {
        onSuccess: () => {
          toast.success("Priority and pauses are set.");
          onClose();
        },
      },
    );
  };
  const problems = Object.fromEntries(Object.entries(read.problems).filter(([field]) => told.has(field)));
  return (
    <form noValidate onSubmit={submit} aria-label="Priority and pauses" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium text-xs">Priority</span>
        <PriorityChoice value={priority} onChange={setPriority} />
      </div>
      <AutoPauseInputs
        idPrefix="run-control"
        draft={draft}
        problems={problems}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        onLeave={(field) => tell(field)}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          id="run-control-budget"
          label="Budget"
          optional
          hint="It pauses before it is passed"
          error={told.has("budget") && budgetUsd === undefined ? "US dollars from 0.01, or empty." : undefined}
        >
          <NumberInput
            unit="US $"
            value={budget}
            onChange={(event) => setBudget(event.target.value)}
            onBlur={() => tell("budget")}
          />
        </Field>
        <Field id="run-control-reason" label="Reason" optional>
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
      {update.error !== null && <ErrorBand message={errorMessage(update.error)} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={update.isPending}>
          Apply
        </Button>
      </div>
    </form>
  );
}
