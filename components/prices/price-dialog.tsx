"use client";

import { type FormEvent, useId, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import type { PriceTableResponse } from "@/lib/contracts/prices";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { PROVIDER_KINDS } from "@/lib/core/limits/starter-limits";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { NumberInput, TextInput } from "../ui/text-input";
import {
  draftOfPrice,
  emptyPrice,
  type PriceDraft,
  type PriceField,
  type PriceRow,
  readPrice,
  sameCalls,
} from "./price-draft";
import { providerText } from "./price-words";
import { usePriceEdits } from "./use-price-edits";

/** What is edited: a row of the table, or a new one that begins with some values. */
export type PriceTarget = { readonly row: PriceRow } | { readonly start: Partial<PriceDraft> };

/** Adds a row or changes one. What was typed stays when the server refuses it. */
export function PriceDialog({
  table,
  providers,
  target,
  onClose,
}: {
  table: PriceTableResponse;
  providers: readonly ProviderResponse[];
  target: PriceTarget;
  onClose: () => void;
}) {
  const formId = useId();
  const row = "row" in target ? target.row : null;
  const [draft, setDraft] = useState(() => ("row" in target ? draftOfPrice(target.row) : emptyPrice(target.start)));
  const [reason, setReason] = useState("");
  const [told, setTold] = useState(false);
  const edits = usePriceEdits(table, onClose);
  const others = table.rows.filter((each) => row === null || !sameCalls(each, row));
  const read = readPrice(draft, others);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (read.row === null || edits.busy) return;
    if (row === null) edits.add(read.row, reason);
    else edits.change(row, read.row, reason);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={row === null ? "Add a price" : `Price of ${row.model}`}
      description="US dollars per million tokens. Runs that were launched keep the prices of their launch."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={edits.busy}>
            {row === null ? "Add price" : "Save price"}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-3">
        <PriceFields
          draft={draft}
          problems={told ? read.problems : {}}
          providers={providers}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <Field label="Reason" optional hint="Kept with the change">
          <TextInput value={reason} maxLength={500} autoComplete="off" onChange={(e) => setReason(e.target.value)} />
        </Field>
        {edits.error !== null && <ErrorBand message={errorMessage(edits.error)} />}
      </form>
    </Dialog>
  );
}

const NUMBERS: readonly { field: PriceField; label: string; unit: string; optional: boolean; hint?: string }[] = [
  { field: "input", label: "Input", unit: "US $", optional: false },
  { field: "output", label: "Output", unit: "US $", optional: false },
  { field: "cached", label: "Cached input", unit: "US $", optional: true, hint: "Empty: costs as any input" },
  { field: "context", label: "Context window", unit: "tokens", optional: true },
];

function PriceFields({
  draft,
  problems,
  providers,
  onChange,
}: {
  draft: PriceDraft;
  problems: Partial<Record<PriceField, string>>;
  providers: readonly ProviderResponse[];
  onChange: (change: Partial<PriceDraft>) => void;
}) {
  const scopes = ["*", ...PROVIDER_KINDS].map((scope) => ({ value: scope, label: providerText(scope, []) }));
  const known = scopes.some((scope) => scope.value === draft.provider);
  const own = providers.map(({ id, name, kind }) => ({
    value: id,
    label: name,
    hint: `this ${KIND_LABEL[kind]} provider alone`,
  }));
  const gone = known || own.some((each) => each.value === draft.provider) ? [] : [draft.provider];
  return (
    <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
      <Field label="Provider" error={problems.provider}>
        <Select
          value={draft.provider}
          onValueChange={(provider) => onChange({ provider })}
          options={[...scopes, ...own, ...gone.map((value) => ({ value, label: providerText(value, []) }))]}
        />
      </Field>
      <Field label="Model" hint="* stands for any text" error={problems.model}>
        <TextInput
          value={draft.model}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ model: event.target.value })}
        />
      </Field>
      {NUMBERS.map(({ field, label, unit, optional, hint }) => (
        <Field
          key={field}
          label={label}
          optional={optional}
          {...(hint === undefined ? {} : { hint })}
          error={problems[field]}
        >
          <NumberInput
            unit={unit}
            value={draft[field]}
            onChange={(event) => onChange({ [field]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  );
}
