"use client";

import { useQuery } from "@tanstack/react-query";
import { poolListOptions } from "@/lib/client/pools";
import type { RunResponse } from "@/lib/contracts/runs";
import type { Limits } from "@/lib/core/limits/limits";
import { formatDuration, formatExact, formatPlural } from "@/lib/format";
import { Notice } from "../ui/notice";
import { useNow } from "../ui/use-now";
import { type EditScope, effectiveAfter, previewEdit, tighterInPool } from "./limits-edit";

/** What an edit would do, before it is applied. */
export function EditPreview({
  run,
  scope,
  next,
  onSetSlots,
}: {
  run: RunResponse;
  scope: EditScope;
  next: Limits;
  onSetSlots: (slots: number) => void;
}) {
  const now = useNow();
  const preview = previewEdit(run, effectiveAfter(run, scope, next), now ?? Date.parse(run.createdAt));
  const needed = preview.slotsNeeded;
  const tighter = scope === "run" ? tighterInPool(run, next) : [];
  const moreAttempts = next.retry.attempts > run.effectiveLimits.retry.attempts && run.counts.notScored > 0;
  return (
    <div className="flex flex-col gap-1">
      {preview.sentence !== null && <p className="text-sm tabular-nums">{preview.sentence}</p>}
      {needed !== null && (
        <Notice
          level="warn"
          fixes={[{ label: `Set ${formatExact(needed.slots)}`, onApply: () => onSetSlots(needed.slots) }]}
        >
          Needs ≥{formatExact(needed.slots)} at once at {formatDuration(needed.callMs)} per call; you have{" "}
          {formatExact(next.concurrency)}.
        </Notice>
      )}
      {preview.draining !== null && (
        <Notice level="info">
          {formatExact(preview.draining.from)} in flight, draining to {formatExact(preview.draining.to)}. None is cut.
        </Notice>
      )}
      {moreAttempts && (
        <Notice level="info">
          {formatPlural(run.counts.notScored, "case")} that gave up {run.counts.notScored === 1 ? "is" : "are"} not
          tried again by this: Requeue does that.
        </Notice>
      )}
      {tighter.length > 0 && (
        <Notice level="warn">
          The pool of {run.providerName} is tighter: {tighter.join(", ")}. The run keeps to that.
        </Notice>
      )}
      {scope === "pool" && <OtherRuns run={run} />}
    </div>
  );
}

/** Whom a change of the pool touches beside this run. */
function OtherRuns({ run }: { run: RunResponse }) {
  const pools = useQuery(poolListOptions());
  const others = pools.data?.find((pool) => pool.id === run.poolId)?.runs.filter((each) => each.id !== run.id) ?? [];
  return (
    <Notice level={others.length > 0 ? "warn" : "info"}>
      Changes every run of {run.providerName}, now and later.
      {others.length > 0 && (
        <>
          {" "}
          Also changes {formatPlural(others.length, "other running run")}: {others.map((each) => each.name).join(", ")}.
        </>
      )}
    </Notice>
  );
}
