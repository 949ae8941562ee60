"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "../ui/cn";
import { Field } from "../ui/field";
import { Segmented } from "../ui/segmented";
import { Switch } from "../ui/switch";
import { NumberInput } from "../ui/text-input";
import { type LimitField, type LimitProblems, type LimitsDraft, tidyRate } from "./limits-draft";

type TextField = Exclude<LimitField, "jitter" | "adaptive">;

const MAIN: readonly { field: TextField; label: string; unit?: string; hint?: string }[] = [
  { field: "rps", label: "Requests per second", unit: "rps", hint: "Also as 300/min" },
  { field: "burst", label: "Burst", hint: "Permits saved while idle" },
  { field: "concurrency", label: "At once", hint: "Requests in flight" },
  { field: "attempts", label: "Attempts", hint: "4 = first try + 3 retries" },
];
const MORE: readonly { field: TextField; label: string; unit?: string; hint?: string }[] = [
  { field: "tokensPerMinute", label: "Tokens per minute", hint: "Prompts and answers; empty: no limit" },
  { field: "inputTokensPerMinute", label: "Input tokens per minute", hint: "Prompts alone, as Anthropic counts" },
  { field: "outputTokensPerMinute", label: "Output tokens per minute", hint: "Answers alone, as Anthropic counts" },
  { field: "requestsPerDay", label: "Requests per day", hint: "From midnight UTC; empty: no limit" },
  { field: "timeout", label: "Request timeout", unit: "s" },
  { field: "baseDelay", label: "First backoff, at most", unit: "s", hint: "Doubles with each retry" },
  { field: "maxDelay", label: "Any backoff, at most", unit: "s" },
  { field: "giveUpAfter", label: "Give up if asked to wait over", unit: "s", hint: "Empty: waits as long as asked" },
];
const MORE_FIELDS: readonly LimitField[] = [...MORE.map((entry) => entry.field), "jitter"];

export interface LimitInputsProps {
  /** Before every control's id, so that a form may hold several: `<prefix>-rps`. */
  idPrefix: string;
  draft: LimitsDraft;
  onChange: (patch: Partial<LimitsDraft>) => void;
  /** A field was left; the owner may show its problem from now on. */
  onLeave?: (field: LimitField) => void;
  problems: LimitProblems;
  notices?: Partial<Record<LimitField, ReactNode>>;
  /** Shows the rarely used fields from the start. */
  startOpen?: boolean;
  /** A pool adapts, a run's own limits do not. */
  canAdapt?: boolean;
}

/** The fields of limits: the four that matter in one row, the others behind a press. */
export function LimitInputs({ startOpen = false, canAdapt = true, ...props }: LimitInputsProps) {
  const [opened, setOpened] = useState(startOpen);
  // A problem or notice must never hide behind the fold.
  const open = opened || MORE_FIELDS.some((f) => props.problems[f] !== undefined || props.notices?.[f] !== undefined);
  const moreId = `${props.idPrefix}-more`;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-x-3 gap-y-3 sm:grid-cols-4">
        {MAIN.map((entry) => (
          <LimitInput key={entry.field} {...props} {...entry} />
        ))}
      </div>
      {MAIN.some((entry) => props.notices?.[entry.field] !== undefined) && (
        <div className="flex flex-col gap-1">
          {MAIN.map((entry) => {
            const notice = props.notices?.[entry.field];
            if (notice === undefined) return null;
            return (
              <div key={entry.field} id={noticeId(props.idPrefix, entry.field)} className="flex flex-col gap-1">
                {notice}
              </div>
            );
          })}
        </div>
      )}
      <button
        type="button"
        aria-expanded={open}
        aria-controls={moreId}
        onClick={() => setOpened(!open)}
        className="-ml-1 inline-flex h-6 items-center gap-1 self-start rounded-sm px-1 text-muted text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-3.5", open && "rotate-90")} />
        More limits: tokens, day, timeout, backoff
      </button>
      <div id={moreId} hidden={!open} className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        {open && (
          <>
            {MORE.map((entry) => (
              <LimitInput key={entry.field} {...props} {...entry} />
            ))}
            <div className="flex flex-col gap-1">
              <span className="font-medium text-xs">Jitter</span>
              <div>
                <Segmented
                  label="Jitter"
                  value={props.draft.jitter}
                  onValueChange={(jitter) => props.onChange({ jitter })}
                  options={[
                    { value: "full", label: "Full" },
                    { value: "none", label: "None" },
                  ]}
                />
              </div>
              <p className="text-muted text-xs">Full spreads retries out</p>
            </div>
            {canAdapt && (
              <Switch
                className="sm:col-span-3"
                checked={props.draft.adaptive}
                onCheckedChange={(adaptive) => props.onChange({ adaptive })}
                label="Adapt to the provider"
                hint="Slows down when it refuses requests and finds its way up again, never above these limits"
              />
            )}
          </>
        )}
      </div>
    </div>
  );
}

function noticeId(prefix: string, field: LimitField): string {
  return `${prefix}-${field}-remarks`;
}

function LimitInput({
  idPrefix,
  draft,
  onChange,
  onLeave,
  problems,
  notices,
  field,
  label,
  unit,
  hint,
}: LimitInputsProps & { field: TextField; label: string; unit?: string; hint?: string }) {
  const isMain = MAIN.some((entry) => entry.field === field);
  const notice = notices?.[field];
  const leave = () => {
    if (field === "rps") {
      const tidy = tidyRate(draft.rps);
      if (tidy !== draft.rps) onChange({ rps: tidy });
    }
    onLeave?.(field);
  };
  return (
    <Field
      id={`${idPrefix}-${field}`}
      label={label}
      error={problems[field]}
      hint={hint}
      // Notices of the four main fields stand under the row: a quarter of a form is too narrow for a sentence.
      notices={isMain ? undefined : notice}
      describedBy={isMain && notice !== undefined ? noticeId(idPrefix, field) : undefined}
    >
      <NumberInput
        value={draft[field]}
        onChange={(event) => onChange({ [field]: event.target.value })}
        onBlur={leave}
        stepDecimals={field === "rps" ? 1 : 0}
        {...(unit === undefined ? {} : { unit })}
      />
    </Field>
  );
}
