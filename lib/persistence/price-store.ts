import { z } from "zod";
import { DomainError } from "@/lib/core/errors";
import { type ModelPrice, modelPriceSchema } from "@/lib/core/pricing/model-price";
import type { PriceTableVersion } from "./generated/sqlite/client";
import { LIMIT_CHANGE_SOURCES, type LimitChangeSource } from "./limit-change";
import type { Database } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";
import { parseStored } from "./stored-json";
import { storableText, storableTextOrNull } from "./stored-text";

/** One version of a workspace's price table, whole. */
export interface PriceTableRecord {
  readonly id: string;
  /** Counted up from 1; 0 stands for the shipped prices and is not stored. */
  readonly n: number;
  readonly rows: readonly ModelPrice[];
  readonly reason: string | null;
  readonly author: string;
  readonly source: LimitChangeSource;
  /** Epoch ms. */
  readonly createdAt: number;
}

const rowsSchema = z.array(modelPriceSchema);
const sourceSchema = z.enum(LIMIT_CHANGE_SOURCES);

function toRecord(row: PriceTableVersion): PriceTableRecord {
  return {
    id: row.id,
    n: row.n,
    rows: parseStored(rowsSchema, row.rows),
    reason: row.reason,
    author: row.author,
    source: sourceSchema.parse(row.source),
    createdAt: row.createdAt.getTime(),
  };
}

/** Price tables of workspaces. A version never changes once it is written. */
export class PriceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The newest version; null while the workspace goes by the shipped prices. */
  async latest(workspaceId: string): Promise<PriceTableRecord | null> {
    const row = await this.#db.read((client) =>
      client.priceTableVersion.findFirst({ where: { workspaceId }, orderBy: { n: "desc" } }),
    );
    return row === null ? null : toRecord(row);
  }

  /** Newest first, `limit` at most. */
  async versions(workspaceId: string, limit: number): Promise<PriceTableRecord[]> {
    const rows = await this.#db.read((client) =>
      client.priceTableVersion.findMany({ where: { workspaceId }, orderBy: { n: "desc" }, take: limit }),
    );
    return rows.map(toRecord);
  }

  /**
   * Adds the version after `base` (0: the shipped prices).
   * @throws DomainError stale-revision, which names author and time of the newer version
   */
  async add(workspaceId: string, base: number, version: Omit<PriceTableRecord, "n">): Promise<PriceTableRecord> {
    try {
      const newest = await this.latest(workspaceId);
      if ((newest?.n ?? 0) !== base) throw staleTable(newest, base);
      const row = await this.#db.read((client) =>
        client.priceTableVersion.create({
          data: {
            id: version.id,
            workspaceId,
            // The number is unique in its workspace: of two at once, one fails here.
            n: base + 1,
            rows: JSON.stringify(version.rows),
            reason: storableTextOrNull(version.reason),
            author: storableText(version.author),
            source: version.source,
            createdAt: new Date(version.createdAt),
          },
        }),
      );
      return toRecord(row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw staleTable(await this.latest(workspaceId), base);
    }
  }
}

function staleTable(newest: PriceTableRecord | null, base: number): DomainError {
  const now =
    newest === null
      ? "it is at the shipped prices"
      : `version ${newest.n}, by ${newest.author} at ${new Date(newest.createdAt).toISOString()}`;
  return new DomainError(
    "stale-revision",
    `The price table was changed meanwhile: ${now}, and your edit rests on version ${base}. Load it again and repeat the edit.`,
  );
}
