"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { updatePresetMutation } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { draftOfScope, readScope, type ScopeDraft, ScopeFields } from "./scope-fields";

interface DetailsDraft {
  readonly name: string;
  readonly description: string;
  readonly scope: ScopeDraft;
}

function draftOf({ name, description, scope }: PresetResponse): DetailsDraft {
  return { name, description: description ?? "", scope: draftOfScope(scope) };
}

/** Changes name, description and what a preset is meant for. What somebody else saved meanwhile is shown, not overwritten. */
export function EditDetails({ preset, onClose }: { preset: PresetResponse; onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(preset));
  const [revision, setRevision] = useState(preset.revision);
  const [told, setTold] = useState(false);
  const save = useMutation(updatePresetMutation(), client);
  const stale = save.error instanceof ApiError && save.error.code === "stale-revision";
  const change = (part: Partial<DetailsDraft>) => setDraft((before) => ({ ...before, ...part }));
  const restOnTheirs = (next: DetailsDraft) => {
    setDraft(next);
    setRevision(preset.revision);
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (save.isPending || draft.name.trim() === "") return;
    const { name, description } = draft;
    const body = {
      name: name.trim(),
      description: description.trim() === "" ? null : description.trim(),
      scope: readScope(draft.scope),
      revision,
    };
    save.mutate(
      { slug: preset.slug, body },
      {
        onSuccess: (after) => {
          toast.success(`${after.name} is saved`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Details of ${preset.name}`}
      description={`The slug ${preset.slug} and the versions stay as they are.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            Save details
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
        {preset.revision !== revision && (
          <div role="alert" className="sm:col-span-2">
            <Notice
              level="warn"
              fixes={[
                { label: "Start over from that", onApply: () => restOnTheirs(draftOf(preset)) },
                { label: "Keep mine", onApply: () => restOnTheirs(draft) },
              ]}
            >
              Somebody saved these meanwhile: {preset.name}, for {presetScopeText(preset.scope) ?? "any provider"}
              {preset.description === null ? "" : `, “${preset.description}”`}.
            </Notice>
          </div>
        )}
        {save.error !== null && !stale && <ErrorBand className="sm:col-span-2" message={errorMessage(save.error)} />}
        <Field
          label="Name"
          className="sm:col-span-2"
          error={told && draft.name.trim() === "" ? "Give it a name." : undefined}
        >
          <TextInput
            value={draft.name}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label="Description" optional className="sm:col-span-2">
          <TextInput
            value={draft.description}
            maxLength={1000}
            autoComplete="off"
            onChange={(event) => change({ description: event.target.value })}
          />
        </Field>
        <ScopeFields
          idPrefix={formId}
          draft={draft.scope}
          onChange={(part) => change({ scope: { ...draft.scope, ...part } })}
        />
      </form>
    </Dialog>
  );
}
