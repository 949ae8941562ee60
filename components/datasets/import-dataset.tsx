"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type RefObject, useRef } from "react";
import { formatExact } from "@/lib/format";
import { useCrumb } from "../layout/crumb";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { Field } from "../ui/field";
import { PageHeader } from "../ui/page-header";
import { Segmented } from "../ui/segmented";
import { TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";
import { ColumnTable } from "./column-table";
import { FileDrop } from "./file-drop";
import { ImportErrors } from "./import-errors";
import { UploadProgress } from "./upload-progress";
import { type ImportForm, useImportForm } from "./use-import-form";

/** Brings in a file or pasted text: choose, say what the columns are, import. All of it or nothing. */
export function ImportDataset() {
  useCrumb("Import dataset");
  const router = useRouter();
  const pasteRef = useRef<HTMLTextAreaElement>(null);
  const form = useImportForm((dataset) => {
    toast.success(`${dataset.name}: ${formatExact(dataset.caseCount)} cases imported`);
    router.push(`/datasets/${encodeURIComponent(dataset.id)}`);
  });
  const { upload, from } = form;
  return (
    <>
      <PageHeader
        title="Import dataset"
        description="Each row becomes a case. If a row is wrong you get its line, and nothing is imported."
      />
      <form noValidate onSubmit={form.submit} className="flex max-w-4xl flex-col gap-4">
        <SourceCard form={form} pasteRef={pasteRef} />
        <ColumnsCard form={form} />
        <Field id="import-name" label="Name" error={form.problem("name")}>
          <TextInput
            value={form.name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => form.setName(event.target.value)}
            placeholder="e.g. support-questions"
          />
        </Field>
        {upload.error !== null && (
          <ImportErrors
            error={upload.error}
            source={from === "file" ? (form.file?.name ?? "the file") : "the pasted data"}
            onShowLine={from === "paste" ? (line) => selectLine(pasteRef.current, line) : undefined}
          />
        )}
        {upload.isPending && <UploadProgress share={upload.sentShare} />}
        <div className="flex items-center gap-2">
          <Button type="submit" variant="primary" busy={upload.isPending || upload.isSuccess}>
            Import dataset
          </Button>
          {upload.isPending ? (
            <Button variant="ghost" onClick={upload.cancel}>
              Cancel upload
            </Button>
          ) : (
            <Button asChild variant="ghost">
              <Link href="/datasets">Cancel</Link>
            </Button>
          )}
        </div>
      </form>
    </>
  );
}

function SourceCard({ form, pasteRef }: { form: ImportForm; pasteRef: RefObject<HTMLTextAreaElement | null> }) {
  return (
    <Card>
      <CardHeader
        title="Data"
        description="CSV with a header line, a JSON array of objects, or JSONL with one object a line."
        actions={
          <Segmented
            label="Where the data comes from"
            value={form.from}
            onValueChange={form.choose}
            options={[
              { value: "file", label: "File" },
              { value: "paste", label: "Paste" },
            ]}
          />
        }
      />
      {form.from === "file" ? (
        <FileDrop
          file={form.file}
          onChoose={form.chooseFile}
          error={form.problem("source") ?? null}
          disabled={form.upload.isPending}
        />
      ) : (
        <Field id="import-pasted" label="Pasted data" hideLabel error={form.problem("source")}>
          <Textarea
            ref={pasteRef}
            mono
            rows={10}
            spellCheck={false}
            value={form.pasted}
            onChange={(event) => form.paste(event.target.value)}
            placeholder={'question,answer\n"What is 2 + 2?",4'}
          />
        </Field>
      )}
    </Card>
  );
}

function ColumnsCard({ form }: { form: ImportForm }) {
  const wrong = form.problem("columns");
  if (form.preview === null) return null;
  return (
    <Card>
      <CardHeader
        title="Columns"
        description="Variables fill the prompt as {{name}}. Evaluators compare with the expected value."
      />
      <ColumnTable preview={form.preview} roles={form.roles} onChange={form.setRoles} />
      {wrong !== undefined && (
        <p role="alert" className="mt-2 text-danger text-xs">
          {wrong}
        </p>
      )}
    </Card>
  );
}

function selectLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  // The browser does not scroll to a selection that code makes.
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, line - 3);
}
