import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import type { Tick } from "@/lib/core/metrics/tick";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { RunAdjustable } from "@/lib/core/runs/describe-adjustment";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import { isTerminal, nextRunState, type RunAction, type RunState } from "@/lib/core/runs/run-state";
import type {
  EngineRunStore,
  FinishedCase,
  LogEntry,
  MovePatch,
  PendingCase,
  RunBatch,
  RunRecord,
} from "@/lib/engine/ports/run-records";

interface StoredRun {
  record: RunRecord;
  items: Map<number, { item: PendingCase; finished: FinishedCase | null }>;
  ticks: Tick[];
  log: LogEntry[];
}

/** The engine's store without a database, for virtual time. Its rules are those of `EngineRunStore`. */
export class MemoryRunStore implements EngineRunStore {
  readonly #runs = new Map<string, StoredRun>();
  /** Set to make writes fail, as a full disk does. */
  failure: Error | null = null;
  /** Set to make this move fail. */
  failingMove: RunAction | null = null;

  add(
    record: Omit<RunRecord, "summary" | "totalCases">,
    cases: readonly Pick<DatasetCase, "ord" | "id" | "vars" | "expected">[],
  ): void {
    this.#runs.set(record.id, {
      record: { ...record, totalCases: cases.length, summary: emptyRunSummary() },
      items: new Map(cases.map((c) => [c.ord, { item: { ...c, priorAttempts: [], answer: null }, finished: null }])),
      ticks: [],
      log: [],
    });
  }

  #of(runId: string): StoredRun {
    const run = this.#runs.get(runId);
    if (run === undefined) throw new Error(`no run ${runId}`);
    return run;
  }
  /** Forgets a run and all that was written of it. */
  remove(runId: string): void {
    this.#runs.delete(runId);
  }
  record(runId: string): RunRecord {
    return this.#of(runId).record;
  }
  setRecord(record: RunRecord): void {
    this.#of(record.id).record = record;
  }
  finished(runId: string): FinishedCase[] {
    return [...this.#of(runId).items.values()].flatMap(({ finished }) => finished ?? []);
  }
  /** Attempts on record of all cases, finished or not. */
  attempts(runId: string): AttemptRecord[] {
    return [...this.#of(runId).items.values()].flatMap(
      ({ item, finished }) => finished?.attempts ?? item.priorAttempts,
    );
  }
  ticks(runId: string): readonly Tick[] {
    return this.#of(runId).ticks;
  }
  log(runId: string): readonly LogEntry[] {
    return this.#of(runId).log;
  }

  get(runId: string): Promise<RunRecord | null> {
    return Promise.resolve(this.#runs.get(runId)?.record ?? null);
  }
  inStates(states: readonly RunState[]): Promise<RunRecord[]> {
    return Promise.resolve([...this.#runs.values()].map((r) => r.record).filter((r) => states.includes(r.state)));
  }
  move(runId: string, action: RunAction, at: number, patch: MovePatch = {}): Promise<RunRecord | null> {
    if (action === this.failingMove) return Promise.reject(new Error("the database is away"));
    const stored = this.#of(runId);
    const state = nextRunState(stored.record.state, action);
    if (state === null) return Promise.resolve(null);
    const { startedAt } = stored.record;
    stored.record = {
      ...stored.record,
      ...patch,
      state,
      startedAt: action === "claim" ? (startedAt ?? at) : startedAt,
      finishedAt: isTerminal(state) ? at : null,
    };
    return Promise.resolve(stored.record);
  }
  pendingCases(runId: string, afterOrd: number, limit: number): Promise<PendingCase[]> {
    const pending = [...this.#of(runId).items.values()].filter(({ finished }) => finished === null);
    return Promise.resolve(
      pending
        .map(({ item }) => item)
        .filter((item) => item.ord > afterOrd)
        .slice(0, limit),
    );
  }
  write(runId: string, batch: RunBatch): Promise<void> {
    if (this.failure !== null) return Promise.reject(this.failure);
    const stored = this.#of(runId);
    for (const finished of batch.cases) {
      const row = stored.items.get(finished.ord);
      if (row === undefined || row.finished !== null)
        return Promise.reject(new Error(`case ${finished.ord} is done already`));
    }
    for (const finished of batch.cases) {
      const row = stored.items.get(finished.ord);
      if (row !== undefined) row.finished = { ...finished, attempts: [...finished.attempts] };
    }
    for (const parked of batch.parked) {
      const row = stored.items.get(parked.ord);
      if (row !== undefined) row.item = { ...row.item, priorAttempts: [...parked.attempts], answer: parked.answer };
    }
    stored.ticks.push(...batch.ticks);
    stored.log.push(...batch.log);
    stored.record = { ...stored.record, summary: batch.summary, activeMs: batch.activeMs };
    return Promise.resolve();
  }
  requeueCases(runId: string, choice: LostCaseChoice): Promise<{ requeued: number; run: RunRecord }> {
    const stored = this.#of(runId);
    const summary = structuredClone(stored.record.summary);
    let requeued = 0;
    for (const row of stored.items.values()) {
      const last = row.finished?.attempts.at(-1)?.outcome;
      if (row.finished?.result !== "not-scored") continue;
      const { outcomes, caseIds } = choice;
      if (outcomes !== undefined && (last === undefined || !outcomes.includes(last))) continue;
      if (caseIds !== undefined && !caseIds.includes(row.item.id)) continue;
      requeued += 1;
      summary.done -= 1;
      summary.notScored -= 1;
      const { attempts, output, scores } = row.finished;
      const taken = attempts.filter((attempt) => attempt.role === "target").length;
      summary.casesByAttempts[taken] = (summary.casesByAttempts[taken] ?? 0) - 1;
      const answer = output === null ? null : { output, verdicts: scores };
      row.item = { ...row.item, priorAttempts: [...attempts], answer };
      row.finished = null;
    }
    stored.record = { ...stored.record, summary };
    return Promise.resolve({ requeued, run: stored.record });
  }
  adjust(runId: string, to: RunAdjustable): Promise<RunRecord> {
    const stored = this.#of(runId);
    stored.record = { ...stored.record, priority: to.priority, autoPause: to.autoPause };
    return Promise.resolve(stored.record);
  }
  lastLogSeq(runId: string): Promise<number> {
    return Promise.resolve(this.#of(runId).log.at(-1)?.seq ?? 0);
  }
  lastTickAt(runId: string): Promise<number | null> {
    return Promise.resolve(this.#of(runId).ticks.at(-1)?.t ?? null);
  }
}
