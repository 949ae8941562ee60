import type { z } from "zod";
import type {
  ApplyPresetResponse,
  ApplyRun,
  applyPresetRequest,
  UndoApplyResponse,
  undoApplyRequest,
} from "@/lib/contracts/presets";
import { isDomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { plural } from "@/lib/core/words/number-words";
import { type ApplyTarget, applyCandidates, applyTotals, planApply } from "./apply-plan";
import { notFound, type ServiceContext } from "./context";
import { findRun } from "./find-run";
import { findPreset } from "./presets";
import { recordActivity } from "./record-activity";
import { limitsOf } from "./run-view";
import { updateRunLimits } from "./update-run-limits";

type ApplyPreset = z.output<typeof applyPresetRequest>;

const SAME_VALUES = "has the same values, and is of this version now";

/** Runs that are told one by one in the record of who did what; more are counted. */
const RUNS_TOLD = 5;

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
  const name = `${target.preset.name} v${target.version.n}`;
  await recordRuns(context, {
    action: "applied",
    object: { kind: "preset", id: slug, name },
    changes: runs.filter(({ result }) => result?.ok === true && result.revision !== null),
    reason: request.reason || null,
  });
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
  const ref = `${preset.slug}@${version.n}`;
  // Of the same values by hand, or of another version: only its pin changes.
  if (planned.change === "" && planned.preset === ref) {
    return { ok: true, revision: null, message: `has the values of v${version.n} already` };
  }
  const why = request.reason === undefined || request.reason === "" ? "" : `: ${request.reason}`;
  try {
    const after = await updateRunLimits(context, planned.runId, {
      preset: ref,
      revision: request.revisions?.[planned.runId] ?? planned.limitsRevision,
      reason: `Apply ${ref}${why}`.slice(0, 500),
    });
    const drains = planned.draining ? ` Draining to ${version.limits.concurrency} at once.` : "";
    return { ok: true, revision: after.limitsRevision, message: `${planned.change || SAME_VALUES}.${drains}` };
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
  const { name } = await findPreset(context, slug);
  const items: UndoApplyResponse["items"] = [];
  const changes: ChangedRun[] = [];
  for (const { runId, revision } of runs) {
    const { item, change } = await undoOne(context, runId, revision);
    items.push(item);
    if (change !== null) changes.push({ name: item.name, change });
  }
  await recordRuns(context, {
    action: "took back",
    object: { kind: "preset", id: slug, name },
    changes,
    reason: null,
  });
  return { items };
}

/** A run whose limits became others, and how in words. */
type ChangedRun = Pick<ApplyRun, "name" | "change">;

/** One line for all the runs that were changed together; each has its own beside it. None where none was. */
async function recordRuns(
  context: ServiceContext,
  done: {
    readonly action: string;
    readonly object: { readonly kind: "preset"; readonly id: string; readonly name: string };
    readonly changes: readonly ChangedRun[];
    readonly reason: string | null;
  },
): Promise<void> {
  const { changes, ...rest } = done;
  if (changes.length === 0) return;
  const told = changes.slice(0, RUNS_TOLD).map(({ name, change }) => `${name} ${change || "the same values"}`);
  const more = changes.length - told.length;
  const words = [...told, ...(more > 0 ? [`${more} more`] : [])].join("; ");
  await recordActivity(context, { ...rest, change: `${plural(changes.length, "run")}: ${words}` });
}

async function undoOne(
  context: ServiceContext,
  runId: string,
  undo: number,
): Promise<{ item: UndoApplyResponse["items"][number]; change: string | null }> {
  try {
    const run = await findRun(context, runId);
    const before = limitsOf(run, await context.stores.pools.get(run.poolId));
    const after = await updateRunLimits(context, runId, { undo, revision: run.limitsRevision });
    const item = { runId, name: run.name, ok: true, message: "has its earlier values again" };
    return { item, change: describeLimitChange(before, after.limits) };
  } catch (error) {
    return { item: { runId, name: runId, ...refusal(context, runId, error) }, change: null };
  }
}

/** What one run's change was refused for; a fault of ours is logged, and told without its insides. */
function refusal(context: ServiceContext, runId: string, error: unknown) {
  if (isDomainError(error)) return { ok: false, revision: null, message: error.message };
  context.logger.error({ err: error, runId }, "a preset could not be applied to a run");
  return { ok: false, revision: null, message: "failed for a reason that the server's log tells" };
}
