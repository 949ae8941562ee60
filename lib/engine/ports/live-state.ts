import type { RateChange } from "@/lib/core/limits/adaptive-rate";
import type { KnownLimits } from "@/lib/core/limits/learned-limits";
import type { Limits } from "@/lib/core/limits/limits";
import type { TokenDimension } from "@/lib/core/limits/token-budget";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import type { Tick } from "@/lib/core/metrics/tick";
import type { AutoPausePatch } from "@/lib/core/runs/auto-pause";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { CooldownPace } from "@/lib/core/runs/cooldown-cycles";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import type { ModelCallResult } from "@/lib/providers/provider";
import type { PoolHistoryEntry, PoolRecord } from "./pool-records";
import type { RunRecord } from "./run-records";

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
