import type { DayCount } from "@/lib/core/limits/day-quota";
import type { EngineLogger } from "./ports/engine-events";
import type { EngineDayCountStore } from "./ports/pool-records";

interface Watched {
  readonly read: () => DayCount | null;
  saved: DayCount | null;
}

/**
 * Keeps the requests of the day on record, once a second where they changed: a process that is killed forgets those of
 * its last second at most. What cannot be saved is tried again in the next.
 */
export class DayCounts {
  readonly #store: EngineDayCountStore;
  readonly #logger: EngineLogger;
  readonly #watched = new Map<string, Watched>();
  #saving: Promise<void> = Promise.resolve();

  constructor(store: EngineDayCountStore, logger: EngineLogger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** What an earlier process counted; null: nothing. */
  load(ownerId: string): Promise<DayCount | null> {
    return this.#store.load(ownerId);
  }

  /** Saves what `read` says from now on; null: nothing is counted. */
  watch(ownerId: string, read: () => DayCount | null): void {
    this.#watched.set(ownerId, { read, saved: read() });
  }

  /** Saves a last time, and no more. */
  unwatch(ownerId: string): Promise<void> {
    return this.save().finally(() => this.#watched.delete(ownerId));
  }

  /** Saves what changed, after what is being saved. Never rejects: failures are logged. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#saveChanged());
    return this.#saving;
  }

  async #saveChanged(): Promise<void> {
    for (const [ownerId, watched] of this.#watched) {
      const now = watched.read();
      const { saved } = watched;
      if (now === null || now.started === 0) continue;
      if (saved !== null && saved.day === now.day && saved.started === now.started) continue;
      try {
        await this.#store.save(ownerId, now);
        watched.saved = now;
      } catch (error) {
        this.#logger.error({ ownerId, err: error }, "the day's requests could not be saved; tried again");
      }
    }
  }
}
