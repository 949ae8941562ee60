import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { openStores, type Stores } from "@/lib/persistence/open-stores";
import { migrate } from "@/scripts/migrate.mjs";

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A server where tests may make and drop databases. */
const POSTGRES = process.env.TEST_POSTGRES_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";

export interface TestDatabase {
  readonly kind: "sqlite" | "postgresql";
  readonly url: string;
  drop(): Promise<void>;
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function postgresMissing(): Promise<string | null> {
  try {
    await asAdmin("SELECT 1");
    return null;
  } catch (error) {
    return error instanceof AggregateError || error instanceof Error ? error.message : String(error);
  }
}

/** A migrated SQLite file in a directory of its own. */
export async function sqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), "evalpace-store-"));
  const url = `file:${path.join(folder, "test.db")}`;
  await migrate({ url, dir: path.resolve("prisma/sqlite/migrations") });
  return { kind: "sqlite", url, drop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })) };
}

/** A migrated PostgreSQL database of its own. */
export async function postgresDatabase(): Promise<TestDatabase> {
  const name = `evalpace_test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(`CREATE DATABASE "${name}"`);
  const url = new URL(POSTGRES);
  url.pathname = `/${name}`;
  await migrate({ url: url.href, dir: path.resolve("prisma/postgresql/migrations") });
  return { kind: "postgresql", url: url.href, drop: () => asAdmin(`DROP DATABASE "${name}" WITH (FORCE)`) };
}

const missing = await postgresMissing();
/** True where tests on PostgreSQL are to be skipped: no server is reachable, and CI does not insist on one. */
export const withoutPostgres = missing !== null && process.env.CI !== "true";

/**
 * Describes what the stores promise, on SQLite and on PostgreSQL. Without a PostgreSQL server its half is skipped,
 * except with CI=true, where it fails.
 */
export function describeOnBothDatabases(
  name: string,
  body: (stores: () => Stores, database: () => TestDatabase) => void,
) {
  const kinds = [
    { kind: "sqlite", make: sqliteDatabase, skip: false },
    { kind: "postgresql", make: postgresDatabase, skip: withoutPostgres },
  ];
  for (const { kind, make, skip } of kinds) {
    describe.skipIf(skip)(`${name} (${kind})`, () => {
      let database: TestDatabase;
      let stores: Stores;
      beforeAll(async () => {
        database = await make();
        stores = openStores({ databaseUrl: database.url, dataDir: "." });
      });
      afterAll(async () => {
        await stores?.close();
        await database?.drop();
      });
      body(
        () => stores,
        () => database,
      );
    });
  }
}
