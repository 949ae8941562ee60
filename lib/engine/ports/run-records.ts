import type { Json } from "@/lib/core/datasets/dataset-case";
import type { Limits } from "@/lib/core/limits/limits";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import type { Tick } from "@/lib/core/metrics/tick";
import type { AutoPause } from "@/lib/core/runs/auto-pause-rules";
import type { AttemptRecord, CaseError } from "@/lib/core/runs/case-result";
import type { CaseResult } from "@/lib/core/runs/case-states";
import type { RunAdjustable } from "@/lib/core/runs/describe-adjustment";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { RunConfig } from "@/lib/core/runs/run-config";
import type { RunAction, RunState, StopReason } from "@/lib/core/runs/run-state";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { Score } from "@/lib/core/scoring/evaluator-config";

/** A run as the engine and the services see it. Times are epoch ms. */
export interface RunRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly state: RunState;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Time spent running, pauses left out, as of the last write. */
  readonly activeMs: number;
  readonly providerId: string;
  readonly poolId: string;
  readonly config: RunConfig;
  readonly limits: Limits;
  readonly limitsScope: "run" | "pool";
  readonly limitsRevision: number;
  /** `slug@n` of the version that was last given to it. */
  readonly preset: string | null;
  /** Its limits are no longer those of that version. */
  readonly presetEdited: boolean;
  /** How it stands against other runs of its pool. */
  readonly priority: RunPriority;
  /** When it pauses by itself. */
  readonly autoPause: AutoPause;
  readonly totalCases: number;
  readonly summary: RunSummary;
  readonly stopReason: StopReason | null;
  /** Free words of whoever launched it. */
  readonly note: string | null;
  /** It pauses after so many cases; null: it does not, or was told to go on. */
  readonly tryFirst: number | null;
  /** Shared by the runs of a matrix. */
  readonly groupId: string | null;
}

/** What a move of a run's state may change beside it. */
export interface MovePatch {
  readonly stopReason?: StopReason | null;
  /** The run was told to go on after its trial. */
  readonly tryFirst?: null;
}

/** A target's answer that waits for verdicts, and those that it has. */
export interface CaseAnswer {
  readonly output: string;
  readonly verdicts: readonly Score[];
}

export interface PendingCase {
  readonly ord: number;
  readonly id: string;
  readonly vars: Record<string, Json>;
  readonly expected: Json;
  /** Attempts of earlier tries, where the case was requeued; they stay in its record and are not counted again. */
  readonly priorAttempts: readonly AttemptRecord[];
  /** The target has answered, and is not asked again; null where it has not. */
  readonly answer: CaseAnswer | null;
}

export interface FinishedCase {
  readonly ord: number;
  readonly result: CaseResult;
  readonly output: string | null;
  readonly scores: readonly Score[];
  readonly attempts: readonly AttemptRecord[];
  readonly limiterWaitMs: number;
  readonly backoffMs: number;
  readonly providerLatencyMs: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly error: CaseError | null;
  readonly finishedAt: number;
}

export type LogKind = "state" | "limit" | "cooldown" | "rate-limited" | "error" | "retry" | "gave-up" | "auto" | "note";

export interface LogEntry {
  /** Grows by one within the run. */
  readonly seq: number;
  readonly at: number;
  readonly kind: LogKind;
  readonly level: "info" | "warn" | "error";
  readonly text: string;
  readonly caseId: string | null;
  readonly actor: string | null;
  readonly count: number;
}

/** A case that is not finished: put back (pause, cancel, shutdown), or answered and with its judges. It stays pending. */
export interface ParkedCase {
  readonly ord: number;
  /** All its attempts, `priorAttempts` included. */
  readonly attempts: readonly AttemptRecord[];
  readonly answer: CaseAnswer | null;
}

/** What the recorder writes in one transaction. */
export interface RunBatch {
  readonly cases: readonly FinishedCase[];
  /** Stored in the pending case's row, and read back as its `priorAttempts` and `answer`. */
  readonly parked: readonly ParkedCase[];
  readonly ticks: readonly Tick[];
  readonly log: readonly LogEntry[];
  /** The whole summary as it stands after `cases`. */
  readonly summary: RunSummary;
  readonly activeMs: number;
}

/** What the engine needs of the store. Every promise that resolves has been written durably. */
export interface EngineRunStore {
  get(runId: string): Promise<RunRecord | null>;
  /** Runs in one of these states, oldest first. */
  inStates(states: readonly RunState[]): Promise<RunRecord[]>;
  /**
   * Makes a move of the transition table in one conditional update; null where the run's state (by then) has no such move.
   * `claim` sets startedAt once, `complete` and `drained-for-cancel` set finishedAt, `resume`, `claim` and `requeue` clear
   * finishedAt and stopReason.
   */
  move(runId: string, action: RunAction, at: number, patch?: MovePatch): Promise<RunRecord | null>;
  /** Pending cases after `afterOrd` (−1: from the first), in order. */
  pendingCases(runId: string, afterOrd: number, limit: number): Promise<PendingCase[]>;
  /** All or nothing. A case that is done already is left as it was (and the whole batch fails: it would be counted twice). */
  write(runId: string, batch: RunBatch): Promise<void>;
  /**
   * Puts done cases that are not scored (all that fit the choice) back to pending, and takes them out
   * of the summary's done, notScored and casesByAttempts, in one transaction. Their attempts stay on record and counted. Where
   * only a judge failed, the target's answer and the verdicts of the other judges stay as well.
   */
  requeueCases(runId: string, choice: LostCaseChoice): Promise<{ requeued: number; run: RunRecord }>;
  /** Stores another priority or other rules for pausing by itself. @throws DomainError not-found */
  adjust(runId: string, to: RunAdjustable): Promise<RunRecord>;
  /** The newest log sequence number, 0 where there is none. */
  lastLogSeq(runId: string): Promise<number>;
  /** Start of the newest recorded second, null where there is none. */
  lastTickAt(runId: string): Promise<number | null>;
}

/** One row that says which process runs the engine. */
export interface EngineLeaseStore {
  /** Takes or renews the lease if it is free, expired or already the owner's; false where another holds it. */
  acquire(owner: string, nowMs: number, ttlMs: number): Promise<boolean>;
  current(): Promise<{ owner: string } | null>;
  /** Gives the lease up, if it is `owner`'s. */
  release(owner: string): Promise<void>;
}
