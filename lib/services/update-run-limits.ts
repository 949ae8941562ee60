import type { z } from "zod";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { updateRunLimitsRequest } from "@/lib/contracts/run-commands";
import type { RunResponse } from "@/lib/contracts/runs";
import { DomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { Limits } from "@/lib/core/limits/limits";
import { pinWithout } from "@/lib/core/presets/preset-pin";
import { isTerminal } from "@/lib/core/runs/run-state";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { checkedMerge } from "./checked-merge";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { limitChangeView } from "./limit-change-view";
import { readRun } from "./read-runs";
import { pinnedLimits, resolvePreset } from "./resolve-preset";
import { limitsOf } from "./run-view";
import { withoutChange } from "./undo-change";

type UpdateRunLimits = z.output<typeof updateRunLimitsRequest>;

/** What a change comes to: the limits, the pin that the run has with them, and why where the request does not say. */
interface WantedLimits {
  readonly limits: Limits;
  readonly preset: string | null;
  readonly reason: string | null;
}

/**
 * Changes a run's own limits, in force from the next attempt. A run that followed its pool gets limits of its own. Given a
 * preset, it is pinned to that version; changed by hand, it keeps its pin and counts as edited.
 * @throws DomainError not-found; illegal-transition, where it is over; stale-revision; infeasible
 */
export async function updateRunLimits(
  context: ServiceContext,
  runId: string,
  request: UpdateRunLimits,
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
  const { limits, preset, ...wanted } = await wantedLimits(context, run, before, request);
  const at = clock.now();
  const reason = request.reason ?? wanted.reason;
  const after = await stores.runs.updateLimits(runId, {
    expectedRevision: request.revision,
    limits,
    preset,
    presetEdited: await isEdited(context, preset, limits),
    limitsScope: "run",
    change: { at, actor: actor.name, reason, source: context.source },
  });
  const text =
    describeLimitChange(before, limits) || (preset === run.preset ? "" : `the values of ${preset ?? "before"}`);
  supervisor.runLimitsChanged(after, { actor: actor.name, reason, text, at });
  return readRun(context, runId);
}

async function wantedLimits(
  context: ServiceContext,
  run: RunRecord,
  before: Limits,
  request: UpdateRunLimits,
): Promise<WantedLimits> {
  if (request.preset !== undefined) {
    const { limits, ref } = await resolvePreset(context, request.preset);
    return { limits: checkedMerge(before, limits), preset: ref, reason: null };
  }
  if (request.undo === undefined) {
    return { limits: checkedMerge(before, request.limits ?? {}), preset: run.preset, reason: null };
  }
  const changes = await context.stores.runs.limitChanges(run.id);
  const preset = pinWithout(changes, request.undo, run.preset);
  return { ...withoutChange(before, changes, request.undo), preset };
}

/** Told by the values, so that an edit that is taken back by hand is none. */
async function isEdited(context: ServiceContext, pin: string | null, limits: Limits): Promise<boolean> {
  if (pin === null) return false;
  const pinned = await pinnedLimits(context, pin);
  return pinned === null || describeLimitChange(pinned, limits) !== "";
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
