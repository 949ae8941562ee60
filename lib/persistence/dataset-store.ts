import { z } from "zod";
import type { OddCases } from "@/lib/core/datasets/case-oddities";
import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import { DomainError } from "@/lib/core/errors";
import { type Dataset, type DatasetCase as DatasetCaseRow, Prisma } from "./generated/sqlite/client";
import { jsonRows } from "./json-rows";
import { type LongestCase, type LongestCasesQuery, longestCases } from "./longest-cases";
import { countOddCases } from "./odd-cases";
import type { Database } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";
import { parseJson, parseJsonObject, parseStored } from "./stored-json";
import { storableText } from "./stored-text";

/** A dataset without its cases. `createdAt` is epoch ms. */
export interface DatasetRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly caseCount: number;
  /** Variables that cases have, with how many have them, and the characters of the longest value (absent: not known). */
  readonly variables: readonly {
    readonly name: string;
    readonly cases: number;
    readonly longest?: number | undefined;
  }[];
  readonly hasExpected: boolean;
  /** Mean characters of all variables of a case. */
  readonly meanCharacters: number;
  readonly createdAt: number;
  readonly createdBy: string;
  /** Set by delete; runs keep reading the cases. */
  readonly archivedAt: number | null;
}
export type NewDataset = Pick<DatasetRecord, "id" | "workspaceId" | "name" | "createdAt" | "createdBy">;
export type DatasetTotals = Pick<DatasetRecord, "caseCount" | "variables" | "hasExpected" | "meanCharacters">;
export interface DatasetCasePage {
  readonly items: DatasetCase[];
  /** `afterOrd` of the next page, or null after the last. */
  readonly nextOrd: number | null;
}

/** Cases per DELETE: some 30 ms of a driver that holds up the event loop. */
const DELETE_CHUNK = 5000;

/** Counts of odd cases that are kept. */
const ODD_COUNTS_KEPT = 500;

const variablesSchema = z.array(
  z.object({ name: z.string(), cases: z.number().int(), longest: z.number().optional() }),
);

function toDataset(row: Dataset): DatasetRecord {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    name: row.name,
    caseCount: row.caseCount,
    variables: parseStored(variablesSchema, row.variables),
    hasExpected: row.hasExpected,
    meanCharacters: row.meanCharacters,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy,
    archivedAt: row.archivedAt?.getTime() ?? null,
  };
}

function toCase(row: DatasetCaseRow): DatasetCase {
  return {
    ord: row.ord,
    id: row.caseId,
    vars: parseJsonObject(row.vars),
    expected: parseJson(row.expected),
    metadata: parseJsonObject(row.metadata),
  };
}

/** Datasets and their cases. One is seen by nobody until `finish`. */
export class DatasetStore {
  readonly #db: Database;
  readonly #odd = new Map<string, OddCases>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Starts an import: `begin`, any number of `addCases`, then `finish` or `abort`. */
  async begin(dataset: NewDataset): Promise<void> {
    await this.#db.read((client) =>
      client.dataset.create({
        data: {
          id: dataset.id,
          workspaceId: dataset.workspaceId,
          name: storableText(dataset.name),
          createdAt: new Date(dataset.createdAt),
          createdBy: storableText(dataset.createdBy),
          caseCount: 0,
          variables: "[]",
          hasExpected: false,
          meanCharacters: 0,
        },
      }),
    );
  }

  /** All or none of the batch. @throws DomainError invalid-input, naming ids that the dataset has already */
  async addCases(datasetId: string, cases: readonly DatasetCase[]): Promise<void> {
    if (cases.length === 0) return;
    const rows = jsonRows(
      this.#db.kind,
      { ord: "int", caseId: "text", vars: "text", expected: "text", metadata: "text" },
      cases.map((item) => ({
        ord: item.ord,
        caseId: storableText(item.id),
        vars: JSON.stringify(item.vars),
        expected: JSON.stringify(item.expected),
        metadata: JSON.stringify(item.metadata),
      })),
    );
    try {
      await this.#db.bulk(Prisma.sql`INSERT INTO "DatasetCase"
          ("datasetId", "ord", "caseId", "vars", "expected", "metadata")
        SELECT ${datasetId}, j."ord", j."caseId", j."vars", j."expected", j."metadata" FROM ${rows}`);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw await this.#duplicateIds(datasetId, cases, error);
    }
  }

  /** Makes the dataset visible, under a new name where one is given. @throws DomainError not-found */
  async finish(datasetId: string, totals: DatasetTotals & { readonly name?: string }): Promise<DatasetRecord> {
    const { count } = await this.#db.read((client) =>
      client.dataset.updateMany({
        where: { id: datasetId, ready: false },
        data: {
          ready: true,
          ...(totals.name === undefined ? {} : { name: storableText(totals.name) }),
          caseCount: totals.caseCount,
          variables: JSON.stringify(totals.variables),
          hasExpected: totals.hasExpected,
          meanCharacters: totals.meanCharacters,
        },
      }),
    );
    const dataset = count === 0 ? null : await this.get(datasetId);
    if (dataset === null) throw new DomainError("not-found", `There is no import ${datasetId} under way.`);
    return dataset;
  }

  /** Drops an import that is not finished, with its cases; does nothing to a finished one. */
  async abort(datasetId: string): Promise<void> {
    const unready = await this.#db.read((client) =>
      client.dataset.findFirst({ where: { id: datasetId, ready: false }, select: { id: true } }),
    );
    if (unready !== null) await this.#remove(datasetId);
  }

  /** Drops imports that a crash left unfinished; at start, before any new import. Returns how many. */
  async sweepUnready(): Promise<number> {
    const left = await this.#db.read((client) =>
      client.dataset.findMany({ where: { ready: false }, select: { id: true } }),
    );
    for (const { id } of left) await this.#remove(id);
    return left.length;
  }

  /** Newest first, without the archived. */
  async list(workspaceId: string): Promise<DatasetRecord[]> {
    const rows = await this.#db.read((client) =>
      client.dataset.findMany({
        where: { workspaceId, ready: true, archivedAt: null },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      }),
    );
    return rows.map(toDataset);
  }

  /** Also finds archived datasets, not those being imported. */
  async get(datasetId: string): Promise<DatasetRecord | null> {
    const row = await this.#db.read((client) => client.dataset.findFirst({ where: { id: datasetId, ready: true } }));
    return row === null ? null : toDataset(row);
  }

  /** Cases after `afterOrd` (−1: from the first), in order. */
  async cases(datasetId: string, place: { limit: number; afterOrd: number }): Promise<DatasetCasePage> {
    const rows = await this.#db.read((client) =>
      client.datasetCase.findMany({
        where: { datasetId, ord: { gt: place.afterOrd } },
        orderBy: { ord: "asc" },
        take: place.limit + 1,
      }),
    );
    const items = rows.slice(0, place.limit).map(toCase);
    return { items, nextOrd: rows.length > place.limit ? (items.at(-1)?.ord ?? null) : null };
  }

  /** Cases that are empty, duplicates, or longer than so many characters (null: none is). */
  async oddCases(datasetId: string, longerThan: number | null): Promise<OddCases> {
    // Cases never change: what was counted once holds.
    const key = JSON.stringify([datasetId, longerThan]);
    const known = this.#odd.get(key);
    if (known !== undefined) return known;
    const counted = await countOddCases(this.#db, datasetId, longerThan);
    if (this.#odd.size >= ODD_COUNTS_KEPT) this.#odd.clear();
    this.#odd.set(key, counted);
    return counted;
  }

  /** The cases of a sample with the longest values, longest first. */
  longestCases(query: LongestCasesQuery): Promise<LongestCase[]> {
    return longestCases(this.#db, query);
  }

  /**
   * Takes the dataset out of all lists. Where no run used it, its cases go for good; else the runs keep them.
   * @throws DomainError not-found
   */
  async archive(datasetId: string, at: number): Promise<void> {
    const runs = await this.#db.transaction(async (tx) => {
      const { count } = await tx.dataset.updateMany({
        where: { id: datasetId, ready: true, archivedAt: null },
        data: { archivedAt: new Date(at) },
      });
      if (count === 0) throw new DomainError("not-found", `There is no dataset ${datasetId}.`);
      // From here on no run can be started with it.
      return tx.run.count({ where: { datasetId } });
    });
    if (runs === 0) await this.#remove(datasetId);
  }

  async #remove(datasetId: string): Promise<void> {
    for (let deleted = DELETE_CHUNK; deleted === DELETE_CHUNK; ) {
      deleted = await this.#db.read(
        (client) => client.$executeRaw`DELETE FROM "DatasetCase" WHERE "datasetId" = ${datasetId} AND "ord" IN
          (SELECT "ord" FROM "DatasetCase" WHERE "datasetId" = ${datasetId} ORDER BY "ord" LIMIT ${DELETE_CHUNK})`,
      );
    }
    await this.#db.read((client) => client.dataset.deleteMany({ where: { id: datasetId } }));
  }

  async #duplicateIds(datasetId: string, cases: readonly DatasetCase[], cause: unknown): Promise<DomainError> {
    const ids = cases.map((item) => storableText(item.id));
    const stored = await this.#db.read((client) =>
      client.datasetCase.findMany({ where: { datasetId, caseId: { in: ids } }, select: { caseId: true } }),
    );
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    const names = [...new Set([...stored.map((row) => row.caseId), ...twice])];
    const issues = names.slice(0, 100).map((id) => ({ path: "id", message: `the id "${id}" is used more than once` }));
    const shown = names
      .slice(0, 5)
      .map((id) => `"${id}"`)
      .join(", ");
    return new DomainError(
      "invalid-input",
      `Case ids must be unique within a dataset; used more than once: ${shown}.`,
      issues,
      {
        cause,
      },
    );
  }
}
