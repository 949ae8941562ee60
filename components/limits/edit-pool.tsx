"use client";

import { ApiError, errorMessage } from "@/lib/client/api-client";
import type { PoolResponse } from "@/lib/contracts/providers";
import type { Limits } from "@/lib/core/limits/limits";
import { LimitInputs } from "../limit-fields/limit-inputs";
import { diffLimits } from "../limit-fields/limit-rows";
import { LimitsDiff } from "../limit-fields/limits-diff";
import { PresetSelect } from "../limit-fields/preset-select";
import { useScopeNotice } from "../limit-fields/use-scope-notice";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Kbd } from "../ui/kbd";
import { Segmented } from "../ui/segmented";
import { Sheet } from "../ui/sheet";
import { TextInput } from "../ui/text-input";
import { useModifierKey } from "../ui/use-modifier-key";
import { BlastRadius } from "./blast-radius";
import { EditConflict } from "./edit-conflict";
import { type PoolEditStart, REASON_LONGEST } from "./pool-edit-url";
import { useEditPool } from "./use-edit-pool";

const FORM_ID = "edit-pool-form";
const NOTHING_FILLED_IN: PoolEditStart = { draft: {}, reason: "" };

/** Changes a pool's limits: a preset or own values, now → new, who it touches, and why. */
export function EditPool({
  pool,
  start = NOTHING_FILLED_IN,
  onClose,
}: {
  pool: PoolResponse;
  start?: PoolEditStart;
  onClose: () => void;
}) {
  const edit = useEditPool(pool, onClose, start);
  const mod = useModifierKey();
  const scopeNotice = useScopeNotice(edit.preset, pool);
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Limits of ${pool.providerName}${pool.model === "*" ? "" : ` · ${pool.model}`}`}
      description="They take effect at once, for every run and every teammate."
      footer={
        <div className="flex flex-wrap items-center justify-end gap-2">
          <span className="mr-auto hidden items-center gap-1 text-muted text-xs sm:flex">
            <Kbd>{mod}</Kbd>
            <Kbd>↵</Kbd> applies
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM_ID} variant="primary" busy={edit.busy}>
            Apply limits
          </Button>
        </div>
      }
    >
      <form
        id={FORM_ID}
        noValidate
        onSubmit={edit.submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
        }}
        className="flex flex-col gap-4"
      >
        {edit.overtaken && <EditConflict pool={pool} onKeepMine={edit.keepMine} onTakeTheirs={edit.takeTheirs} />}
        {edit.error !== null && !isStale(edit.error) && <ErrorBand message={errorMessage(edit.error)} />}
        <div>
          <Segmented
            label="Where the limits come from"
            value={edit.from}
            onValueChange={edit.setFrom}
            options={[
              { value: "own", label: "Own values" },
              { value: "preset", label: "Preset" },
            ]}
          />
        </div>
        {edit.from === "own" ? (
          <LimitInputs
            idPrefix="edit-pool"
            draft={edit.draft}
            problems={edit.problems}
            onChange={edit.change}
            onLeave={edit.show}
          />
        ) : (
          <Field
            id="edit-pool-preset"
            label="Preset"
            hint="The pool keeps this version, also when the preset gets a newer one."
            error={edit.shown.has("preset") && edit.preset === "" ? "Choose a preset." : undefined}
            notices={scopeNotice}
          >
            <PresetSelect value={edit.preset} onValueChange={edit.setPreset} use={pool} />
          </Field>
        )}
        <WhatChanges pool={pool} after={edit.after} from={edit.from} />
        <Field
          id="edit-pool-reason"
          label="Reason"
          hint="Kept with the change, for whoever wonders later."
          error={
            edit.shown.has("reason") && edit.reason.trim() === "" ? "Say why: others use these limits too." : undefined
          }
        >
          <TextInput
            value={edit.reason}
            maxLength={REASON_LONGEST}
            autoComplete="off"
            placeholder="e.g. the account moved to tier 2"
            onChange={(event) => edit.setReason(event.target.value)}
          />
        </Field>
      </form>
    </Sheet>
  );
}

/** Now → new, and whom it touches. */
function WhatChanges({ pool, after, from }: { pool: PoolResponse; after: Limits | null; from: "own" | "preset" }) {
  return (
    <section aria-label="What changes" className="flex flex-col gap-2">
      {after === null ? (
        <p className="text-muted text-sm">
          {from === "preset" ? "Choose a preset to see what changes." : "Mend the marked fields to see what changes."}
        </p>
      ) : (
        <LimitsDiff before={pool.limits} after={after} beforeLabel="Now" afterLabel="New" />
      )}
      {after !== null && diffLimits(pool.limits, after).some((row) => row.changed) && (
        <BlastRadius pool={pool} after={after} />
      )}
    </section>
  );
}

// The conflict has its own place in the panel.
function isStale(error: Error): boolean {
  return error instanceof ApiError && error.code === "stale-revision";
}
