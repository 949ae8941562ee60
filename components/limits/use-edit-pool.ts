"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { presetListOptions } from "@/lib/client/presets";
import type { PoolResponse } from "@/lib/contracts/providers";
import type { Limits } from "@/lib/core/limits/limits";
import { mergeLimits } from "@/lib/core/limits/merge-limits";
import { changedLimits } from "../limit-fields/changed-limits";
import {
  draftOfLimits,
  LIMIT_FIELDS,
  type LimitField,
  type LimitProblems,
  type LimitsDraft,
  readLimitsDraft,
  shownProblems,
} from "../limit-fields/limits-draft";
import { toast } from "../ui/toast";
import type { PoolEditStart } from "./pool-edit-url";
import { useChangePool } from "./use-change-pool";

/** An edit of a pool: what is typed, what would come of it, and how it is sent. `start`: what is filled in already. */
export function useEditPool(pool: PoolResponse, onClose: () => void, start: PoolEditStart) {
  const [from, setFrom] = useState<"own" | "preset">("own");
  const [draft, setDraft] = useState<LimitsDraft>(() => ({ ...draftOfLimits(pool.limits), ...start.draft }));
  const [preset, setPreset] = useState("");
  const [reason, setReason] = useState(start.reason);
  // What the edit began from: only what differs from it is sent.
  const [base, setBase] = useState({ revision: pool.revision, limits: pool.limits });
  const [shown, setShown] = useState<ReadonlySet<LimitField | "reason" | "preset">>(new Set());
  const { data: presets = [] } = useQuery(presetListOptions());
  const change = useChangePool(pool);
  const read = readLimitsDraft(draft);
  const chosen = presets.find((each) => each.latest.ref === preset)?.latest;
  const patch = read.limits === null ? null : changedLimits(base.limits, read.limits);
  const own = patch === null ? null : mergeLimits(pool.limits, patch);
  const after = from === "own" ? own : (chosen?.limits ?? null);
  const rebase = (limits: Limits) => {
    setBase({ revision: pool.revision, limits: pool.limits });
    setDraft(draftOfLimits(limits));
  };
  const problems = shownProblems(read.problems, shown);
  const show = (...fields: readonly (LimitField | "reason" | "preset")[]) =>
    setShown((before) => new Set([...before, ...fields]));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    if (from === "own" && patch !== null && Object.keys(patch).length === 0) {
      toast("Nothing changed: the limits are as they were.");
      onClose();
      return;
    }
    const wrong = firstProblem({ from, preset, reason, problems: read.problems });
    if (wrong !== null) {
      show("reason", "preset", ...LIMIT_FIELDS);
      // After React has drawn a folded field that is wrong.
      requestAnimationFrame(() => document.getElementById(`edit-pool-${wrong}`)?.focus());
      return;
    }
    const body = from === "preset" ? { preset } : { limits: patch ?? {} };
    change.apply({ ...body, reason, revision: base.revision }, onClose);
  };
  return {
    from,
    setFrom,
    draft,
    change: (part: Partial<LimitsDraft>) => setDraft((before) => ({ ...before, ...part })),
    preset,
    setPreset,
    reason,
    setReason,
    problems,
    show,
    shown,
    after,
    submit,
    busy: change.isPending,
    error: change.error,
    overtaken: pool.revision !== base.revision,
    keepMine: () => rebase(own ?? pool.limits),
    takeTheirs: () => rebase(pool.limits),
  };
}

/** The id's ending of the first field that is wrong, in the order of the page. */
function firstProblem(form: {
  from: "own" | "preset";
  preset: string;
  reason: string;
  problems: LimitProblems;
}): string | null {
  if (form.from === "preset" && form.preset === "") return "preset";
  if (form.from === "own") {
    const field = LIMIT_FIELDS.find((each) => form.problems[each] !== undefined);
    if (field !== undefined) return field;
  }
  return form.reason.trim() === "" ? "reason" : null;
}
