"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { uploadDatasetMutation } from "@/lib/client/datasets";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";

/** So many faults of a file are told; the first of them mostly explain the rest. */
const TOLD_FAULTS = 5;

/** A dataset without leaving the form: pasted, or a file as it is. */
export function AddDatasetDialog({
  open,
  onOpenChange,
  onAdded,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAdded: (datasetId: string) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add a dataset"
      description={
        <>
          CSV with a head line, JSON or JSONL. To choose columns or send a large file, use{" "}
          <Link href="/datasets/new" className="text-accent underline underline-offset-2">
            the import page
          </Link>
          .
        </>
      }
    >
      {open && <AddDatasetForm onAdded={onAdded} />}
    </Dialog>
  );
}

function AddDatasetForm({ onAdded }: { onAdded: (datasetId: string) => void }) {
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(false);
  const upload = useMutation(uploadDatasetMutation());
  const nothing = file === null && text.trim() === "";
  const unnamed = file === null && name.trim() === "";
  const problems = {
    text: nothing ? "Paste some cases, or choose a file." : undefined,
    name: unnamed ? "Give it a name." : undefined,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (upload.isPending) return;
    setSent(true);
    const [wrong] = (["text", "name"] as const).filter((field) => problems[field] !== undefined);
    if (wrong !== undefined) {
      document.getElementById(`add-dataset-${wrong}`)?.focus();
      return;
    }
    const own = name.trim() === "" ? {} : { name: name.trim() };
    // The server tells the format by how the text begins.
    upload.mutate(
      { file: file ?? new File([text], "pasted.txt", { type: "text/plain" }), ...own },
      { onSuccess: (dataset) => onAdded(dataset.id) },
    );
  };
  const faults = upload.error instanceof ApiError ? upload.error.issues.slice(0, TOLD_FAULTS) : [];
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Field
        id="add-dataset-text"
        label="Cases"
        hint={file === null ? undefined : `${file.name} is sent in place of what is pasted`}
        error={sent ? problems.text : undefined}
        aside={
          <label className="cursor-pointer text-accent hover:underline has-focus-visible:outline-2 has-focus-visible:outline-accent">
            {file === null ? "Choose a file" : "Choose another file"}
            <input
              type="file"
              accept=".csv,.tsv,.json,.jsonl,.ndjson,text/csv,application/json"
              className="sr-only"
              aria-label="Data file"
              onChange={(event) => {
                upload.reset();
                setFile(event.target.files?.[0] ?? null);
              }}
            />
          </label>
        }
      >
        <Textarea
          mono
          rows={8}
          value={text}
          placeholder={"question,answer\nWhat is 2 + 2?,4"}
          onChange={(event) => {
            upload.reset();
            setText(event.target.value);
          }}
        />
      </Field>
      <Field id="add-dataset-name" label="Name" optional={file !== null} error={sent ? problems.name : undefined}>
        <TextInput
          value={name}
          maxLength={200}
          autoComplete="off"
          placeholder={file?.name ?? "smoke test"}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {upload.error !== null && (
        <ErrorBand message={errorMessage(upload.error)}>
          {faults.length > 0 && (
            <ul className="mt-1 text-xs">
              {faults.map((fault) => (
                <li key={`${fault.line ?? ""} ${fault.path} ${fault.message}`}>
                  {fault.line === undefined ? fault.path : `Line ${fault.line}`}: {fault.message}
                </li>
              ))}
            </ul>
          )}
        </ErrorBand>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={upload.isPending || upload.isSuccess}>
          Add dataset
        </Button>
      </div>
    </form>
  );
}
