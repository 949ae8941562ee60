import { z } from "zod";
import { DomainError } from "@/lib/core/errors";
import { Prisma } from "./generated/sqlite/client";
import type { DatabaseKind } from "./prisma-client";

/** In which order runs are listed; of equals the newest id comes first. */
export interface RunOrder {
  readonly by: "started" | "name" | "passRate" | "cost" | "duration";
  readonly descending: boolean;
}

interface Keys {
  readonly rank: Prisma.Sql;
  readonly value: Prisma.Sql;
}

/** A run with what it is sorted by. PostgreSQL gives times as dates, SQLite as it stores them. */
export const foundRows = z.array(
  z.object({
    id: z.string(),
    rank: z.coerce.number().int(),
    value: z.union([z.string(), z.number(), z.date(), z.bigint().transform(Number)]),
  }),
);
type FoundRow = z.infer<typeof foundRows>[number];

const cursorSchema = z.tuple([z.string(), z.number().int(), z.union([z.string(), z.number()]), z.string().min(1)]);
type RunCursor = { readonly rank: number; readonly value: string | number | Date; readonly id: string };

/** The part of the list that a run stands in: pinned, going on, or the rest. */
export function rankOf(floating: { readonly pinned: ReadonlySet<string> } | undefined): Prisma.Sql {
  if (floating === undefined) return Prisma.sql`0`;
  const pinned =
    floating.pinned.size === 0 ? Prisma.sql`1 = 0` : Prisma.sql`"id" IN (${Prisma.join([...floating.pinned])})`;
  return Prisma.sql`CASE WHEN ${pinned} THEN 0
    WHEN "state" IN ('running', 'pausing', 'cancelling', 'queued') THEN 1 ELSE 2 END`;
}

/** What is unknown is less than everything. */
export function orderValue(kind: DatabaseKind, by: RunOrder["by"]): Prisma.Sql {
  switch (by) {
    case "started":
      return Prisma.sql`COALESCE("startedAt", "createdAt")`;
    case "name":
      return kind === "sqlite" ? Prisma.sql`fold_case("name")` : Prisma.sql`lower("name")`;
    case "duration":
      return Prisma.sql`"activeMs"`;
    case "cost":
      return Prisma.sql`COALESCE(${summaryNumber(kind, "costUsd")}, -1)`;
    case "passRate": {
      const passed = summaryNumber(kind, "passed");
      const failed = summaryNumber(kind, "failed");
      return Prisma.sql`COALESCE(1.0 * ${passed} / NULLIF(${passed} + ${failed}, 0), -1)`;
    }
  }
}

export function modelOf(kind: DatabaseKind): Prisma.Sql {
  return kind === "sqlite"
    ? Prisma.sql`json_extract("config", '$.target.model')`
    : Prisma.sql`("config"::jsonb #>> '{target,model}')`;
}

function summaryNumber(kind: DatabaseKind, field: "costUsd" | "passed" | "failed"): Prisma.Sql {
  return Prisma.raw(
    kind === "sqlite" ? `json_extract("summary", '$.${field}')` : `("summary"::jsonb ->> '${field}')::double precision`,
  );
}

/** The rows that come after the cursor's. */
export function afterCursor(cursor: RunCursor, { rank, value }: Keys, order: RunOrder): Prisma.Sql {
  const beyond = Prisma.raw(order.descending ? "<" : ">");
  return Prisma.sql`(${rank} > ${cursor.rank} OR (${rank} = ${cursor.rank} AND (${value} ${beyond} ${cursor.value}
    OR (${value} = ${cursor.value} AND "id" < ${cursor.id}))))`;
}

export function writeRunCursor({ id, rank, value }: FoundRow, order: RunOrder): string {
  const plain = value instanceof Date ? value.toISOString() : value;
  return Buffer.from(JSON.stringify([orderName(order), rank, plain, id])).toString("base64url");
}

/** @throws DomainError invalid-input where no page of this order gave it */
export function readRunCursor(cursor: string, order: RunOrder): RunCursor {
  try {
    const [name, rank, value, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (name !== orderName(order)) throw new RangeError(`the cursor is of the order ${name}`);
    return { rank, id, value: order.by === "started" ? new Date(value) : value };
  } catch (cause) {
    const issue = { path: "cursor", message: "cursor must be the nextCursor of the page before" };
    throw new DomainError("invalid-input", issue.message, [issue], { cause });
  }
}

function orderName({ by, descending }: RunOrder): string {
  return `${descending ? "-" : ""}${by}`;
}
