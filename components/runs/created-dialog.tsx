"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import type { TimeZone } from "../ui/preferences-cookie";
import { TextInput } from "../ui/text-input";
import { fieldText, readSpanFields, type SpanFields, type SpanProblems } from "./created-filter";

/** Asks between which moments runs were created. One of both is enough. */
export function CreatedDialog({
  between,
  zone,
  onClose,
  onApply,
}: {
  between: { readonly fromMs: number | null; readonly toMs: number | null } | null;
  zone: TimeZone;
  onClose: () => void;
  /** As the address has them. */
  onApply: (span: { readonly from: string | null; readonly to: string | null }) => void;
}) {
  const formId = useId();
  const [fields, setFields] = useState<SpanFields>(() => ({
    from: fieldText(between?.fromMs ?? null, zone),
    to: fieldText(between?.toMs ?? null, zone),
  }));
  const [problems, setProblems] = useState<SpanProblems>({});
  const change = (field: keyof SpanFields, text: string) => {
    setFields({ ...fields, [field]: text });
    setProblems({});
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // A field that is half filled in gives no text, but says so.
    const half = halfFilled(event.currentTarget);
    const read = Object.keys(half).length > 0 ? { problems: half } : readSpanFields(fields, zone);
    if (!("problems" in read)) return onApply(read);
    setProblems(read.problems);
    const [first] = Object.keys(read.problems);
    event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Created between"
      description={`Runs created at the first time or later, and before the second. One of the two is enough. ${zone === "utc" ? "Times are UTC." : "Times are by your clock."}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary">
            Show these runs
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
        {(["from", "to"] as const).map((field) => (
          <Field key={field} label={field === "from" ? "From" : "To"} error={problems[field]}>
            <TextInput
              type="datetime-local"
              name={field}
              value={fields[field]}
              onChange={(event) => change(field, event.target.value)}
            />
          </Field>
        ))}
      </form>
    </Dialog>
  );
}

function halfFilled(form: HTMLFormElement): SpanProblems {
  const inputs = [...form.querySelectorAll<HTMLInputElement>("input[name]")];
  return Object.fromEntries(
    inputs.filter(({ validity }) => validity.badInput).map(({ name }) => [name, "Give the whole date and time."]),
  );
}
