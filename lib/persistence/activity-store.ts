import { z } from "zod";
import type { ActivityKind, ActivityObjectKind, ActivitySource } from "@/lib/core/activity";
import { DomainError } from "@/lib/core/errors";
import { type ActivityRow, activityRow } from "./activity-row";
import { activitySources } from "./activity-sources";
import { type ActivityValues, changedValues } from "./activity-values";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { Database, Transaction } from "./prisma-client";
import { storableText, storableTextOrNull } from "./stored-text";

/** Something that was done, to be kept. `at` is epoch ms. */
export interface NewActivity {
  readonly id: string;
  readonly workspaceId: string;
  readonly at: number;
  readonly actor: string;
  readonly source: ActivitySource;
  readonly kind: ActivityKind;
  /** In the past tense: `paused`. */
  readonly action: string;
  readonly object: { readonly kind: ActivityObjectKind; readonly id: string; readonly name: string };
  /** What became of what, in words; null where the action says it all. */
  readonly change: string | null;
  readonly reason: string | null;
}
/** `values`: what was there before and after, where the change has no words yet. */
export interface ActivityRecord extends Omit<NewActivity, "source"> {
  /** Null where nobody noted it. */
  readonly source: ActivitySource | null;
  readonly values: ActivityValues | null;
}
export interface ActivityFilter {
  readonly workspaceId: string;
  readonly kinds?: readonly ActivityKind[] | undefined;
  readonly object?: { readonly kind: ActivityObjectKind; readonly id: string } | undefined;
  /** The whole name. */
  readonly actor?: string | undefined;
  /** In the object's name or id, the actor, the change in words or the reason, upper and lower case alike. */
  readonly q?: string | undefined;
  /** Epoch ms. */
  readonly since?: number | undefined;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}
export interface ActivityPage {
  readonly items: ActivityRecord[];
  readonly nextCursor: string | null;
}

const rowsSchema = z.array(activityRow);
const cursorSchema = z.tuple([z.number(), z.string().min(1)]);

/** Adds one line to the record; inside a transaction where what it tells of is written there. */
export async function addActivity(client: Pick<Transaction, "activity">, activity: NewActivity): Promise<void> {
  const { object, ...rest } = activity;
  await client.activity.create({
    data: {
      ...rest,
      actor: storableText(activity.actor),
      objectKind: object.kind,
      objectId: object.id,
      objectName: storableText(object.name),
      change: storableTextOrNull(activity.change),
      reason: storableTextOrNull(activity.reason),
    },
  });
}

/** Who did what, of everything on record. Append-only. */
export class ActivityStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(activity: NewActivity): Promise<void> {
    return this.#db.read((client) => addActivity(client, activity));
  }

  /** Newest first. @throws DomainError invalid-input for a cursor that no page gave */
  async page(filter: ActivityFilter): Promise<ActivityPage> {
    const sources = activitySources(this.#db.kind, filter.workspaceId);
    const where = conditionsOf(this.#db, filter);
    return this.#db.read(async (client) => {
      const found = rowsSchema.parse(
        await client.$queryRaw`SELECT * FROM ${sources} AS a WHERE ${Prisma.join(where, " AND ")}
          ORDER BY "at" DESC, "id" DESC LIMIT ${filter.limit + 1}`,
      );
      const rows = found.slice(0, filter.limit);
      const values = await changedValues(client, rows);
      const last = rows.at(-1);
      return {
        items: rows.map((row) => toRecord(row, filter.workspaceId, values.get(row.id) ?? null)),
        nextCursor: found.length > filter.limit && last !== undefined ? writeCursor(last) : null,
      };
    });
  }

  /** Everybody who ever did something, by name. */
  async actors(workspaceId: string): Promise<string[]> {
    const sources = activitySources(this.#db.kind, workspaceId);
    const rows = await this.#db.read(
      (client) => client.$queryRaw`SELECT DISTINCT "actor" FROM ${sources} AS a ORDER BY "actor" LIMIT 200`,
    );
    return z
      .array(z.object({ actor: z.string() }))
      .parse(rows)
      .map(({ actor }) => actor);
  }
}

function conditionsOf({ kind }: Database, filter: ActivityFilter): Prisma.Sql[] {
  const conditions = [Prisma.sql`1 = 1`];
  if (filter.kinds?.length) conditions.push(Prisma.sql`"kind" IN (${Prisma.join([...filter.kinds])})`);
  if (filter.object !== undefined) {
    conditions.push(Prisma.sql`"objectKind" = ${filter.object.kind}`, Prisma.sql`"objectId" = ${filter.object.id}`);
  }
  if (filter.actor !== undefined) conditions.push(Prisma.sql`"actor" = ${filter.actor}`);
  if (filter.q) {
    const q = filter.q;
    const columns = [`"objectName"`, `"objectId"`, `"actor"`, `"action"`, `"change"`, `"reason"`];
    conditions.push(
      Prisma.sql`(${Prisma.join(
        columns.map((column) => containsText(kind, column, q)),
        " OR ",
      )})`,
    );
  }
  if (filter.since !== undefined) conditions.push(Prisma.sql`"at" >= ${filter.since}`);
  if (filter.cursor !== undefined) {
    const [at, id] = readCursor(filter.cursor);
    conditions.push(Prisma.sql`("at" < ${at} OR ("at" = ${at} AND "id" < ${id}))`);
  }
  return conditions;
}

function toRecord(row: ActivityRow, workspaceId: string, values: ActivityValues | null): ActivityRecord {
  const { objectKind, objectId, objectName, detail: _, ...rest } = row;
  return { ...rest, workspaceId, object: { kind: objectKind, id: objectId, name: objectName }, values };
}

function writeCursor({ at, id }: ActivityRow): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

function readCursor(cursor: string): [number, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    const issue = { path: "cursor", message: "cursor must be the nextCursor of the page before" };
    throw new DomainError("invalid-input", issue.message, [issue], { cause });
  }
}
