"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { addNoteMutation } from "@/lib/client/run-log";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";

const TEXT_MOST = 500;

/** Asks for the text of a note. */
export function AddNoteDialog({
  runId,
  open,
  onOpenChange,
}: {
  runId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const formId = useId();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const add = useMutation(addNoteMutation());
  const toggle = (next: boolean) => {
    onOpenChange(next);
    if (next) return;
    setText("");
    setMissing(false);
    add.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const note = text.trim();
    setMissing(note === "");
    if (note !== "") add.mutate({ id: runId, text: note }, { onSuccess: () => toggle(false) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      title="Add a note"
      description="It stands in the run's log, with your name, and as a mark over its charts now."
      footer={
        <>
          <Button onClick={() => toggle(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={add.isPending}>
            Add note
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Note" error={missing && text.trim() === "" ? "Write something." : undefined}>
          <TextInput
            value={text}
            maxLength={TEXT_MOST}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {add.error !== null && <ErrorBand message={errorMessage(add.error)} />}
      </form>
    </Dialog>
  );
}
