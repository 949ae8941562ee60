"use client";

import { useQuery } from "@tanstack/react-query";
import { poolListOptions } from "@/lib/client/pools";
import type { RunResponse } from "@/lib/contracts/runs";
import type { Limits } from "@/lib/core/limits/limits";
import { formatDuration, formatExact, formatNumber, formatPlural } from "@/lib/format";
import { Notice } from "../ui/notice";
import { useNow } from "../ui/use-now";
import { type EditScope, effectiveAfter, tighterInPool } from "./limits-edit";
import { previewEdit } from "./preview-edit";
import { gaveUpCases } from "./run-numbers";
import { useRunActions } from "./use-run-actions";

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
  const preview = previewEdit(run, scope, effectiveAfter(run, scope, next), now ?? Date.parse(run.createdAt));
  const needed = preview.slotsNeeded;
  const tighter = scope === "run" ? tighterInPool(run, next, preview.heldRps) : [];
  const gaveUp = next.retry.attempts > run.effectiveLimits.retry.attempts ? gaveUpCases(run) : 0;
  return (
    <div className="flex flex-col gap-1">
      {preview.sentence !== null && <p className="text-sm tabular-nums">{preview.sentence}</p>}
      {needed !== null && (
        <Notice
          level="warn"
          fixes={[{ label: `Set ${formatExact(needed.slots)}`, onApply: () => onSetSlots(needed.slots) }]}
        >
          Needs {formatExact(needed.slots)} at once at {formatDuration(needed.callMs)} per call; you have{" "}
          {formatExact(next.concurrency)}.
        </Notice>
      )}
      {preview.draining !== null && (
        <Notice level="info">
          {formatExact(preview.draining.from)} in flight, draining to {formatExact(preview.draining.to)}. None is cut.
        </Notice>
      )}
      {gaveUp > 0 && <GaveUp run={run} cases={gaveUp} />}
      {tighter.length > 0 && (
        <Notice level="warn">
          {run.providerName} allows less: {tighter.join(", ")}. The run keeps to that.
        </Notice>
      )}
      {preview.heldRps !== null && (
        <Notice level="info">
          {run.providerName} lets {formatNumber(preview.heldRps)} rps through for now. The run keeps to that.
        </Notice>
      )}
      {scope === "pool" && <OtherRuns run={run} />}
    </div>
  );
}

/** More attempts are for what fails from now on: cases that gave up are revived by requeueing alone. */
function GaveUp({ run, cases }: { run: RunResponse; cases: number }) {
  const actions = useRunActions(run);
  const all = run.counts.notScored;
  const fix = { label: `Requeue ${formatExact(all)} not scored`, onApply: () => actions.requeue({}, () => {}) };
  return (
    <>
      <Notice level="info" fixes={actions.canRequeue && !actions.requeueing ? [fix] : []}>
        {formatPlural(cases, "case that gave up is", "cases that gave up are")} not revived by more attempts.
      </Notice>
      {actions.requeueError !== null && <Notice level="block">Not requeued. {actions.requeueError}</Notice>}
    </>
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
