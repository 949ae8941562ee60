import { z } from "zod";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { drawSample } from "@/lib/core/runs/draw-sample";
import type { RunSample } from "@/lib/core/runs/run-config";
import { Prisma } from "./generated/sqlite/client";
import { jsonRows } from "./json-rows";
import type { Database } from "./prisma-client";
import { parseJsonObject } from "./stored-json";

/** A case with what a template fills in. */
export interface LongestCase {
  readonly id: string;
  readonly vars: Record<string, Json>;
}

export interface LongestCasesQuery {
  readonly datasetId: string;
  readonly datasetCases: number;
  readonly sample: RunSample;
  /** Values that count, each as often as it is named. */
  readonly variables: readonly string[];
  readonly limit: number;
}

const rows = z.array(z.object({ caseId: z.string(), vars: z.string() }));
/** Cases of a random sample that are asked for in one statement. */
const SAMPLE_CHUNK = 20_000;

/** The cases of a sample with the most characters in the values named, longest first. The database looks, nothing is loaded. */
export async function longestCases(db: Database, query: LongestCasesQuery): Promise<LongestCase[]> {
  if (query.variables.length === 0) return [];
  const found: { length: number; item: LongestCase }[] = [];
  for (const within of sampleParts(db, query)) {
    const part = await db.read(
      (client) => client.$queryRaw`SELECT c."caseId" AS "caseId", c."vars" AS "vars"
      FROM "DatasetCase" c WHERE c."datasetId" = ${query.datasetId} ${within}
      ORDER BY ${lengthOf(db, query.variables)} DESC, c."ord" LIMIT ${query.limit}`,
    );
    for (const { caseId, vars } of rows.parse(part)) {
      const item = { id: caseId, vars: parseJsonObject(vars) };
      found.push({ length: query.variables.reduce((sum, name) => sum + characters(item.vars[name]), 0), item });
    }
  }
  return found
    .sort((a, b) => b.length - a.length)
    .slice(0, query.limit)
    .map(({ item }) => item);
}

function characters(value: Json | undefined): number {
  if (value === undefined || value === null) return 0;
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}

function lengthOf(db: Database, variables: readonly string[]): Prisma.Sql {
  const lengths = variables.map((name) =>
    db.kind === "sqlite"
      ? // A label that begins with $ would be a path.
        Prisma.sql`COALESCE(length(c."vars" ->> ${`$.${JSON.stringify(name)}`}), 0)`
      : Prisma.sql`COALESCE(length((c."vars"::json) ->> ${name}), 0)`,
  );
  return Prisma.join(lengths, " + ");
}

function sampleParts(db: Database, { datasetCases, sample }: LongestCasesQuery): Prisma.Sql[] {
  if (sample.kind === "all") return [Prisma.empty];
  if (sample.kind === "first") return [Prisma.sql`AND c."ord" < ${sample.n}`];
  const ords = drawSample(datasetCases, sample.n, sample.seed);
  const parts: Prisma.Sql[] = [];
  for (let at = 0; at < ords.length; at += SAMPLE_CHUNK) {
    const chunk = ords.slice(at, at + SAMPLE_CHUNK).map((ord) => ({ ord }));
    parts.push(Prisma.sql`AND c."ord" IN (SELECT j."ord" FROM ${jsonRows(db.kind, { ord: "int" }, chunk)})`);
  }
  return parts;
}
