"use client";

import { X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import {
  draftOfLimits,
  type LimitField,
  type LimitsDraft,
  readLimitsDraft,
  shownProblems,
  tidyRate,
} from "../limit-fields/limits-draft";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Kbd } from "../ui/kbd";
import { Notice } from "../ui/notice";
import { Segmented } from "../ui/segmented";
import { TextInput } from "../ui/text-input";
import { useModifierKey } from "../ui/use-modifier-key";
import { EditConflict } from "./edit-conflict";
import { EDIT_FIELDS, EditLimitRows } from "./edit-limit-rows";
import { EditPreview } from "./edit-preview";
import { baseLimits, type EditScope, isEmptyPatch, type LimitEdit, limitsPatch, revisionOf } from "./limits-edit";
import { useApplyLimits } from "./use-apply-limits";

/**
 * Edits limits while the run goes on, beside the charts and not over them. Values stay in their fields when the server
 * refuses. `blocked` says why nothing can be applied now.
 */
export function EditLimitsPanel({
  run,
  start,
  blocked,
  onClose,
}: {
  run: RunResponse;
  /** Whose limits it opens with, and what is filled in already. */
  start: LimitEdit;
  blocked: string | null;
  onClose: () => void;
}) {
  const [scope, setScope] = useState<EditScope>(start.scope);
  // The edit rests on what the limits were when the panel was opened; what others change meanwhile is a conflict.
  const [opened, setOpened] = useState(() => openedAt(run, start.scope));
  const [draft, setDraft] = useState<LimitsDraft>(() => ({
    ...draftOfLimits(opened.base),
    ...remedyDraft(start.remedy),
  }));
  const [left, setLeft] = useState<ReadonlySet<LimitField>>(() => new Set());
  const [reason, setReason] = useState("");
  const [reasonMissing, setReasonMissing] = useState(false);
  const apply = useApplyLimits(run, onClose);
  const modifier = useModifierKey();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);

  const read = readLimitsDraft(draft);
  const next = read.limits;
  const patch = next === null ? {} : limitsPatch(opened.base, next);
  const unchanged = next !== null && isEmptyPatch(patch);

  const restart = (nextScope: EditScope) => {
    const next = openedAt(run, nextScope);
    setScope(nextScope);
    setOpened(next);
    setDraft(draftOfLimits(next.base));
    setLeft(new Set());
    apply.reset();
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setLeft(new Set(EDIT_FIELDS));
    setReasonMissing(scope === "pool" && reason.trim() === "");
    const wrong = EDIT_FIELDS.find((field) => read.problems[field] !== undefined);
    if (wrong !== undefined || (scope === "pool" && reason.trim() === "")) {
      form.current?.querySelector<HTMLInputElement>(`#edit-${wrong ?? "reason"}`)?.focus();
      return;
    }
    if (next === null || unchanged || blocked !== null) return;
    apply.submit({ scope, patch, before: opened.base, after: next, reason: reason.trim(), revision: opened.revision });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
  };

  return (
    <Card aria-label="Edit limits" className="border-control/60">
      <form ref={form} noValidate onSubmit={submit} onKeyDown={onKeyDown} className="flex flex-col gap-3">
        <div className="flex items-center justify-between">
          <h2 className="font-semibold text-base">Edit limits</h2>
          <IconButton label="Close" shortcut="Esc" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
        {run.poolId !== null && (
          <Segmented
            label="Whose limits"
            value={scope}
            onValueChange={restart}
            options={[
              { value: "run", label: "This run only" },
              { value: "pool", label: `${run.providerName}, all runs` },
            ]}
          />
        )}
        <EditLimitRows
          now={draftOfLimits(opened.base)}
          draft={draft}
          problems={shownProblems(read.problems, left)}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          onLeave={(field) => {
            setLeft((before) => new Set(before).add(field));
            if (field === "rps") setDraft((before) => ({ ...before, rps: tidyRate(before.rps) }));
          }}
        />
        {next !== null && !unchanged && (
          <EditPreview
            run={run}
            scope={scope}
            next={next}
            onSetSlots={(slots) => setDraft((before) => ({ ...before, concurrency: String(slots) }))}
          />
        )}
        <Field
          id="edit-reason"
          label="Reason"
          optional={scope === "run"}
          error={reasonMissing && reason.trim() === "" ? "Say why: it changes all runs of this provider." : undefined}
        >
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {apply.conflict ? (
          <EditConflict
            run={run}
            scope={scope}
            said={apply.error ?? "The limits were changed since you opened this panel."}
            onTakeTheirs={() => restart(scope)}
            onApplyMine={() => next !== null && apply.submitOver(run)}
          />
        ) : (
          apply.error !== null && <Notice level="block">{apply.error}</Notice>
        )}
        {blocked !== null && <Notice level="warn">{blocked}</Notice>}
        <div className="flex items-center justify-between gap-2">
          <span className="text-muted text-xs">
            <Kbd>{modifier}</Kbd> <Kbd>↵</Kbd>
          </span>
          <div className="flex gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={apply.pending} disabled={unchanged || blocked !== null}>
              Apply
            </Button>
          </div>
        </div>
        <p aria-live="polite" className="sr-only">
          {next !== null && !unchanged ? describeLimitChange(opened.base, next) : ""}
        </p>
      </form>
    </Card>
  );
}

function remedyDraft(remedy: LimitEdit["remedy"]): Partial<LimitsDraft> {
  if (remedy === null) return {};
  const text = String(remedy.value);
  return remedy.field === "concurrency" ? { concurrency: text } : { rps: text };
}

/** What an edit rests on: the limits of now and their revision. */
function openedAt(run: RunResponse, scope: EditScope) {
  return { revision: revisionOf(run, scope), base: baseLimits(run, scope) };
}
