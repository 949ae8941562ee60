"use client";

import { useQuery } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { presetListOptions } from "@/lib/client/presets";
import { limitsSentence } from "../limit-fields/limit-rows";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { RadioCards } from "../ui/radio-cards";
import { TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";
import { type ImportForm, useImportPreset } from "./use-import-preset";

/** Makes a preset, or further versions of one, from a file that another workspace exported. */
export function ImportPreset({ onClose }: { onClose: () => void }) {
  const { data: presets } = useQuery(presetListOptions());
  const form = useImportPreset(presets ?? []);
  const { read } = form;
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Import a preset"
      description="A JSON file that Export made: all of a preset's versions, and never a key."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!form.ready} busy={form.busy} onClick={form.submit}>
            {form.as === "versions" ? "Add versions" : "Import preset"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {form.error !== null && <ErrorBand message={errorMessage(form.error)} />}
        <div className="flex flex-wrap items-center gap-3">
          <label
            htmlFor="import-preset-file"
            className="inline-flex h-8 cursor-pointer items-center rounded-md border border-control bg-bg px-3 font-medium text-sm hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              id="import-preset-file"
              type="file"
              accept=".json,application/json"
              className="sr-only"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file !== undefined) form.readFile(file);
                event.target.value = "";
              }}
            />
            Choose a file…
          </label>
          <span className="text-muted text-xs">{form.fileName ?? "or paste it below"}</span>
        </div>
        <Field label="JSON" error={form.problem}>
          <Textarea
            mono
            rows={7}
            spellCheck={false}
            value={form.text}
            onChange={(event) => form.type(event.target.value)}
          />
        </Field>
        {read !== null && <Findings read={read} />}
        {read?.document != null && <Choice form={form} />}
      </div>
    </Dialog>
  );
}

function Findings({ read }: { read: NonNullable<ImportForm["read"]> }) {
  const { document, secrets, problems, unknownKeys } = read;
  const newest = document?.versions.at(-1);
  const meantFor = document === null ? null : presetScopeText(document.scope);
  return (
    <div className="flex flex-col gap-2" role="status">
      {secrets.length > 0 && (
        <Notice level="block">
          It holds what looks like a secret, at <Paths paths={secrets} />. Presets hold no keys: take it out, and
          replace a key that has been passed on.
        </Notice>
      )}
      {problems.length > 0 && (
        <Notice level="block">
          It is no preset that can be imported:
          <ul className="list-disc pl-4">
            {problems.slice(0, 8).map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code className="break-all font-mono">{path}</code>: {message}
              </li>
            ))}
          </ul>
          {problems.length > 8 && `and ${problems.length - 8} more`}
        </Notice>
      )}
      {unknownKeys.length > 0 && problems.length === 0 && (
        <Notice level="warn">
          Unknown here, and left out: <Paths paths={unknownKeys} />
        </Notice>
      )}
      {document !== null && newest !== undefined && (
        <p className="text-sm">
          <strong className="font-semibold">{document.name}</strong>,{" "}
          {document.versions.length === 1 ? "1 version" : `${document.versions.length} versions`}. The newest:{" "}
          {limitsSentence(newest.limits)}.{meantFor === null ? "" : ` Meant for ${meantFor}.`}
        </p>
      )}
    </div>
  );
}

function Paths({ paths }: { paths: readonly string[] }) {
  const shown = paths.slice(0, 12);
  return (
    <>
      <code className="break-all font-mono">{shown.join(", ")}</code>
      {paths.length > shown.length && ` and ${paths.length - shown.length} more`}
    </>
  );
}

function Choice({ form }: { form: ImportForm }) {
  return (
    <>
      {form.taken !== null && (
        <RadioCards
          label="The slug is taken"
          value={form.as}
          onValueChange={form.choose}
          options={[
            {
              value: "preset",
              label: "A preset of its own",
              hint: "Under another slug; nothing that exists changes.",
            },
            {
              value: "versions",
              label: `Further versions of ${form.taken.name}`,
              hint: `After v${form.taken.latest.n}. Labels stay where they are; runs and pools keep their versions.`,
            },
          ]}
        />
      )}
      {form.as === "preset" && (
        <Field label="Slug" error={form.slugProblem} hint={`Runs name it as ${form.slug || "slug"}@1`}>
          <TextInput
            value={form.slug}
            maxLength={63}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => form.setSlug(event.target.value)}
          />
        </Field>
      )}
    </>
  );
}
