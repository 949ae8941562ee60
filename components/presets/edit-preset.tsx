"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { createPresetVersionMutation, presetKeys } from "@/lib/client/presets";
import type { PresetDetailResponse } from "@/lib/contracts/presets";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { formatRelative } from "@/lib/format";
import { LimitInputs } from "../limit-fields/limit-inputs";
import { LimitsDiff } from "../limit-fields/limits-diff";
import {
  draftOfLimits,
  LIMIT_FIELDS,
  type LimitField,
  readLimitsDraft,
  shownProblems,
} from "../limit-fields/limits-draft";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Sheet } from "../ui/sheet";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { useNow } from "../ui/use-now";

const FORM_ID = "edit-preset-form";

/** Saves changed values as the next version; a version saved by somebody else meanwhile is shown, not overwritten. */
export function EditPreset({
  preset,
  onClose,
  onSaved,
}: {
  preset: PresetDetailResponse;
  onClose: () => void;
  onSaved: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOfLimits(preset.latest.limits));
  const [message, setMessage] = useState("");
  const [parent, setParent] = useState(preset.latest.n);
  const [shown, setShown] = useState<ReadonlySet<LimitField>>(new Set());
  const save = useMutation(createPresetVersionMutation());
  const read = readLimitsDraft(draft);
  const problems = shownProblems(read.problems, shown);
  const stale = save.error instanceof ApiError && save.error.code === "stale-revision";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    if (read.limits === null) {
      const wrong = LIMIT_FIELDS.filter((field) => read.problems[field] !== undefined);
      setShown(new Set(wrong));
      requestAnimationFrame(() => document.getElementById(`edit-preset-${wrong[0]}`)?.focus());
      return;
    }
    const body = { limits: read.limits, parent, ...(message.trim() === "" ? {} : { message: message.trim() }) };
    save.mutate(
      { slug: preset.slug, body },
      {
        onSuccess: (version) => {
          toast.success(`${version.ref} is saved`);
          onSaved();
        },
        onError: () => {
          // Who was faster is in the newest state of the preset.
          client.invalidateQueries({ queryKey: presetKeys.detail(preset.slug) }).catch(() => {
            // The page shows its own error.
          });
        },
      },
    );
  };

  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Edit ${preset.name}`}
      description={`Saves as v${preset.latest.n + 1}. Pools and runs keep the version they were given.`}
      footer={
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM_ID} variant="primary" busy={save.isPending}>
            Save v{preset.latest.n + 1}
          </Button>
        </div>
      }
    >
      <form
        id={FORM_ID}
        noValidate
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
        }}
        className="flex flex-col gap-4"
      >
        {preset.latest.n !== parent && (
          <Overtaken
            preset={preset}
            parent={parent}
            onKeepMine={() => {
              setParent(preset.latest.n);
              save.reset();
            }}
            onTakeTheirs={() => {
              setParent(preset.latest.n);
              setDraft(draftOfLimits(preset.latest.limits));
              save.reset();
            }}
          />
        )}
        {preset.archivedAt !== null ? (
          <div role="alert">
            <Notice level="warn">
              {preset.name} was archived meanwhile: it takes no new version. What you typed is here until you close
              this.
            </Notice>
          </div>
        ) : (
          save.error !== null && !stale && <ErrorBand message={errorMessage(save.error)} />
        )}
        <LimitInputs
          idPrefix="edit-preset"
          draft={draft}
          problems={problems}
          onChange={(patch) => setDraft((before) => ({ ...before, ...patch }))}
          onLeave={(field) => setShown((before) => new Set([...before, field]))}
        />
        <section aria-label="What changes">
          {read.limits === null ? (
            <p className="text-muted text-sm">Mend the marked fields to see what changes.</p>
          ) : (
            <LimitsDiff
              before={preset.latest.limits}
              after={read.limits}
              beforeLabel={`v${preset.latest.n}`}
              afterLabel={`v${preset.latest.n + 1}`}
            />
          )}
        </section>
        <Field id="edit-preset-message" label="Message" optional hint="Why the values change.">
          <TextInput
            value={message}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
      </form>
    </Sheet>
  );
}

function Overtaken({
  preset,
  parent,
  onKeepMine,
  onTakeTheirs,
}: {
  preset: PresetDetailResponse;
  parent: number;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const now = useNow();
  const before = preset.history.find((version) => version.n === parent);
  const what = before === undefined ? "" : describeLimitChange(before.limits, preset.latest.limits);
  const { n, author, createdAt, message } = preset.latest;
  return (
    <div role="alert">
      <Notice
        level="warn"
        fixes={[
          { label: `Start over from v${n}`, onApply: onTakeTheirs },
          { label: "Keep my values", onApply: onKeepMine },
        ]}
      >
        v{n} was saved by {author}
        {now === null ? "" : ` ${formatRelative(createdAt, now)}`}
        {what === "" ? "" : `: ${what}`}
        {message === null ? "" : ` (${message})`}. The table below compares with it.
      </Notice>
    </div>
  );
}
