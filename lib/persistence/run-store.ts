import { DomainError } from "@/lib/core/errors";
import type { Limits } from "@/lib/core/limits/limits";
import type { RunAdjustable } from "@/lib/core/runs/describe-adjustment";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import { isTerminal, nextRunState, type RunAction, type RunState } from "@/lib/core/runs/run-state";
import type { InLine } from "@/lib/core/scheduling/run-queue";
import type { EngineRunStore, MovePatch, PendingCase, RunBatch, RunRecord } from "@/lib/engine/ports/run-records";
import {
  type LimitChangeNote,
  type LimitChangeRecord,
  limitChangesOf,
  recordLimitChange,
  staleRevision,
} from "./limit-change";
import { pauseByItself } from "./pause-by-itself";
import type { Database, Transaction } from "./prisma-client";
import { type LostCases, lostCases, requeueLostCases } from "./requeue-cases";
import { pendingCases } from "./run-case-reads";
import { writeFinishedCases, writeLog, writeParkedCases, writeTicks } from "./run-case-writes";
import { type CreatedRun, createRuns, findLaunch, type LaunchKey, type NewRun } from "./run-creation";
import {
  countRunsByState,
  type DatasetUse,
  datasetUses,
  listRuns,
  type PresetUse,
  presetUses,
  type RunFilter,
  type RunPage,
  recentRunsOfPreset,
  waitingRuns,
} from "./run-queries";
import { removeRun } from "./run-removal";
import { toRunRecord } from "./run-row";

/** Other moves may come between reading the state and changing it; more than a few in a row is a fault. */
const MOVE_TRIES = 10;

export interface RunLimitsEdit {
  /** The revision the edit rests on. */
  readonly expectedRevision: number;
  readonly limits: Limits;
  /** `slug@n` of the version that the run is pinned to from now on; null: none. */
  readonly preset: string | null;
  /** The limits are not those of that version. */
  readonly presetEdited: boolean;
  /** Absent: as it was. */
  readonly limitsScope?: "run" | "pool";
  readonly change: LimitChangeNote;
}

/** Runs and their cases, for the engine and for the services. Every promise that resolves has been written durably. */
export class RunStore implements EngineRunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Stores a queued run with its cases, drawn from the dataset by `config.sample`, and its limits as revision 1.
   * With an idempotency key that was used before, the run of that time comes back and `created` is false.
   * @throws DomainError conflict (the key was used with another request), not-found (the dataset)
   */
  async create(run: NewRun): Promise<CreatedRun> {
    const [created] = await createRuns(this.#db, [run]);
    if (created === undefined) throw new Error(`Run ${run.id} was not stored`);
    return created;
  }

  /** The same for several runs: all are stored, or none. */
  createAll(runs: readonly NewRun[]): Promise<CreatedRun[]> {
    return createRuns(this.#db, runs);
  }

  /** The run that an earlier launch with this key made. @throws DomainError conflict (it came with another request) */
  findLaunch(workspaceId: string, launch: LaunchKey): Promise<RunRecord | null> {
    return findLaunch(this.#db, workspaceId, launch);
  }

  async get(runId: string): Promise<RunRecord | null> {
    const row = await this.#db.read((client) => client.run.findUnique({ where: { id: runId } }));
    return row === null ? null : toRunRecord(row);
  }

  /** How many runs of the workspace there are in each state that has any. */
  countByState(workspaceId: string): Promise<Map<RunState, number>> {
    return countRunsByState(this.#db, workspaceId);
  }

  async inStates(states: readonly RunState[]): Promise<RunRecord[]> {
    const rows = await this.#db.read((client) =>
      client.run.findMany({ where: { state: { in: [...states] } }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }),
    );
    return rows.map(toRunRecord);
  }

  /** Runs that wait for their turn, of every workspace: they share the places. In no order. */
  waiting(): Promise<InLine[]> {
    return waitingRuns(this.#db);
  }

  /** Newest first. @throws DomainError invalid-input for a cursor that no page gave */
  list(filter: RunFilter): Promise<RunPage> {
    return listRuns(this.#db, filter);
  }

  /** How many runs used each dataset, and when last. */
  datasetUses(workspaceId: string): Promise<Map<string, DatasetUse>> {
    return datasetUses(this.#db, workspaceId);
  }

  /** How many runs used each preset version, by `slug@n`. */
  presetUses(workspaceId: string): Promise<Map<string, PresetUse>> {
    return presetUses(this.#db, workspaceId);
  }

  /** Runs that used any version of a preset, newest first. */
  recentOfPreset(workspaceId: string, slug: string, limit: number): Promise<RunRecord[]> {
    return recentRunsOfPreset(this.#db, workspaceId, slug, limit);
  }

  async move(runId: string, action: RunAction, at: number, patch: MovePatch = {}): Promise<RunRecord | null> {
    const reason = patch.stopReason?.message;
    for (let tried = 0; tried < MOVE_TRIES; tried += 1) {
      const run = await this.get(runId);
      const next = run && nextRunState(run.state, action);
      if (run === null || next === null) return null;
      const data = {
        state: next,
        ...moveTimes(run, next, action, at),
        ...stopReasonColumn(action, patch),
        ...(patch.tryFirst === null ? { tryFirst: null } : {}),
      };
      const where = { id: runId, state: run.state };
      const count =
        action === "pause" && reason !== undefined
          ? await this.#db.transaction((tx) => pauseByItself(tx, run, { where, data }, { at, reason }))
          : (await this.#db.read((client) => client.run.updateMany({ where, data }))).count;
      if (count === 1) return this.get(runId);
    }
    throw new DomainError("conflict", `Run ${runId} changes its state too fast for "${action}". Try again.`);
  }

  pendingCases(runId: string, afterOrd: number, limit: number): Promise<PendingCase[]> {
    return pendingCases(this.#db, runId, afterOrd, limit);
  }

  async write(runId: string, batch: RunBatch): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const summary = JSON.stringify(batch.summary);
      // First the run's own row: it holds back whoever else writes to this run.
      const { count } = await tx.run.updateMany({
        where: { id: runId },
        data: { summary, activeMs: batch.activeMs },
      });
      if (count === 0) throw new DomainError("not-found", `There is no run ${runId}.`);
      await writeFinishedCases(tx, this.#db.kind, runId, batch.cases);
      await writeParkedCases(tx, this.#db.kind, runId, batch.parked);
      await writeTicks(tx, this.#db.kind, runId, batch.ticks);
      await writeLog(tx, this.#db.kind, runId, batch.log);
    });
  }

  /** @throws DomainError not-found */
  adjust(runId: string, { priority, autoPause }: RunAdjustable): Promise<RunRecord> {
    return this.#db.transaction(async (tx) => {
      const data = { priority, autoPause: JSON.stringify(autoPause) };
      const { count } = await tx.run.updateMany({ where: { id: runId }, data });
      if (count === 0) throw new DomainError("not-found", `There is no run ${runId}.`);
      return findRun(tx, runId);
    });
  }

  /** @throws DomainError not-found */
  requeueCases(runId: string, choice: LostCaseChoice): Promise<{ requeued: number; run: RunRecord }> {
    return this.#db.transaction((tx) => requeueLostCases(tx, runId, choice));
  }

  /** Cases on record that are not scored, by how their last attempt ended (null: there was none), most first. */
  lostCases(runId: string): Promise<LostCases[]> {
    return this.#db.read((client) => lostCases(client, runId));
  }

  async lastLogSeq(runId: string): Promise<number> {
    const { _max } = await this.#db.read((client) =>
      client.runLog.aggregate({ where: { runId }, _max: { seq: true } }),
    );
    return _max.seq ?? 0;
  }

  async lastTickAt(runId: string): Promise<number | null> {
    const { _max } = await this.#db.read((client) => client.runTick.aggregate({ where: { runId }, _max: { t: true } }));
    return _max.t ?? null;
  }

  /**
   * Puts new limits in force and records the change.
   * @throws DomainError not-found; stale-revision, which names author and time of the newer change
   */
  updateLimits(runId: string, edit: RunLimitsEdit): Promise<RunRecord> {
    return this.#db.transaction(async (tx) => {
      const { preset, presetEdited } = edit;
      const revision = edit.expectedRevision + 1;
      const limits = JSON.stringify(edit.limits);
      const scope = edit.limitsScope === undefined ? {} : { limitsScope: edit.limitsScope };
      const before = await findRun(tx, runId);
      const { count } = await tx.run.updateMany({
        where: { id: runId, limitsRevision: edit.expectedRevision },
        data: { limits, limitsRevision: revision, preset, presetEdited, ...scope },
      });
      if (count === 0) {
        const current = await findRun(tx, runId);
        throw await staleRevision(tx, { runId }, edit.expectedRevision, current.limitsRevision);
      }
      const change = { ...edit.change, revision, before: before.limits, after: edit.limits, preset };
      await recordLimitChange(tx, { runId }, change);
      return findRun(tx, runId);
    });
  }

  /**
   * Deletes a run that is over and all that hangs on it; false where it is gone already.
   * @throws DomainError illegal-transition, where it is not over
   */
  remove(runId: string): Promise<boolean> {
    return this.#db.transaction((tx) => removeRun(tx, runId));
  }

  /** Every change of the run's limits, oldest first; the first is the launch. */
  limitChanges(runId: string): Promise<LimitChangeRecord[]> {
    return this.#db.read((client) => limitChangesOf(client, { runId }));
  }
}

async function findRun(tx: Transaction, runId: string): Promise<RunRecord> {
  const row = await tx.run.findUnique({ where: { id: runId } });
  if (row === null) throw new DomainError("not-found", `There is no run ${runId}.`);
  return toRunRecord(row);
}

function moveTimes(run: RunRecord, next: RunState, action: RunAction, at: number) {
  const goesOn = action === "claim" || action === "resume" || action === "requeue";
  return {
    ...(action === "claim" && run.startedAt === null ? { startedAt: new Date(at) } : {}),
    ...(goesOn ? { finishedAt: null } : {}),
    ...(isTerminal(next) ? { finishedAt: new Date(at) } : {}),
  };
}

function stopReasonColumn(action: RunAction, patch: MovePatch) {
  if (patch.stopReason !== undefined) {
    return { stopReason: patch.stopReason === null ? null : JSON.stringify(patch.stopReason) };
  }
  return action === "claim" || action === "resume" || action === "requeue" ? { stopReason: null } : {};
}
