import type { z } from "zod";
import type {
  ApplyPresetResponse,
  ApplyRun,
  applyPresetRequest,
  UndoApplyResponse,
  undoApplyRequest,
} from "@/lib/contracts/presets";
import { isDomainError } from "@/lib/core/errors";
import { type ApplyTarget, applyCandidates, applyTotals, planApply } from "./apply-plan";
import { notFound, type ServiceContext } from "./context";
import { findRun } from "./find-run";
import { findPreset } from "./presets";
import { updateRunLimits } from "./update-run-limits";

type ApplyPreset = z.output<typeof applyPresetRequest>;

/**
 * Gives runs that go on the limits of a version, each for itself: a run that refuses holds none back and says why. What is
 * in flight goes on to its end.
 * @throws DomainError not-found (the preset or the version)
 */
export async function applyPreset(
  context: ServiceContext,
  slug: string,
  request: ApplyPreset,
): Promise<ApplyPresetResponse> {
  const target = await targetOf(context, slug, request.version);
  const ref = `${slug}@${target.version.n}`;
  const candidates = await applyCandidates(context, target);
  const plan = planApply(context, target, candidates, request.runIds ?? null);
  const { dryRun } = request;
  const gone = (request.runIds ?? []).filter((runId) => plan.every((planned) => planned.runId !== runId));
  if (dryRun) return { ref, dryRun, runs: plan, gone, totals: applyTotals(target, candidates, plan) };
  const runs: ApplyRun[] = [];
  for (const planned of plan) {
    // One after the other, in the order of the page: each is a change of its own.
    runs.push(planned.chosen ? { ...planned, result: await applyTo(context, planned, target, request) } : planned);
  }
  return { ref, dryRun, runs, gone, totals: applyTotals(target, candidates, runs) };
}

async function targetOf(context: ServiceContext, slug: string, n: number): Promise<ApplyTarget> {
  const preset = await findPreset(context, slug);
  const versions = await context.stores.presets.versions(preset.id);
  const version = versions.find((each) => each.n === n);
  if (version === undefined) throw notFound("preset version", `${slug}@${n}`);
  return { preset, version, versions };
}

async function applyTo(
  context: ServiceContext,
  planned: ApplyRun,
  { preset, version }: ApplyTarget,
  request: ApplyPreset,
): Promise<NonNullable<ApplyRun["result"]>> {
  if (planned.change === "") return { ok: true, revision: null, message: `has the values of v${version.n} already` };
  const why = request.reason === undefined || request.reason === "" ? "" : `: ${request.reason}`;
  try {
    const after = await updateRunLimits(context, planned.runId, {
      limits: version.limits,
      revision: request.revisions?.[planned.runId] ?? planned.limitsRevision,
      reason: `Apply ${preset.slug}@${version.n}${why}`.slice(0, 500),
    });
    const drains = planned.draining ? ` Draining to ${version.limits.concurrency} at once.` : "";
    return { ok: true, revision: after.limitsRevision, message: `${planned.change}.${drains}` };
  } catch (error) {
    return refusal(context, planned.runId, error);
  }
}

/** Takes an apply back, run by run, each as a new change. @throws DomainError not-found (the preset) */
export async function undoApplyPreset(
  context: ServiceContext,
  slug: string,
  { runs }: z.output<typeof undoApplyRequest>,
): Promise<UndoApplyResponse> {
  await findPreset(context, slug);
  const items: UndoApplyResponse["items"] = [];
  for (const { runId, revision } of runs) items.push(await undoOne(context, runId, revision));
  return { items };
}

async function undoOne(
  context: ServiceContext,
  runId: string,
  undo: number,
): Promise<UndoApplyResponse["items"][number]> {
  try {
    const run = await findRun(context, runId);
    await updateRunLimits(context, runId, { undo, revision: run.limitsRevision });
    return { runId, name: run.name, ok: true, message: "has its earlier values again" };
  } catch (error) {
    return { runId, name: runId, ...refusal(context, runId, error) };
  }
}

/** What one run's change was refused for; a fault of ours is logged, and told without its insides. */
function refusal(context: ServiceContext, runId: string, error: unknown) {
  if (isDomainError(error)) return { ok: false, revision: null, message: error.message };
  context.logger.error({ err: error, runId }, "a preset could not be applied to a run");
  return { ok: false, revision: null, message: "failed for a reason that the server's log tells" };
}
