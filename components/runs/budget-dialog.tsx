"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { resumeRunMutation, updateRunMutation } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { AUTO_PAUSE_BOUNDS } from "@/lib/core/runs/auto-pause-rules";
import { formatMoney } from "@/lib/format";
import { parseNumber } from "../limit-fields/limits-draft";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { NumberInput, TextInput } from "../ui/text-input";
import { totalCostText } from "./cost-text";
import { projectedCost } from "./run-numbers";

/** Sets, changes or lifts a run's budget; where it paused for it, goes on at once. */
export function BudgetDialog({ open, ...rest }: { open: boolean; run: RunResponse; onClose: () => void }) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ run, onClose }: { run: RunResponse; onClose: () => void }) {
  const formId = useId();
  const [text, setText] = useState(() => suggested(run));
  const [reason, setReason] = useState("");
  const [told, setTold] = useState(false);
  const update = useMutation(updateRunMutation());
  const resume = useMutation(resumeRunMutation());
  const resumes = run.state === "paused" && run.stopReason?.code === "budget";
  const { budgetUsd, problem } = readBudget(text, run.cost.totalUsd ?? 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (problem !== null) return;
    const body = { budgetUsd, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) };
    update.mutate(
      { id: run.id, body },
      { onSuccess: () => (resumes ? resume.mutate({ id: run.id }, { onSuccess: onClose }) : onClose()) },
    );
  };
  const error = update.error ?? resume.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={resumes ? "Raise the budget and go on" : "Budget"}
      description={`${totalCostText(run)} spent so far${projectionText(run)}. The run pauses before a case that would pass its budget.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={update.isPending || resume.isPending}>
            {resumes ? "Save and resume" : "Save budget"}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Budget" hint="Empty: none" error={told && problem !== null ? problem : undefined}>
          <NumberInput unit="US $" value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Field label="Reason" optional hint="Kept in the run's log">
          <TextInput
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {error !== null && <ErrorBand message={errorMessage(error)} />}
      </form>
    </Dialog>
  );
}

/** What is set now; where it is used up, what the whole run is expected to take. */
function suggested(run: RunResponse): string {
  const usedUp = run.stopReason?.code === "budget";
  const projected = projectedCost(run);
  if (usedUp && projected !== null) return String(Math.ceil(projected * 1.1 * 100) / 100);
  return run.budgetUsd === null ? "" : String(run.budgetUsd);
}

function projectionText(run: RunResponse): string {
  const projected = projectedCost(run);
  return projected === null ? "" : `, about ${formatMoney(projected)} for the whole run`;
}

function readBudget(text: string, spentUsd: number): { budgetUsd: number | null; problem: string | null } {
  if (text.trim() === "") return { budgetUsd: null, problem: null };
  const value = parseNumber(text.replace(/^\s*\$/, ""));
  const { min, max } = AUTO_PAUSE_BOUNDS.budgetUsd;
  if (value === null || value < min || value > max) {
    return { budgetUsd: null, problem: `US dollars from ${min}, or empty for none.` };
  }
  if (value <= spentUsd) return { budgetUsd: null, problem: `${formatMoney(spentUsd)} is spent already.` };
  return { budgetUsd: value, problem: null };
}
