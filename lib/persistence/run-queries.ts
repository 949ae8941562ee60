import { z } from "zod";
import { isTerminal, RUN_STATES, type RunState } from "@/lib/core/runs/run-state";
import { type InLine, WAITING_STATES } from "@/lib/core/scheduling/run-queue";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { Prisma } from "./generated/sqlite/client";
import { containsText } from "./json-rows";
import type { Database, DatabaseKind } from "./prisma-client";
import {
  afterCursor,
  foundRows,
  modelOf,
  orderValue,
  type RunOrder,
  rankOf,
  readRunCursor,
  writeRunCursor,
} from "./run-order";
import { toRunRecord } from "./run-row";

export interface RunFilter {
  readonly workspaceId: string;
  /** In the name, upper and lower case alike. */
  readonly q?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly providerIds?: readonly string[] | undefined;
  readonly models?: readonly string[] | undefined;
  readonly datasetIds?: readonly string[] | undefined;
  /** `slug` for any version of the preset, or `slug@n`. */
  readonly presets?: readonly string[] | undefined;
  readonly groupId?: string | undefined;
  /** Epoch ms: from then on, and up to then without that moment itself. */
  readonly createdSince?: number | undefined;
  readonly createdBefore?: number | undefined;
  /** Names of those who launched them. */
  readonly createdBy?: readonly string[] | undefined;
  /** Absent: the newest first. */
  readonly order?: RunOrder | undefined;
  /** These first, then the runs that are going on, then the others. */
  readonly floating?: { readonly pinned: ReadonlySet<string> } | undefined;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}
export interface RunPage {
  readonly items: RunRecord[];
  readonly nextCursor: string | null;
}

/** See RunStore.list. */
export async function listRuns(db: Database, filter: RunFilter): Promise<RunPage> {
  const order = filter.order ?? { by: "started", descending: true };
  const keys = { rank: rankOf(filter.floating), value: orderValue(db.kind, order.by) };
  const conditions = runConditions(db.kind, filter);
  if (filter.cursor !== undefined) conditions.push(afterCursor(readRunCursor(filter.cursor, order), keys, order));
  const direction = Prisma.raw(order.descending ? "DESC" : "ASC");
  return db.read(async (client) => {
    const found = foundRows.parse(
      await client.$queryRaw`SELECT "id", ${keys.rank} AS "rank", ${keys.value} AS "value" FROM "Run"
        WHERE ${Prisma.join(conditions, " AND ")}
        ORDER BY "rank" ASC, "value" ${direction}, "id" DESC LIMIT ${filter.limit + 1}`,
    );
    const page = found.slice(0, filter.limit);
    const rows = await client.run.findMany({ where: { id: { in: page.map((row) => row.id) } } });
    const place = new Map(page.map((row, at) => [row.id, at]));
    const items = rows.map(toRunRecord).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    const last = page.at(-1);
    const more = found.length > filter.limit && last !== undefined;
    return { items, nextCursor: more ? writeRunCursor(last, order) : null };
  });
}

function runConditions(kind: DatabaseKind, filter: RunFilter): Prisma.Sql[] {
  const conditions = [Prisma.sql`"workspaceId" = ${filter.workspaceId}`];
  if (filter.q) conditions.push(containsText(kind, `"name"`, filter.q));
  if (filter.createdSince !== undefined) conditions.push(Prisma.sql`"createdAt" >= ${new Date(filter.createdSince)}`);
  if (filter.createdBefore !== undefined) conditions.push(Prisma.sql`"createdAt" < ${new Date(filter.createdBefore)}`);
  if (filter.groupId !== undefined) conditions.push(Prisma.sql`"groupId" = ${filter.groupId}`);
  const lists = [
    [Prisma.sql`"state"`, filter.states],
    [Prisma.sql`"providerId"`, filter.providerIds],
    [Prisma.sql`"datasetId"`, filter.datasetIds],
    [modelOf(kind), filter.models],
    [Prisma.sql`"createdBy"`, filter.createdBy],
  ] as const;
  for (const [column, values] of lists) {
    if (values?.length) conditions.push(Prisma.sql`${column} IN (${Prisma.join([...values])})`);
  }
  if (filter.presets?.length) {
    const any = filter.presets.map((preset) => Prisma.sql`"preset" = ${preset} OR "preset" LIKE ${`${preset}@%`}`);
    conditions.push(Prisma.sql`(${Prisma.join(any, " OR ")})`);
  }
  return conditions;
}

/** Runs over a dataset, and when the newest of them was made (epoch ms). */
export interface DatasetUse {
  readonly runs: number;
  readonly lastAt: number;
}

export async function datasetUses(db: Database, workspaceId: string): Promise<Map<string, DatasetUse>> {
  const groups = await db.read((client) =>
    client.run.groupBy({
      by: ["datasetId"],
      where: { workspaceId },
      _count: { _all: true },
      _max: { createdAt: true },
    }),
  );
  return new Map(
    groups.map(({ datasetId, _count, _max }) => [
      datasetId,
      { runs: _count._all, lastAt: _max.createdAt?.getTime() ?? 0 },
    ]),
  );
}

/** Runs of a preset's version that are not over yet, and that are. */
export interface PresetUse {
  readonly live: number;
  readonly over: number;
}

export async function presetUses(db: Database, workspaceId: string): Promise<Map<string, PresetUse>> {
  const groups = await db.read((client) =>
    client.run.groupBy({
      by: ["preset", "state"],
      where: { workspaceId, preset: { not: null } },
      _count: { _all: true },
    }),
  );
  const uses = new Map<string, PresetUse>();
  for (const { preset, state, _count } of groups) {
    if (preset === null) continue;
    const { live, over } = uses.get(preset) ?? { live: 0, over: 0 };
    const more = isTerminal(z.enum(RUN_STATES).parse(state))
      ? { live: 0, over: _count._all }
      : { live: _count._all, over: 0 };
    uses.set(preset, { live: live + more.live, over: over + more.over });
  }
  return uses;
}

export async function recentRunsOfPreset(
  db: Database,
  workspaceId: string,
  slug: string,
  limit: number,
): Promise<RunRecord[]> {
  const rows = await db.read((client) =>
    client.run.findMany({
      where: { workspaceId, preset: { startsWith: `${slug}@` } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
    }),
  );
  return rows.map(toRunRecord);
}

/** See RunStore.waiting. */
export async function waitingRuns(db: Database): Promise<InLine[]> {
  const rows = await db.read((client) =>
    client.run.findMany({
      where: { state: { in: [...WAITING_STATES] } },
      select: { id: true, state: true, createdAt: true },
    }),
  );
  return rows.map(({ id, state, createdAt }) => ({
    id,
    state: z.enum(RUN_STATES).parse(state),
    createdAt: createdAt.getTime(),
  }));
}

/** See RunStore.countByState. */
export async function countRunsByState(db: Database, workspaceId: string): Promise<Map<RunState, number>> {
  const groups = await db.read((client) =>
    client.run.groupBy({ by: ["state"], where: { workspaceId }, _count: { _all: true } }),
  );
  return new Map(groups.map((group) => [z.enum(RUN_STATES).parse(group.state), group._count._all]));
}
