import type { Json } from "@/lib/core/datasets/dataset-case";
import type { RateChange } from "@/lib/core/limits/adaptive-rate";
import type { DayCount } from "@/lib/core/limits/day-quota";
import type { KnownLimits, LearnedDimension } from "@/lib/core/limits/learned-limits";
import type { Limits } from "@/lib/core/limits/limits";
import type { TokenDimension } from "@/lib/core/limits/token-budget";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import type { Tick } from "@/lib/core/metrics/tick";
import type { AutoPausePatch } from "@/lib/core/runs/auto-pause";
import type { AutoPause } from "@/lib/core/runs/auto-pause-rules";
import type { AttemptRecord, CaseError } from "@/lib/core/runs/case-result";
import type { CaseResult } from "@/lib/core/runs/case-states";
import type { CooldownPace } from "@/lib/core/runs/cooldown-cycles";
import type { RunAdjustable } from "@/lib/core/runs/describe-adjustment";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { RunConfig } from "@/lib/core/runs/run-config";
import type { RunAction, RunState, StopReason } from "@/lib/core/runs/run-state";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { Score } from "@/lib/core/scoring/evaluator-config";
import type { ModelCallResult, ModelProvider } from "@/lib/providers/provider";

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

/** Limits of pools as they stand now. */
export interface PoolRecord {
  readonly id: string;
  readonly providerId: string;
  readonly model: string;
  readonly limits: Limits;
  readonly revision: number;
  readonly origin: string;
}
export interface EnginePoolStore {
  get(poolId: string): Promise<PoolRecord | null>;
  /** The pool that calls of a provider's model pass; null where the provider is gone. */
  forModel(providerId: string, model: string): Promise<PoolRecord | null>;
}

/** Requests of the day, by pool or run. */
export interface EngineDayCountStore {
  load(ownerId: string): Promise<DayCount | null>;
  /** The promise resolves when it is written durably. */
  save(ownerId: string, count: DayCount): Promise<void>;
}

/** One change of a pool's rate, or of a limit that its provider's headers tell. */
export interface PoolHistoryEntry {
  /** Grows by one within the pool. */
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  /** `rate`: the rate in force, requests per second. `limit`: a learned limit, per its window. */
  readonly kind: "rate" | "limit";
  readonly dimension: LearnedDimension;
  /** null: it was not known before. */
  readonly oldValue: number | null;
  readonly newValue: number;
  /** `told`: by the provider's headers; the others are of the rate. */
  readonly why: RateChange["why"] | "told";
}

/** What a pool has learned, as it outlives the process. */
export interface PoolState {
  readonly known: KnownLimits;
  /** The rate in force of an adaptive pool, and where the provider last pushed back. */
  readonly rate: { readonly rps: number; readonly wallRps: number | null } | null;
  /** A long wait that the provider asked for. Epoch ms. */
  readonly cooldown: { readonly until: number; readonly reason: string } | null;
  /** Epoch ms. */
  readonly savedAt: number;
}
export interface PoolStateStore {
  /** The state, and the newest entries of the history, oldest first. */
  load(poolId: string): Promise<{ state: PoolState | null; history: PoolHistoryEntry[] }>;
  /** Replaces the state; entries are added, or replace those of the same number. The history keeps its newest 500. */
  save(poolId: string, state: PoolState, entries: readonly PoolHistoryEntry[]): Promise<void>;
}

/** Finds the adapter of a stored provider, its key decrypted; null where the provider is gone. */
export interface ProviderLookup {
  find(providerId: string): Promise<ModelProvider | null>;
  /** Its name for people, also where it was removed; null where it never was. */
  nameOf(providerId: string): Promise<string | null>;
}

/** How the engine tells others. Listeners must not throw. */
export type EngineEvent =
  | { readonly type: "tick"; readonly runId: string; readonly tick: Tick }
  | { readonly type: "state"; readonly runId: string; readonly actor: string | null }
  | {
      readonly type: "limit";
      readonly runId: string;
      readonly at: number;
      readonly scope: "run" | "pool";
      readonly actor: string;
      readonly reason: string | null;
      readonly text: string;
    }
  | {
      readonly type: "cooldown";
      readonly runId: string;
      readonly at: number;
      readonly until: number;
      readonly reason: string;
    }
  | { readonly type: "log"; readonly runId: string; readonly entry: LogEntry };

/** Publish and subscribe with replay; ids grow within one epoch (one life of the bus). */
export interface EventBus {
  publish(event: EngineEvent): void;
  /**
   * Listens to one run's events. With `after` ("epoch-seq") what came since is replayed first;
   * returns `gap: true` where that is no longer possible.
   */
  subscribe(
    runId: string,
    after: string | null,
    listener: (id: string, event: EngineEvent) => void,
  ): { gap: boolean; lastId: string; unsubscribe(): void };
}

/** Counters for `/api/metrics`. */
export interface EngineTelemetry {
  attemptEnded(target: { readonly providerId: string; readonly model: string }, attempt: AttemptRecord): void;
  caseEnded(result: CaseResult): void;
}

export interface EngineLogger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What the supervisor shows of a run it holds; numbers of this moment. */
export interface LiveRun {
  readonly summary: RunSummary;
  readonly activeMs: number;
  readonly active: {
    readonly calling: number;
    readonly waitingForPermit: number;
    readonly waitingForSlot: number;
    readonly backingOff: number;
    /** Answered; waiting for verdicts. */
    readonly judging: number;
    readonly longestBackoffMs: number | null;
    /** Of the case that has waited longest for a slot or a permit. */
    readonly oldestWaitMs: number | null;
  };
  /** Cases under way that failed so many attempts at the target and go on, by that number, fewest first. */
  readonly retrying: readonly { readonly attempts: number; readonly cases: number }[];
  /** So many answers wait for verdicts that no further case is begun. */
  readonly judgesFull: boolean;
  /** Each judge with what the run does at its pool; judges of one pool share the figures. */
  readonly judges: readonly {
    readonly name: string;
    readonly providerName: string;
    readonly poolId: string;
    /** In force at its pool. */
    readonly limits: Limits;
    readonly inFlight: number;
    readonly waiting: number;
    readonly backingOff: number;
    readonly cooldownUntil: number | null;
  }[];
  readonly cooldownUntil: number | null;
  /** The limit on tokens that cases wait for, and nothing else longer; null where none do. */
  readonly tokenHold: {
    readonly dimension: TokenDimension;
    readonly usedPerMinute: number;
    readonly limitPerMinute: number;
  } | null;
  /** The requests of the day are used up: nothing starts until `resetsAt`. */
  readonly dayUsedUp: { readonly perDay: number; readonly resetsAt: number } | null;
  /** Why nothing starts although the run is running (results cannot be stored), or null. */
  readonly holdReason: string | null;
  /** The last 60 full seconds, oldest first. */
  readonly recentTicks: readonly Tick[];
  /** Null unless the provider keeps asking to wait. */
  readonly cooldownPace: CooldownPace | null;
}
export interface LiveCase {
  readonly ord: number;
  readonly activity: "waiting-for-slot" | "waiting-for-permit" | "calling" | "backing-off" | "judging";
  readonly attempts: readonly AttemptRecord[];
}
export interface LivePool {
  readonly inFlight: number;
  readonly waiting: number;
  readonly permits: number;
  readonly startedLastSecond: number;
  readonly startedLastMinute: number;
  readonly rateLimitedLastMinute: number;
  readonly tokensLastMinute: number;
  readonly inputTokensLastMinute: number;
  readonly outputTokensLastMinute: number;
  /** Requests started since midnight UTC, and when the next day begins (epoch ms). */
  readonly requestsToday: number;
  readonly dayEndsAt: number;
  readonly cooldownUntil: number | null;
  readonly cooldownReason: string | null;
  /** The wait is the provider's, and may be ended early; the end of a day may not. */
  readonly canTryNow: boolean;
  /** Since the pool was first used in this process. */
  readonly cooldowns: { readonly count: number; readonly totalMs: number };
  /** What the provider's headers tell of its limits; null while they have told nothing. */
  readonly learned: { readonly known: KnownLimits; readonly at: number } | null;
  /** The rate and burst in force, and the last change of the rate: null where it never changed. */
  readonly pace: {
    readonly requestsPerSecond: number;
    readonly burst: number;
    readonly lastChange: (RateChange & { readonly at: number }) | null;
  };
  /** What it is set to, with the rate and the limit on tokens that it has adapted to. */
  readonly limitsInForce: Limits;
  /** Changes of the rate and of learned limits, oldest first; the newest 200. */
  readonly history: readonly PoolHistoryEntry[];
  readonly runs: readonly {
    readonly runId: string;
    readonly inFlight: number;
    readonly waiting: number;
    readonly startedLastMinute: number;
    readonly priority: RunPriority;
    /** Of the turns, 0 to 1, while all of them have cases that could start. */
    readonly share: number;
  }[];
}

/** The engine as services see it (type only). Commands are idempotent: what already is so is left so. */
export interface Supervisor {
  /** A run was stored as queued: claim it when there is room. Returns at once. */
  wake(): void;
  /** @throws DomainError not-found, illegal-transition */
  pause(runId: string, by: { actor: string; holdRetries: boolean }): Promise<RunRecord>;
  /** Goes on with a paused run, or with the rest of a cancelled one. @throws DomainError not-found, illegal-transition */
  resume(runId: string, by: { actor: string }): Promise<RunRecord>;
  /** Stops starting, drops what is in flight; finished cases stay. @throws DomainError not-found, illegal-transition */
  cancel(runId: string, by: { actor: string }): Promise<RunRecord>;
  /** Puts lost cases back to pending, and a finished run back to work. @throws DomainError not-found, illegal-transition */
  requeue(runId: string, choice: LostCaseChoice, by: { actor: string }): Promise<{ requeued: number; run: RunRecord }>;
  /**
   * Changes a run's priority or its rules for pausing by itself, at once and on record.
   * @throws DomainError not-found
   */
  adjust(
    runId: string,
    change: { readonly priority?: RunPriority | undefined; readonly autoPause?: AutoPausePatch | undefined },
    by: { actor: string; reason: string | null },
  ): Promise<RunRecord>;
  /** Writes a person's note into the run's log. @throws DomainError not-found */
  note(runId: string, text: string, by: { actor: string }): Promise<void>;
  /** The store has new limits of the run; put them in force and tell watchers. */
  runLimitsChanged(run: RunRecord, change: LimitEdit): void;
  /** The store has new limits of the pool; put them in force for every run that uses it and tell watchers. */
  poolLimitsChanged(pool: PoolRecord, change: LimitEdit): void;
  /** Ends the pool's cooldown, and tells every run that uses it. Returns whether there was one. */
  endCooldown(poolId: string, by: { actor: string }): boolean;
  /** The provider's connection changed (key, URL, settings): later calls use the new one. */
  providerChanged(providerId: string): void;
  /** One small call through the pool's gate, so that a test keeps the limits too. */
  probe(pool: PoolRecord, call: { model: string; signal: AbortSignal; timeoutMs: number }): Promise<ModelCallResult>;
  live(runId: string): LiveRun | null;
  liveCases(runId: string): readonly LiveCase[];
  livePool(poolId: string): LivePool | null;
}

export interface LimitEdit {
  readonly actor: string;
  readonly reason: string | null;
  /** Old and new in words: "5→8 rps". */
  readonly text: string;
  readonly at: number;
}
