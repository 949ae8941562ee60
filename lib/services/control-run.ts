import type { z } from "zod";
import type { requeueRunRequest, updateRunRequest } from "@/lib/contracts/run-commands";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeAdjustment } from "@/lib/core/runs/describe-adjustment";
import { plural } from "@/lib/core/words/number-words";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { refuseUnpricedBudget } from "./plan-pricing";
import { readRun } from "./read-runs";
import { recordActivity } from "./record-activity";

/** Stops starting; what is in flight finishes. @throws DomainError not-found, illegal-transition */
export async function pauseRun(
  context: ServiceContext,
  runId: string,
  request: { holdRetries: boolean },
): Promise<RunResponse> {
  const before = await findRun(context, runId);
  const by = { actor: context.actor.name, holdRetries: request.holdRetries };
  await recordMove(context, "paused", before, await context.supervisor.pause(runId, by));
  return readRun(context, runId);
}

/** @throws DomainError not-found, illegal-transition */
export async function resumeRun(context: ServiceContext, runId: string): Promise<RunResponse> {
  const before = await findRun(context, runId);
  await recordMove(context, "resumed", before, await context.supervisor.resume(runId, { actor: context.actor.name }));
  return readRun(context, runId);
}

/** @throws DomainError not-found, illegal-transition */
export async function cancelRun(context: ServiceContext, runId: string): Promise<RunResponse> {
  const before = await findRun(context, runId);
  await recordMove(context, "cancelled", before, await context.supervisor.cancel(runId, { actor: context.actor.name }));
  return readRun(context, runId);
}

/** Changes a run's priority, or when it pauses by itself. @throws DomainError not-found, infeasible (a budget without prices) */
export async function adjustRun(
  context: ServiceContext,
  runId: string,
  request: z.output<typeof updateRunRequest>,
): Promise<RunResponse> {
  const run = await findRun(context, runId);
  const { priority, autoPause = {}, budgetUsd, reason = null } = request;
  if (budgetUsd != null) refuseUnpricedBudget(run.config.pricing);
  const change = { priority, autoPause: { ...autoPause, budgetUsd } };
  const after = await context.supervisor.adjust(runId, change, { actor: context.actor.name, reason });
  const words = describeAdjustment(run, after);
  const object = { kind: "run", id: run.id, name: run.name } as const;
  if (words !== "") await recordActivity(context, { action: "adjusted", object, change: words, reason });
  return readRun(context, runId);
}

/** Writes a note into the run's log. @throws DomainError not-found */
export async function addNote(context: ServiceContext, runId: string, text: string): Promise<RunResponse> {
  await findRun(context, runId);
  await context.supervisor.note(runId, text, { actor: context.actor.name });
  return readRun(context, runId);
}

/** Runs lost cases again. @throws DomainError not-found, illegal-transition */
export async function requeueRun(
  context: ServiceContext,
  runId: string,
  request: z.output<typeof requeueRunRequest>,
): Promise<{ requeued: number; run: RunResponse }> {
  const { id, name } = await findRun(context, runId);
  const { requeued } = await context.supervisor.requeue(runId, request, { actor: context.actor.name });
  const change = plural(requeued, "case");
  if (requeued > 0) await recordActivity(context, { action: "requeued", object: { kind: "run", id, name }, change });
  return { requeued, run: await readRun(context, runId) };
}

/** A command that found the run where it was to bring it did nothing, and is not kept. */
async function recordMove(context: ServiceContext, action: string, before: RunRecord, after: RunRecord): Promise<void> {
  if (before.state === after.state) return;
  await recordActivity(context, { action, object: { kind: "run", id: before.id, name: before.name } });
}
