import type { Clock } from "@/lib/core/clock";
import type { DayCounts } from "./day-counts";
import type { Precision } from "./due-timer";
import { Pool } from "./pool";
import type { EngineLogger } from "./ports/engine-events";
import type { LivePool } from "./ports/live-state";
import type { PoolRecord, PoolStateStore } from "./ports/pool-records";

export interface PoolRegistryDeps {
  readonly clock: Clock;
  readonly precision: Precision;
  readonly logger: EngineLogger;
  /** Where what pools learn is kept; absent: it is lost with the process. */
  readonly states?: PoolStateStore | undefined;
  /** Where the requests of the day are kept. */
  readonly days: DayCounts;
}

/** The pools of this process. One stays for good once it was used: its bucket and its cooldown outlive the runs. */
export class PoolRegistry {
  readonly #deps: PoolRegistryDeps;
  readonly #pools = new Map<string, Pool>();
  readonly #opening = new Map<string, Promise<Pool>>();
  /** Edits of pools that were not used yet: a record that is read before an edit may be opened after it. */
  readonly #edited = new Map<string, PoolRecord>();
  #saving: Promise<void> | null = null;

  constructor(deps: PoolRegistryDeps) {
    this.#deps = deps;
  }

  /** The pool of a record, with the record's limits in force, and with what an earlier process learned of it. */
  async open(record: PoolRecord): Promise<Pool> {
    const opening = this.#opening.get(record.id) ?? this.#create(record);
    this.#opening.set(record.id, opening);
    // A store that could not be asked is asked again the next time.
    opening.catch(() => this.#opening.delete(record.id));
    const pool = await opening;
    for (const each of [record, this.#edited.get(record.id)]) {
      if (each !== undefined && pool.record.revision < each.revision) pool.setRecord(each);
    }
    this.#edited.delete(record.id);
    return pool;
  }

  async #create(record: PoolRecord): Promise<Pool> {
    const { clock, precision, logger, states, days } = this.#deps;
    const day = await days.load(record.id);
    const stored = await states?.load(record.id).catch((error: unknown) => {
      // It has to be learned anew; that is no reason to keep a run waiting.
      logger.warn({ poolId: record.id, err: error }, "what the pool had learned could not be read");
      return undefined;
    });
    const pool = new Pool(record, clock, precision, { day, ...stored });
    this.#pools.set(record.id, pool);
    days.watch(record.id, () => pool.gate.day);
    return pool;
  }

  /** New limits; nothing where the pool has newer ones. */
  update(record: PoolRecord): void {
    const known = this.#pools.get(record.id);
    if (known === undefined) this.#edited.set(record.id, record);
    else if (known.record.revision < record.revision) known.setRecord(record);
  }

  /** Returns whether the pool cooled down. */
  endCooldown(poolId: string): boolean {
    return this.#pools.get(poolId)?.endCooldown() ?? false;
  }

  live(poolId: string): LivePool | null {
    return this.#pools.get(poolId)?.live() ?? null;
  }

  /** Once a second. */
  second(): void {
    for (const pool of this.#pools.values()) pool.second();
  }

  /** Stores what pools have learned since the last time. Never rejects; what could not be stored is tried again. */
  async save(): Promise<void> {
    await this.#saving;
    this.#saving = this.#saveAll().finally(() => {
      this.#saving = null;
    });
    await this.#saving;
  }

  async #saveAll(): Promise<void> {
    const { states, logger } = this.#deps;
    if (states === undefined) return;
    for (const [poolId, pool] of this.#pools) {
      const unsaved = pool.takeUnsaved();
      if (unsaved === null) continue;
      try {
        await states.save(poolId, unsaved.state, unsaved.entries);
      } catch (error) {
        pool.notSaved(unsaved.entries);
        logger.warn({ poolId, err: error }, "what the pool has learned could not be stored; tried again soon");
      }
    }
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }
}
