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
import { EditRefusal } from "./edit-refusal";
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
  // The edit rests on what was seen when the panel was opened; what others change meanwhile is a conflict.
  const [seenRevision, setSeenRevision] = useState(() => revisionOf(run, start.scope));
  // Only what was typed is kept, so that all else shows, and leaves, what holds now.
  const [typed, setTyped] = useState<Partial<LimitsDraft>>(() => remedyDraft(start.remedy));
  const [left, setLeft] = useState<ReadonlySet<LimitField>>(() => new Set());
  const [reason, setReason] = useState("");
  const [reasonMissing, setReasonMissing] = useState(false);
  const apply = useApplyLimits(run, onClose);
  const modifier = useModifierKey();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);

  const base = baseLimits(run, scope);
  const now = draftOfLimits(base);
  const draft: LimitsDraft = { ...now, ...typed };
  const read = readLimitsDraft(draft);
  const next = read.limits;
  const patch = next === null ? {} : limitsPatch(base, next);
  const unchanged = next !== null && isEmptyPatch(patch);

  const change = (fields: Partial<LimitsDraft>) => setTyped((before) => ({ ...before, ...fields }));
  const restart = (nextScope: EditScope) => {
    setScope(nextScope);
    setSeenRevision(revisionOf(run, nextScope));
    setTyped({});
    setLeft(new Set());
    apply.reset();
  };
  const submit = (revision: number) => {
    setLeft(new Set(EDIT_FIELDS));
    setReasonMissing(scope === "pool" && reason.trim() === "");
    const wrong = EDIT_FIELDS.find((field) => read.problems[field] !== undefined);
    if (wrong !== undefined || (scope === "pool" && reason.trim() === "")) {
      form.current?.querySelector<HTMLInputElement>(`#edit-${wrong ?? "reason"}`)?.focus();
      return;
    }
    if (next === null || unchanged || blocked !== null) return;
    apply.submit({ scope, patch, before: base, after: next, reason: reason.trim(), revision });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(seenRevision);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(seenRevision);
  };

  return (
    <Card aria-label="Edit limits" className="border-control/60">
      <form ref={form} noValidate onSubmit={onSubmit} onKeyDown={onKeyDown} className="flex flex-col gap-3">
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
          now={now}
          draft={draft}
          problems={shownProblems(read.problems, left)}
          onChange={change}
          onLeave={(field) => {
            setLeft((before) => new Set(before).add(field));
            if (field === "rps" && typed.rps !== undefined) change({ rps: tidyRate(typed.rps) });
          }}
        />
        {next !== null && !unchanged && (
          <EditPreview
            run={run}
            scope={scope}
            next={next}
            onSetSlots={(slots) => change({ concurrency: String(slots) })}
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
        {apply.error !== null && (
          <EditRefusal>
            {apply.conflict ? (
              <EditConflict
                run={run}
                scope={scope}
                said={apply.error}
                onTakeTheirs={() => restart(scope)}
                // Where they set the same, there is nothing left to send.
                onApplyMine={() => (unchanged ? onClose() : submit(revisionOf(run, scope)))}
              />
            ) : (
              <Notice level="block">{apply.error}</Notice>
            )}
          </EditRefusal>
        )}
        {blocked !== null && <Notice level="warn">{blocked}</Notice>}
        {/* In sight while any of the panel is, above the bar of a phone's pages. */}
        <div className="sticky bottom-14 -mx-3 -mb-3 flex items-center justify-between gap-2 rounded-b-lg border-t bg-panel px-3 py-2 md:bottom-0">
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
          {next !== null && !unchanged ? describeLimitChange(base, next) : ""}
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
