"use client";

import Link from "next/link";
import { LimitInputs } from "../limit-fields/limit-inputs";
import { limitsSentence } from "../limit-fields/limit-rows";
import { LIMIT_FIELDS, type LimitField, type LimitProblems, type LimitsDraft } from "../limit-fields/limits-draft";
import { PresetSelect } from "../limit-fields/preset-select";
import { useScopeNotice } from "../limit-fields/use-scope-notice";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { Field } from "../ui/field";
import { Segmented } from "../ui/segmented";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { type LaunchParams, limitsFrom, limitsSource, NO_OWN_LIMITS } from "./launch-draft";
import { ownLimitsDraft } from "./read-launch";

/** The pool's limits, a preset, or values of the run's own; the pool's hold in any case. */
export function LimitsSection({ form, onSave }: { form: LaunchFormApi; onSave: () => void }) {
  const { draft, data, patch } = form;
  const source = limitsSource(draft);
  // A preset that is gone has no values to edit; those that were edited before stay.
  const hasFields = limitsFrom(draft) === "own" || (source === "preset" && data.context.presetLimits !== null);
  const makeOwn = () => patch(paramsOf(ownLimitsDraft(draft, data.context.baseLimits), FIRST_FIELDS));
  const choose = (next: "pool" | "preset" | "own") => {
    if (next === source) return;
    if (next === "own") {
      makeOwn();
      patch({ preset: null });
    }
    if (next === "pool") patch({ ...NO_OWN_LIMITS, preset: null });
    if (next === "preset") patch({ ...NO_OWN_LIMITS, preset: draft.preset ?? "" });
  };
  return (
    <Card>
      <CardHeader
        title="Limits"
        description="A run's own limits stand in front of its provider's; the lower of both holds."
        actions={
          <Segmented
            label="Where the limits come from"
            value={source}
            onValueChange={choose}
            options={[
              { value: "pool", label: "Provider's" },
              { value: "preset", label: "Preset" },
              { value: "own", label: "Own" },
            ]}
          />
        }
      />
      <div className="flex flex-col gap-3">
        {source === "pool" && <PoolLimits form={form} onEdit={makeOwn} />}
        {source === "preset" && <PresetLimits form={form} />}
        {hasFields && (
          <>
            <OwnLimits form={form} />
            <div>
              <Button size="sm" onClick={onSave}>
                Save as preset…
              </Button>
            </div>
          </>
        )}
        {source === "pool" && <RemarksOnLimits form={form} />}
      </div>
    </Card>
  );
}

function PoolLimits({ form, onEdit }: { form: LaunchFormApi; onEdit: () => void }) {
  const { pool, provider } = form.data.context;
  if (provider === undefined) return <p className="text-muted text-sm">Choose a provider to see its limits.</p>;
  if (pool === undefined) {
    return (
      <p className="text-muted text-sm">
        {form.data.pools.isError ? "The provider's limits could not be loaded." : "Looking up the provider's limits…"}
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-sm tabular-nums">
        {limitsSentence(pool.limits)}{" "}
        <Link
          href={`/limits?edit=${encodeURIComponent(pool.id)}`}
          className="ml-1 text-accent text-xs underline underline-offset-2"
        >
          Edit for all runs
        </Link>
      </p>
      <Button size="sm" onClick={onEdit}>
        Set lower ones for this run
      </Button>
    </div>
  );
}

function PresetLimits({ form }: { form: LaunchFormApi }) {
  const { preset } = form.data;
  const edited = limitsFrom(form.draft) === "own";
  const { provider, model } = form.data.context;
  const use =
    provider === undefined
      ? null
      : { providerId: provider.id, providerKind: provider.kind, model: model.trim() === "" ? null : model.trim() };
  const notice = useScopeNotice(form.draft.preset, use);
  const unknown = preset.missing ? "There is no such preset or version. Choose another." : undefined;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field
        id={launchFieldId("preset")}
        label="Preset"
        error={form.problem("preset") ?? unknown}
        aside={edited ? <Badge tone="outline">{form.draft.preset} · edited</Badge> : undefined}
        notices={notice}
        className="min-w-0 flex-1 basis-60"
      >
        <PresetSelect
          value={form.draft.preset ?? ""}
          use={use}
          onValueChange={(ref) => form.patch({ ...NO_OWN_LIMITS, preset: ref })}
        />
      </Field>
      {edited && !preset.missing && <Button onClick={() => form.patch(NO_OWN_LIMITS)}>Undo the edits</Button>}
    </div>
  );
}

function OwnLimits({ form }: { form: LaunchFormApi }) {
  const { draft, data } = form;
  const base = ownLimitsDraft(draft, data.context.baseLimits);
  const problems: LimitProblems = {};
  for (const field of LIMIT_FIELDS) {
    const says = form.problem(field);
    if (says !== undefined) problems[field] = says;
  }
  const notices = Object.fromEntries(LIMIT_FIELDS.map((field) => [field, form.notices(field)]));
  return (
    <LimitInputs
      idPrefix="launch"
      canAdapt={false}
      draft={base}
      problems={problems}
      notices={notices}
      // The first edit of a preset makes all four of its values the run's own, whatever becomes of the preset.
      onChange={(change) => form.patch({ ...paramsOf(base, FIRST_FIELDS), ...paramsOf(change) })}
      onLeave={form.leave}
    />
  );
}

/** Without own fields the remarks on limits stand together. */
function RemarksOnLimits({ form }: { form: LaunchFormApi }) {
  const found = LIMIT_FIELDS.map((field) => ({ field, notice: form.notices(field) })).filter(
    ({ notice }) => notice !== undefined,
  );
  if (found.length === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      {found.map(({ field, notice }) => (
        <div key={field} className="flex flex-col gap-1">
          {notice}
        </div>
      ))}
    </div>
  );
}

const FIRST_FIELDS: readonly LimitField[] = ["rps", "burst", "concurrency", "attempts"];
const PARAM_OF = {
  rps: "rps",
  burst: "burst",
  concurrency: "conc",
  attempts: "attempts",
  tokensPerMinute: "tpm",
  inputTokensPerMinute: "itpm",
  outputTokensPerMinute: "otpm",
  requestsPerDay: "rpd",
  timeout: "timeout",
  baseDelay: "baseDelay",
  maxDelay: "maxDelay",
  giveUpAfter: "giveUp",
  jitter: "jitter",
} as const satisfies Partial<Record<LimitField, keyof LaunchParams>>;

/** Limits as the parameters of the address. */
function paramsOf(draft: Partial<LimitsDraft>, only?: readonly LimitField[]): Partial<LaunchParams> {
  const entries = Object.entries(PARAM_OF).flatMap(([field, param]) => {
    const value = Object.entries(draft).find(([name]) => name === field)?.[1];
    const wanted = only === undefined || only.some((each) => each === field);
    return typeof value === "string" && wanted ? [[param, value] as const] : [];
  });
  return Object.fromEntries(entries);
}
