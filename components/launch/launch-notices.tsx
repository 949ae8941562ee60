"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { NoticeFix, Notice as Remark } from "@/lib/core/forecast/notice";
import { Notice } from "../ui/notice";
import { fieldOfPath } from "./field-of-path";
import type { LaunchDraft, LaunchParams } from "./launch-draft";
import { type OutlookContext, unpricedModels } from "./launch-outlook";
import { type LaunchContext, ownLimitsDraft } from "./read-launch";

/** The field of the form under which a remark stands; "" for the forecast itself. */
export function fieldOfRemark(remark: Remark): string {
  return remark.field === null ? "" : fieldOfPath(remark.field);
}

/** Remarks with their fixes. A fix writes the run's own limits; one that the pool would undo leads to the pool. */
export function Remarks({
  remarks,
  draft,
  context,
  patch,
  onTry,
}: {
  remarks: readonly Remark[];
  draft: LaunchDraft;
  context: OutlookContext;
  patch: (change: Partial<LaunchParams>) => void;
  /** Runs the first five cases, to be looked at. */
  onTry: () => void;
}): ReactNode {
  const router = useRouter();
  const toFix = (fix: NoticeFix, id: string) => {
    // What was measured is not thrown away: the five cases are the first of the run.
    if (id === "N11") return { label: fix.label, onApply: onTry };
    const wanted = fix.patch.concurrency;
    if (wanted !== undefined && context.pool !== undefined && wanted > context.pool.limits.concurrency) {
      const { id, limits } = context.pool;
      return {
        label: `Raise the provider's ${limits.concurrency}…`,
        onApply: () => router.push(`/limits?${new URLSearchParams({ edit: id, conc: String(wanted) })}`),
      };
    }
    return { label: fix.label, onApply: () => patch(fixedParams(fix, draft, context)) };
  };
  return remarks.map((remark) => {
    const fixes = remark.fixes.map((fix) => toFix(fix, remark.id));
    const [unpriced] = unpricedModels(context);
    if (remark.id === "PRICE" && unpriced !== undefined) {
      const query = new URLSearchParams(unpriced);
      fixes.push({ label: "Add a price", onApply: () => router.push(`/prices?${query}`) });
    }
    if (remark.id === "N12" && context.provider !== undefined) {
      const path = `/providers/${encodeURIComponent(context.provider.id)}`;
      fixes.push({ label: "Open key settings", onApply: () => router.push(path) });
    }
    return (
      <Notice key={remark.id} level={remark.level} fixes={fixes}>
        {remark.text}
      </Notice>
    );
  });
}

/** What a fix changes in the address: its value, and the rest of the limits as they are. */
function fixedParams(fix: NoticeFix, draft: LaunchDraft, context: LaunchContext): Partial<LaunchParams> {
  const { budgetUsd, skip } = fix.patch;
  if (skip !== undefined) return { skip: skip === 1 ? "odd" : null };
  if (budgetUsd !== undefined) return { budget: String(budgetUsd) };
  const now = ownLimitsDraft(draft, context.baseLimits);
  const params: { -readonly [K in keyof LaunchParams]?: LaunchParams[K] } = {
    rps: now.rps,
    burst: now.burst,
    conc: now.concurrency,
    attempts: now.attempts,
  };
  for (const [path, value] of Object.entries(fix.patch)) {
    if (path === "requestsPerSecond") params.rps = String(value);
    if (path === "burst") params.burst = String(value);
    if (path === "concurrency") params.conc = String(value);
    if (path === "retry.attempts") params.attempts = String(value);
    if (path === "retry.giveUpAfterMs") params.giveUp = String(value / 1000);
    if (path === "retry.maxDelayMs") params.maxDelay = String(value / 1000);
  }
  return params;
}
