import type { DayCount } from "@/lib/core/limits/day-quota";
import type { EngineDayCountStore } from "@/lib/engine/ports/pool-records";
import type { Database } from "./prisma-client";

/** Requests of the day, by pool or run, so that a restart does not forget them. */
export class DayCountStore implements EngineDayCountStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async load(ownerId: string): Promise<DayCount | null> {
    const row = await this.#db.read((client) => client.dayCount.findUnique({ where: { ownerId } }));
    return row === null ? null : { day: row.day, started: row.started };
  }

  async save(ownerId: string, count: DayCount): Promise<void> {
    const data = { day: count.day, started: count.started };
    await this.#db.read((client) =>
      client.dayCount.upsert({ where: { ownerId }, create: { ownerId, ...data }, update: data }),
    );
  }
}
