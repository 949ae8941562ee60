import { DomainError } from "@/lib/core/errors";
import type { Limits } from "@/lib/core/limits/limits";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import type { AutoPause } from "@/lib/core/runs/auto-pause-rules";
import type { RunConfig } from "@/lib/core/runs/run-config";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { recordLimitChange } from "./limit-change";
import { dropOddCases, type SkippedCases } from "./odd-cases";
import type { Database, Transaction } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";
import { insertPendingCases } from "./run-case-writes";
import { toRunRecord } from "./run-row";
import { storableText } from "./stored-text";

/** What makes a repeated launch the same launch, with a hash of the request's body. */
export interface LaunchKey {
  readonly key: string;
  readonly requestHash: string;
}

/** A run to be stored as queued. `createdAt` is epoch ms. */
export interface NewRun {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly providerId: string;
  readonly poolId: string;
  readonly config: RunConfig;
  /** Cases of the sample that are left out; absent: none. */
  readonly skip?: SkippedCases;
  readonly limits: Limits;
  readonly limitsScope: "run" | "pool";
  /** `slug@n` where the limits came from a preset. */
  readonly preset: string | null;
  /** Those of the preset, where the launch changed them: the change is on record as the run's second revision. */
  readonly presetLimits?: Limits | null;
  readonly priority: RunPriority;
  readonly autoPause: AutoPause;
  readonly note: string | null;
  readonly tryFirst: number | null;
  /** Null: it stands alone. */
  readonly groupId: string | null;
  /** Null without the header. */
  readonly idempotency: LaunchKey | null;
}

export interface CreatedRun {
  readonly run: RunRecord;
  /** False where an earlier launch with the same idempotency key made it. */
  readonly created: boolean;
}

/** See RunStore.createAll. */
export async function createRuns(db: Database, runs: readonly NewRun[]): Promise<CreatedRun[]> {
  const earlier = await findEarlier(db, runs);
  if (earlier !== null) return earlier;
  try {
    return await db.transaction(async (tx) => {
      const created: CreatedRun[] = [];
      for (const run of runs) created.push({ run: await insertRun(tx, db, run), created: true });
      return created;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Another launch with the same keys was faster.
    const winners = await findEarlier(db, runs);
    if (winners === null) throw error;
    return winners;
  }
}

/** The runs of an earlier launch with the same keys; null where there was none. They were stored together. */
async function findEarlier(db: Database, runs: readonly NewRun[]): Promise<CreatedRun[] | null> {
  const found: CreatedRun[] = [];
  for (const { workspaceId, idempotency } of runs) {
    const run = idempotency === null ? null : await findLaunch(db, workspaceId, idempotency);
    if (run === null) return null;
    found.push({ run, created: false });
  }
  return found;
}

/** See RunStore.findLaunch. */
export async function findLaunch(
  db: Database,
  workspaceId: string,
  { key, requestHash }: LaunchKey,
): Promise<RunRecord | null> {
  const row = await db.read((client) =>
    client.run.findUnique({
      where: { workspaceId_idempotencyKey: { workspaceId, idempotencyKey: storableText(key) } },
    }),
  );
  if (row === null) return null;
  if (row.requestHash !== requestHash) {
    throw new DomainError(
      "conflict",
      `The Idempotency-Key was used before, at ${row.createdAt.toISOString()}, with another request (run ${row.id}). ` +
        "Use a new key for a new run.",
    );
  }
  return toRunRecord(row);
}

async function insertRun(tx: Transaction, db: Database, run: NewRun): Promise<RunRecord> {
  const { datasetId, sample, repeats = 1 } = run.config;
  const dataset = await tx.dataset.findFirst({
    where: { id: datasetId, workspaceId: run.workspaceId, ready: true, archivedAt: null },
  });
  if (dataset === null) throw new DomainError("not-found", `There is no dataset ${datasetId}.`);
  await tx.run.create({
    data: {
      id: run.id,
      workspaceId: run.workspaceId,
      name: storableText(run.name),
      state: "queued",
      createdAt: new Date(run.createdAt),
      createdBy: storableText(run.createdBy),
      datasetId,
      providerId: run.providerId,
      poolId: run.poolId,
      config: JSON.stringify(run.config),
      limits: JSON.stringify(run.limits),
      limitsScope: run.limitsScope,
      limitsRevision: run.presetLimits ? 2 : 1,
      preset: run.preset,
      presetEdited: Boolean(run.presetLimits),
      priority: run.priority,
      autoPause: JSON.stringify(run.autoPause),
      totalCases: 0,
      summary: JSON.stringify(emptyRunSummary()),
      idempotencyKey: run.idempotency === null ? null : storableText(run.idempotency.key),
      requestHash: run.idempotency?.requestHash ?? null,
      note: run.note === null ? null : storableText(run.note),
      groupId: run.groupId,
    },
  });
  const sampled = await insertPendingCases(tx, db.kind, {
    id: run.id,
    datasetId,
    datasetCases: dataset.caseCount,
    sample,
    repeats,
  });
  const layout = { runId: run.id, repeats, datasetCases: dataset.caseCount };
  const skip = run.skip ?? { oddities: [], longerThan: null };
  const totalCases = sampled - (await dropOddCases(tx, db.kind, { layout, datasetId, skip }));
  if (totalCases === 0) {
    throw new DomainError("infeasible", "Every case would be skipped: nothing is left to run.", [
      { path: "skip", message: "skips every case" },
    ]);
  }
  await recordLaunchLimits(tx, run);
  const tryFirst = trialOf(run.tryFirst, totalCases, repeats);
  return toRunRecord(await tx.run.update({ where: { id: run.id }, data: { totalCases, tryFirst } }));
}

/** A trial is of the first pass at most; one of all cases is the run itself. */
function trialOf(tryFirst: number | null, totalCases: number, repeats: number): number | null {
  const wanted = tryFirst === null ? totalCases : Math.min(tryFirst, totalCases / repeats);
  return wanted < totalCases ? wanted : null;
}

/** What the run starts with; where a preset was edited for it, what was taken from the preset and the edit. */
async function recordLaunchLimits(tx: Transaction, run: NewRun): Promise<void> {
  const note = { at: run.createdAt, actor: run.createdBy, source: "launch", preset: run.preset } as const;
  const first = run.presetLimits ?? run.limits;
  await recordLimitChange(tx, { runId: run.id }, { ...note, reason: null, revision: 1, before: null, after: first });
  if (!run.presetLimits) return;
  const edit = { reason: "Edited at launch", revision: 2, before: run.presetLimits, after: run.limits };
  await recordLimitChange(tx, { runId: run.id }, { ...note, ...edit });
}
