import { z } from "zod";
import { knownLimitsSchema, LEARNED_DIMENSIONS } from "@/lib/core/limits/learned-limits";
import type { PoolHistoryEntry, PoolState, PoolStateStore as PoolStatePort } from "@/lib/engine/ports/pool-records";
import type { PoolHistory } from "./generated/sqlite/client";
import type { Database } from "./prisma-client";
import { parseStored } from "./stored-json";

/** Entries of a pool's history that are kept; a pool that hunts for its rate for months must not fill the disk. */
const HISTORY_KEPT = 500;
/** Of which so many are given to the engine at the start. */
const HISTORY_LOADED = 200;

const stateSchema = z.object({
  known: knownLimitsSchema,
  rate: z.object({ rps: z.number().positive(), wallRps: z.number().nullable() }).nullable(),
  cooldown: z.object({ until: z.number(), reason: z.string() }).nullable(),
  savedAt: z.number(),
});
const kindSchema = z.enum(["rate", "limit"]);
const dimensionSchema = z.enum(LEARNED_DIMENSIONS);
const whySchema = z.enum(["refused", "recovering", "learned", "configured", "told"]);

/** What pools have learned, and how it came about. */
export class PoolStateStore implements PoolStatePort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async load(poolId: string): Promise<{ state: PoolState | null; history: PoolHistoryEntry[] }> {
    const [row, history] = await Promise.all([
      this.#db.read((client) => client.poolLearned.findUnique({ where: { poolId } })),
      this.history(poolId, HISTORY_LOADED),
    ]);
    return { state: row === null ? null : parseStored(stateSchema, row.data), history };
  }

  /** The newest entries, oldest first. */
  async history(poolId: string, limit: number): Promise<PoolHistoryEntry[]> {
    const rows = await this.#db.read((client) =>
      client.poolHistory.findMany({ where: { poolId }, orderBy: { seq: "desc" }, take: limit }),
    );
    return rows.reverse().map(toEntry);
  }

  /** All or nothing. A pool that is gone meanwhile has nothing to keep: it is passed over. */
  async save(poolId: string, state: PoolState, entries: readonly PoolHistoryEntry[]): Promise<void> {
    const data = { data: JSON.stringify(state), updatedAt: state.savedAt };
    await this.#db.transaction(async (tx) => {
      if ((await tx.pool.count({ where: { id: poolId } })) === 0) return;
      await tx.poolLearned.upsert({ where: { poolId }, create: { poolId, ...data }, update: data });
      if (entries.length === 0) return;
      const seqs = entries.map(({ seq }) => seq);
      await tx.poolHistory.deleteMany({ where: { poolId, seq: { in: seqs } } });
      await tx.poolHistory.createMany({ data: entries.map((entry) => ({ poolId, ...entry })) });
      await tx.poolHistory.deleteMany({ where: { poolId, seq: { lte: Math.max(...seqs) - HISTORY_KEPT } } });
    });
  }
}

function toEntry(row: PoolHistory): PoolHistoryEntry {
  return {
    seq: row.seq,
    at: row.at,
    kind: kindSchema.parse(row.kind),
    dimension: dimensionSchema.parse(row.dimension),
    oldValue: row.oldValue,
    newValue: row.newValue,
    why: whySchema.parse(row.why),
  };
}
