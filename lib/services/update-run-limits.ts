import type { z } from "zod";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { RunResponse, updateRunLimitsRequest } from "@/lib/contracts/runs";
import { DomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { isTerminal } from "@/lib/core/runs/run-state";
import { checkedMerge } from "./checked-merge";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { limitChangeView } from "./limit-change-view";
import { readRun } from "./read-runs";
import { limitsOf } from "./run-view";
import { withoutChange } from "./undo-change";

/**
 * Changes a run's own limits, in force from the next attempt. A run that followed its pool gets limits of its own.
 * @throws DomainError not-found; illegal-transition, where it is over; stale-revision; infeasible
 */
export async function updateRunLimits(
  context: ServiceContext,
  runId: string,
  request: z.output<typeof updateRunLimitsRequest>,
): Promise<RunResponse> {
  const { actor, clock, stores, supervisor } = context;
  const run = await findRun(context, runId);
  if (isTerminal(run.state)) {
    throw new DomainError(
      "illegal-transition",
      `The run is ${run.state}: its limits are history. Resume or requeue it first.`,
    );
  }
  const before = limitsOf(run, await stores.pools.get(run.poolId));
  const wanted =
    request.undo === undefined
      ? { limits: checkedMerge(before, request.limits ?? {}), reason: null }
      : withoutChange(before, await stores.runs.limitChanges(runId), request.undo);
  const { limits } = wanted;
  const at = clock.now();
  const reason = request.reason ?? wanted.reason;
  const after = await stores.runs.updateLimits(runId, {
    expectedRevision: request.revision,
    limits,
    // The run still says what it was started with; the revision says that it was edited since.
    preset: run.preset,
    limitsScope: "run",
    change: { at, actor: actor.name, reason, source: context.source },
  });
  supervisor.runLimitsChanged(after, { actor: actor.name, reason, text: describeLimitChange(before, limits), at });
  return readRun(context, runId);
}

/** Every change of the run's own limits, newest first; the last is the launch. @throws DomainError not-found */
export async function listRunChanges(
  context: ServiceContext,
  runId: string,
): Promise<{ changes: LimitChangeResponse[] }> {
  await findRun(context, runId);
  const changes = await context.stores.runs.limitChanges(runId);
  return { changes: changes.reverse().map(limitChangeView) };
}
