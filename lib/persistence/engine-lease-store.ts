import type { Database } from "./prisma-client";

/** The one lease of a database. */
const LEASE = "engine";

export interface EngineLeaseRecord {
  readonly owner: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Says which process runs the engine on this database. Times are epoch ms; processes need clocks that agree within the ttl. */
export class EngineLeaseStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes the lease where it is free, expired or already the owner's. False where another holds it. */
  async acquire(owner: string, now: number, ttlMs: number): Promise<boolean> {
    const changed = await this.#db.read(
      (client) => client.$executeRaw`INSERT INTO "EngineLease" ("id", "owner", "expiresAt")
        VALUES (${LEASE}, ${owner}, ${now + ttlMs})
        ON CONFLICT ("id") DO UPDATE SET "owner" = excluded."owner", "expiresAt" = excluded."expiresAt"
        WHERE "EngineLease"."owner" = excluded."owner" OR "EngineLease"."expiresAt" <= ${now}`,
    );
    return changed === 1;
  }

  /** Prolongs the owner's lease. False where it was lost to another meanwhile. */
  async renew(owner: string, now: number, ttlMs: number): Promise<boolean> {
    const { count } = await this.#db.read((client) =>
      client.engineLease.updateMany({ where: { id: LEASE, owner }, data: { expiresAt: now + ttlMs } }),
    );
    return count === 1;
  }

  /** Gives the lease back; does nothing where it is another's. */
  async release(owner: string): Promise<void> {
    await this.#db.read((client) => client.engineLease.deleteMany({ where: { id: LEASE, owner } }));
  }

  async current(): Promise<EngineLeaseRecord | null> {
    const row = await this.#db.read((client) => client.engineLease.findUnique({ where: { id: LEASE } }));
    return row === null ? null : { owner: row.owner, expiresAt: row.expiresAt };
  }
}
