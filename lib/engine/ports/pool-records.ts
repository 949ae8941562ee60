import type { RateChange } from "@/lib/core/limits/adaptive-rate";
import type { DayCount } from "@/lib/core/limits/day-quota";
import type { KnownLimits, LearnedDimension } from "@/lib/core/limits/learned-limits";
import type { Limits } from "@/lib/core/limits/limits";

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
