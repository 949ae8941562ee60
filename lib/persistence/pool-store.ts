import { DomainError } from "@/lib/core/errors";
import type { Limits } from "@/lib/core/limits/limits";
import type { EnginePoolStore, PoolRecord } from "@/lib/engine/ports/pool-records";
import {
  type LimitChangeNote,
  type LimitChangeRecord,
  limitChangesOf,
  recordLimitChange,
  staleRevision,
} from "./limit-change";
import { toPoolRecord } from "./pool-row";
import type { Database } from "./prisma-client";

export interface PoolLimitsEdit {
  /** The revision the edit rests on; null: whatever it is. */
  readonly expectedRevision: number | null;
  readonly limits: Limits;
  /** `preset slug@n` or `custom`. */
  readonly origin: string;
  readonly change: LimitChangeNote;
}

/** Pools and the history of their limits. */
export class PoolStore implements EnginePoolStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get(poolId: string): Promise<PoolRecord | null> {
    const row = await this.#db.read((client) => client.pool.findUnique({ where: { id: poolId } }));
    return row === null ? null : toPoolRecord(row);
  }

  /** Pools of all providers that are not archived, in the order of the providers. */
  async list(workspaceId: string): Promise<PoolRecord[]> {
    const rows = await this.#db.read((client) =>
      client.pool.findMany({
        where: { provider: { workspaceId, archivedAt: null } },
        orderBy: [{ provider: { createdAt: "asc" } }, { providerId: "asc" }, { model: "asc" }],
      }),
    );
    return rows.map(toPoolRecord);
  }

  /** The pool that calls of this model pass: the model's own, else the provider's `*`. Null where there is neither. */
  async forModel(providerId: string, model: string): Promise<PoolRecord | null> {
    const rows = await this.#db.read((client) =>
      client.pool.findMany({ where: { providerId, model: { in: [model, "*"] } } }),
    );
    const row = rows.find((pool) => pool.model === model) ?? rows[0];
    return row === undefined ? null : toPoolRecord(row);
  }

  /** How many pools in use have limits of each origin (`preset slug@n`, `custom`). */
  async countByOrigin(workspaceId: string): Promise<Map<string, number>> {
    const groups = await this.#db.read((client) =>
      client.pool.groupBy({
        by: ["origin"],
        where: { provider: { workspaceId, archivedAt: null } },
        _count: { _all: true },
      }),
    );
    return new Map(groups.map((group) => [group.origin, group._count._all]));
  }

  /**
   * Puts new limits in force and records the change.
   * @throws DomainError not-found; stale-revision, which names author and time of the newer change
   */
  updateLimits(poolId: string, edit: PoolLimitsEdit): Promise<PoolRecord> {
    return this.#db.transaction(async (tx) => {
      // Holds the row: the revision cannot move between reading and changing it.
      const held = await tx.$executeRaw`UPDATE "Pool" SET "revision" = "revision" WHERE "id" = ${poolId}`;
      if (held === 0) throw new DomainError("not-found", `There is no pool ${poolId}.`);
      const before = toPoolRecord(await tx.pool.findUniqueOrThrow({ where: { id: poolId } }));
      if (edit.expectedRevision !== null && edit.expectedRevision !== before.revision) {
        throw await staleRevision(tx, { poolId }, edit.expectedRevision, before.revision);
      }
      const revision = before.revision + 1;
      const row = await tx.pool.update({
        where: { id: poolId },
        data: { limits: JSON.stringify(edit.limits), origin: edit.origin, revision },
      });
      await recordLimitChange(tx, { poolId }, { ...edit.change, revision, before: before.limits, after: edit.limits });
      return toPoolRecord(row);
    });
  }

  /** Every change of the pool's limits, oldest first. */
  limitChanges(poolId: string): Promise<LimitChangeRecord[]> {
    return this.#db.read((client) => limitChangesOf(client, { poolId }));
  }
}
