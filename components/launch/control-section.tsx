"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import {
  AUTO_PAUSE_FIELDS,
  type AutoPauseDraft,
  type AutoPauseField,
  type AutoPauseProblems,
} from "../limit-fields/auto-pause-draft";
import { AutoPauseInputs } from "../limit-fields/auto-pause-inputs";
import { PriorityChoice } from "../limit-fields/priority-choice";
import { Card } from "../ui/card";
import { cn } from "../ui/cn";
import type { LaunchFormApi } from "./form-api";
import { AUTO_PAUSE_PARAM, autoPauseDraft, type LaunchParams } from "./launch-draft";

/** Priority, and when the run pauses by itself: rarely touched, so the rules stay folded. */
export function ControlSection({ form }: { form: LaunchFormApi }) {
  const { draft, patch, data } = form;
  const [opened, setOpened] = useState(false);
  const rulesId = useId();
  const problems: AutoPauseProblems = {};
  for (const field of AUTO_PAUSE_FIELDS) {
    const says = form.problem(field);
    if (says !== undefined) problems[field] = says;
  }
  const touched = AUTO_PAUSE_FIELDS.some((field) => draft[AUTO_PAUSE_PARAM[field]] !== null);
  const open = opened || Object.keys(problems).length > 0;
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-semibold text-base">Priority</h2>
          <p className="text-muted text-xs">
            Turns against other runs of the same provider: low 1, normal 4, high 16. Alone it makes no difference.
          </p>
        </div>
        <PriorityChoice
          value={draft.priority ?? "normal"}
          onChange={(priority) => patch({ priority: priority === "normal" ? null : priority })}
        />
      </div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={rulesId}
        onClick={() => setOpened(!open)}
        className="mt-3 -ml-1 inline-flex min-h-6 items-center gap-1 self-start rounded-sm px-1 text-left text-muted text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-3.5 shrink-0", open && "rotate-90")} />
        When it pauses by itself: {touched ? "your rules" : "refusals for a minute, errors in a row, a long wait"}
      </button>
      <div id={rulesId} hidden={!open} className="mt-3">
        {open && (
          <AutoPauseInputs
            idPrefix="launch"
            draft={autoPauseDraft(draft, data.context.autoPause)}
            problems={problems}
            onChange={(change) => patch(paramsOf(change))}
            onLeave={form.leave}
          />
        )}
      </div>
    </Card>
  );
}

function paramsOf(change: Partial<AutoPauseDraft>): Partial<LaunchParams> {
  const entries = AUTO_PAUSE_FIELDS.flatMap((field: AutoPauseField) => {
    const value = change[field];
    return value === undefined ? [] : [[AUTO_PAUSE_PARAM[field], value] as const];
  });
  return Object.fromEntries(entries);
}
