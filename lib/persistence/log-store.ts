import { z } from "zod";
import type { LogEntry, LogKind } from "@/lib/engine/ports/run-records";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { Database } from "./prisma-client";

export interface LogFilter {
  readonly levels?: readonly LogEntry["level"][] | undefined;
  readonly kinds?: readonly LogKind[] | undefined;
  /** In the text, the case's id or the actor, upper and lower case alike. */
  readonly q?: string | undefined;
  /** From the one (inclusive) to the other (exclusive), epoch ms. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}
export interface LogPage {
  readonly items: LogEntry[];
  /** `beforeSeq` of the next page, or null after the last. */
  readonly nextSeq: number | null;
}

const logRows = z.array(
  z.object({
    seq: z.number().int(),
    at: z.number(),
    kind: z.enum(["state", "limit", "cooldown", "rate-limited", "error", "retry", "gave-up", "auto", "note"]),
    level: z.enum(["info", "warn", "error"]),
    text: z.string(),
    caseId: z.string().nullable(),
    actor: z.string().nullable(),
    count: z.number().int(),
  }),
);

/** Rows per query of an export. */
const EXPORT_CHUNK = 500;

/** Reads the logs of runs. */
export class LogStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Entries before `beforeSeq` (null: from the newest), newest first. */
  async page(runId: string, filter: LogFilter, place: { limit: number; beforeSeq: number | null }): Promise<LogPage> {
    const conditions = this.#conditions(runId, filter);
    if (place.beforeSeq !== null) conditions.push(Prisma.sql`"seq" < ${place.beforeSeq}`);
    const entries = await this.#rows(conditions, Prisma.sql`"seq" DESC`, place.limit + 1);
    const items = entries.slice(0, place.limit);
    return { items, nextSeq: entries.length > place.limit ? (items.at(-1)?.seq ?? null) : null };
  }

  /** All matching entries, oldest first, in chunks, so that a log of any size needs little memory. */
  async *chunks(runId: string, filter: LogFilter): AsyncGenerator<LogEntry[]> {
    for (let afterSeq = 0; ; ) {
      const conditions = [...this.#conditions(runId, filter), Prisma.sql`"seq" > ${afterSeq}`];
      const entries = await this.#rows(conditions, Prisma.sql`"seq"`, EXPORT_CHUNK);
      const last = entries.at(-1);
      if (last === undefined) return;
      yield entries;
      afterSeq = last.seq;
    }
  }

  #conditions(runId: string, filter: LogFilter): Prisma.Sql[] {
    const conditions = [Prisma.sql`"runId" = ${runId}`];
    if (filter.levels?.length) conditions.push(Prisma.sql`"level" IN (${Prisma.join([...filter.levels])})`);
    if (filter.kinds?.length) conditions.push(Prisma.sql`"kind" IN (${Prisma.join([...filter.kinds])})`);
    if (filter.q) {
      const q = filter.q;
      const found = [`"text"`, `"caseId"`, `"actor"`].map((column) => containsText(this.#db.kind, column, q));
      conditions.push(Prisma.sql`(${Prisma.join(found, " OR ")})`);
    }
    if (filter.from !== undefined) conditions.push(Prisma.sql`"at" >= ${filter.from}`);
    if (filter.to !== undefined) conditions.push(Prisma.sql`"at" < ${filter.to}`);
    return conditions;
  }

  async #rows(conditions: readonly Prisma.Sql[], order: Prisma.Sql, limit: number): Promise<LogEntry[]> {
    const rows = await this.#db.read(
      (client) => client.$queryRaw`SELECT "seq", "at", "kind", "level", "text", "caseId", "actor", "count" FROM "RunLog"
        WHERE ${Prisma.join([...conditions], " AND ")} ORDER BY ${order} LIMIT ${limit}`,
    );
    return logRows.parse(rows);
  }
}
