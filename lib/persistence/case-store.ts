import { z } from "zod";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { type RepeatLayout, sourceOrd } from "@/lib/core/repeats/repeat-layout";
import type { RepeatPattern } from "@/lib/core/repeats/repeat-tally";
import type { CaseOrder } from "@/lib/core/runs/case-order";
import type { AttemptRecord, CaseError } from "@/lib/core/runs/case-result";
import { CASE_RESULTS, CASE_STATES, type CaseResult, type CaseState } from "@/lib/core/runs/case-states";
import type { Score } from "@/lib/core/scoring/evaluator-config";
import { type CaseFilter, caseConditions } from "./case-filter";
import { behind, type CasePlace, inOrder, orderValue } from "./case-order-sql";
import { type RepeatRecord, repeatPatterns, repeatsAt } from "./case-repeats";
import { Prisma, type RunCase } from "./generated/sqlite/client";
import type { Database } from "./prisma-client";
import { storedAttempts, storedScores } from "./run-case-reads";
import { countRow, parseJson, parseJsonObject, parseStored } from "./stored-json";

/** One case of a run as it is stored. Times in ms, `finishedAt` epoch ms. */
export interface CaseRecord {
  readonly ord: number;
  readonly caseId: string;
  /** The dataset's id of the case. */
  readonly sourceCaseId: string;
  /** Which asking of the case this is, from 1. */
  readonly repeat: number;
  readonly state: CaseState;
  readonly result: CaseResult | null;
  /** Of a pending case: the target's answer, where its judges have not all decided yet. */
  readonly output: string | null;
  /** Of a long output only the beginning is given. */
  readonly outputIsCut: boolean;
  readonly scores: readonly Score[];
  /** Of a pending case: those of earlier tries, where it was requeued. */
  readonly attempts: readonly AttemptRecord[];
  readonly attemptCount: number;
  readonly limiterWaitMs: number;
  readonly backoffMs: number;
  readonly providerLatencyMs: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly error: CaseError | null;
  readonly finishedAt: number | null;
}
/** A case with what its dataset holds. */
export interface CaseDetailRecord extends CaseRecord {
  readonly vars: Record<string, Json>;
  readonly expected: Json;
  readonly metadata: Record<string, Json>;
}
export interface CasePage {
  readonly items: CaseRecord[];
  /** Cases that match the filter, on all pages. */
  readonly total: number;
  /** `after` of the next page, or null after the last. */
  readonly next: CasePlace | null;
}

/** Rows per query of an export, and the bytes of outputs that may come with them. */
const EXPORT_CHUNK = 500;
const EXPORT_CHUNK_BYTES = 8_000_000;
/** Characters of an output in a list: outputs may have megabytes each. */
const LIST_OUTPUT_MAX = 20_000;
const BY_POSITION: CaseOrder = { key: "case", descending: false };
/** Positions searched by one query for a text: some 20 ms of a driver that holds up the event loop. */
const SEARCH_WINDOW = 10_000;

const placeRows = z.array(z.object({ ord: z.coerce.number().int(), value: z.number() }));
const sizeRows = z.array(z.object({ ord: z.coerce.number().int(), bytes: z.coerce.number() }));
const outputRows = z.array(z.object({ ord: z.coerce.number().int(), output: z.string().nullable() }));
const plainColumns = z.object({ state: z.enum(CASE_STATES), result: z.enum(CASE_RESULTS).nullable() });

function toCaseRecord(row: RunCase, outputIsCut = false): CaseRecord {
  const { state, result } = plainColumns.parse(row);
  return {
    ord: row.ord,
    caseId: row.caseId,
    sourceCaseId: row.sourceId ?? row.caseId,
    repeat: row.repeat,
    state,
    result,
    output: row.output,
    outputIsCut,
    scores: row.scores === null ? [] : parseStored(storedScores, row.scores),
    attempts: row.attempts === null ? [] : parseStored(storedAttempts, row.attempts),
    attemptCount: row.attemptCount,
    limiterWaitMs: row.limiterWaitMs,
    backoffMs: row.backoffMs,
    providerLatencyMs: row.providerLatencyMs,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    costUsd: row.costUsd,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
    finishedAt: row.finishedAtMs,
  };
}

/** Reads the cases of runs. */
export class CaseStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Cases behind `after` (null: from the first) in an order (absent: the dataset's), with the number of all that match. */
  async page(
    runId: string,
    filter: CaseFilter,
    place: { limit: number; after: CasePlace | null; order?: CaseOrder | undefined },
  ): Promise<CasePage> {
    const { limit, after, order = BY_POSITION } = place;
    const [places, total] = await Promise.all([
      this.#places(runId, filter, order, limit + 1, after),
      this.count(runId, filter),
    ]);
    const shown = places.slice(0, limit);
    const items = await this.#shortRows(runId, shown);
    return { items, total, next: places.length > limit ? (shown.at(-1) ?? null) : null };
  }

  /** How many cases match. */
  async count(runId: string, filter: CaseFilter): Promise<number> {
    let total = 0;
    for (const window of await this.#windows(runId, filter, -1)) {
      const where = [...caseConditions(this.#db.kind, runId, filter), window];
      const rows = await this.#db.read(
        (client) => client.$queryRaw`SELECT COUNT(*) AS n FROM "RunCase" WHERE ${Prisma.join(where, " AND ")}`,
      );
      total += countRow.parse(rows)[0].n;
    }
    return total;
  }

  /** One case with what its dataset holds, or null. */
  async get(runId: string, caseId: string): Promise<CaseDetailRecord | null> {
    const row = await this.#db.read((client) =>
      client.runCase.findUnique({ where: { runId_caseId: { runId, caseId } } }),
    );
    if (row === null) return null;
    return (await this.#details(runId, [toCaseRecord(row)]))[0] ?? null;
  }

  /** All repeats of the case at a position of a run, in order. */
  repeats(layout: RepeatLayout, ord: number): Promise<RepeatRecord[]> {
    return repeatsAt(this.#db, layout, ord);
  }

  /** How many cases of a run stand alike over their repeats. */
  repeatPatterns(layout: RepeatLayout): Promise<RepeatPattern[]> {
    return repeatPatterns(this.#db, layout);
  }

  /** All matching cases in order, whole and in chunks, so that an export of any size needs little memory. */
  async *details(runId: string, filter: CaseFilter, order = BY_POSITION): AsyncGenerator<CaseDetailRecord[]> {
    for (let after: CasePlace | null = null; ; ) {
      const places: CasePlace[] = await this.#places(runId, filter, order, EXPORT_CHUNK, after);
      for (const part of await this.#parts(runId, places))
        yield await this.#details(runId, await this.#rows(runId, part));
      after = places.at(-1) ?? null;
      if (places.length < EXPORT_CHUNK) return;
    }
  }

  /** Splits places so that the outputs of one part fit into memory with ease. */
  async #parts(runId: string, places: readonly CasePlace[]): Promise<CasePlace[][]> {
    if (places.length === 0) return [];
    const rows = await this.#db.read(
      (client) => client.$queryRaw`SELECT "ord", COALESCE(octet_length("output"), 0) AS "bytes" FROM "RunCase"
        WHERE "runId" = ${runId} AND "ord" IN (${Prisma.join(places.map(({ ord }) => ord))})`,
    );
    const bytes = new Map(sizeRows.parse(rows).map((row) => [row.ord, row.bytes]));
    const parts: CasePlace[][] = [[]];
    let sum = 0;
    for (const place of places) {
      const size = bytes.get(place.ord) ?? 0;
      if (sum > 0 && sum + size > EXPORT_CHUNK_BYTES) {
        parts.push([]);
        sum = 0;
      }
      parts.at(-1)?.push(place);
      sum += size;
    }
    return parts;
  }

  async #places(
    runId: string,
    filter: CaseFilter,
    order: CaseOrder,
    limit: number,
    after: CasePlace | null,
  ): Promise<CasePlace[]> {
    const byPosition = order.key === "case" && !order.descending;
    const direction = Prisma.raw(order.descending ? "DESC" : "ASC");
    let found: CasePlace[] = [];
    for (const window of await this.#windows(runId, filter, byPosition ? (after?.ord ?? -1) : -1)) {
      const where = [...caseConditions(this.#db.kind, runId, filter), window];
      if (after !== null && !byPosition) where.push(behind(order, after));
      const rows = await this.#db.read(
        (client) => client.$queryRaw`SELECT "ord", ${orderValue(order)} AS "value" FROM "RunCase"
          WHERE ${Prisma.join(where, " AND ")}
          ORDER BY ${byPosition ? Prisma.sql`"ord"` : Prisma.sql`"value" ${direction}, "ord"`} LIMIT ${limit - (byPosition ? found.length : 0)}`,
      );
      found = [...found, ...placeRows.parse(rows)];
      if (byPosition && found.length >= limit) break;
      // Each window has its own best: of all of them the first are wanted.
      if (!byPosition) found = found.sort(inOrder(order)).slice(0, limit);
    }
    return found;
  }

  /** The positions after `afterOrd`, in one piece, or where outputs have to be read in several: so that none takes long. */
  async #windows(runId: string, filter: CaseFilter, afterOrd: number): Promise<Prisma.Sql[]> {
    if (!filter.q) return [Prisma.sql`"ord" > ${afterOrd}`];
    const { _max } = await this.#db.read((client) =>
      client.runCase.aggregate({ where: { runId }, _max: { ord: true } }),
    );
    const windows: Prisma.Sql[] = [];
    for (let from = afterOrd; from < (_max.ord ?? -1); from += SEARCH_WINDOW) {
      windows.push(Prisma.sql`"ord" > ${from} AND "ord" <= ${from + SEARCH_WINDOW}`);
    }
    return windows;
  }

  async #rows(runId: string, places: readonly CasePlace[]): Promise<CaseRecord[]> {
    const rows = await this.#db.read((client) =>
      client.runCase.findMany({ where: { runId, ord: { in: places.map(({ ord }) => ord) } } }),
    );
    return sameOrder(
      places,
      rows.map((row) => toCaseRecord(row)),
    );
  }

  /** As `#rows`, with the beginning of each output alone. */
  async #shortRows(runId: string, places: readonly CasePlace[]): Promise<CaseRecord[]> {
    if (places.length === 0) return [];
    const ords = places.map(({ ord }) => ord);
    const [rows, outputs] = await this.#db.read((client) =>
      Promise.all([
        client.runCase.findMany({ where: { runId, ord: { in: ords } }, omit: { output: true } }),
        client.$queryRaw`SELECT "ord", substr("output", 1, ${LIST_OUTPUT_MAX + 1}) AS "output" FROM "RunCase"
          WHERE "runId" = ${runId} AND "ord" IN (${Prisma.join(ords)})`,
      ]),
    );
    const beginnings = new Map(outputRows.parse(outputs).map((row) => [row.ord, row.output]));
    const records = rows.map((row) => {
      const output = beginnings.get(row.ord) ?? null;
      const isCut = output !== null && output.length > LIST_OUTPUT_MAX;
      return toCaseRecord({ ...row, output: isCut ? beginningOf(output) : output }, isCut);
    });
    return sameOrder(places, records);
  }

  async #details(runId: string, cases: readonly CaseRecord[]): Promise<CaseDetailRecord[]> {
    const stored = await this.#db.read(async (client) => {
      const run = await client.run.findUnique({ where: { id: runId }, select: { datasetId: true } });
      const datasetId = run?.datasetId ?? "";
      const dataset = await client.dataset.findUnique({ where: { id: datasetId }, select: { caseCount: true } });
      const datasetCases = dataset?.caseCount ?? 0;
      const ords = new Set(cases.map((item) => sourceOrd(item.ord, datasetCases)));
      return {
        datasetCases,
        rows: await client.datasetCase.findMany({ where: { datasetId, ord: { in: [...ords] } } }),
      };
    });
    const byOrd = new Map(stored.rows.map((row) => [row.ord, row]));
    return cases.map((item) => {
      const row = byOrd.get(sourceOrd(item.ord, stored.datasetCases));
      return {
        ...item,
        vars: row === undefined ? {} : parseJsonObject(row.vars),
        expected: row === undefined ? null : parseJson(row.expected),
        metadata: row === undefined ? {} : parseJsonObject(row.metadata),
      };
    });
  }
}

function sameOrder(places: readonly CasePlace[], records: readonly CaseRecord[]): CaseRecord[] {
  const byOrd = new Map(records.map((record) => [record.ord, record]));
  return places.map(({ ord }) => byOrd.get(ord)).filter((record) => record !== undefined);
}

/** Cut between characters, not within one of two units. */
function beginningOf(output: string): string {
  return output.slice(0, LIST_OUTPUT_MAX).replace(/[\uD800-\uDBFF]$/, "");
}
