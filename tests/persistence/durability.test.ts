import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStores } from "@/lib/persistence/open-stores";
import { type Database, openDatabase } from "@/lib/persistence/prisma-client";
import { batch, finished, storeDataset, storeRun } from "@/tests/support/stored-rows";
import { sqliteDatabase, type TestDatabase } from "@/tests/support/test-database";

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await sqliteDatabase();
  db = openDatabase(database.url);
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

const workspace = (id: string) => ({ data: { id, name: id, createdAt: new Date(0) } });

/** What is really on disk, asked through a connection of its own. */
async function idsOnDisk(): Promise<string[]> {
  const other = openDatabase(database.url);
  const rows = await other.read((client) => client.workspace.findMany({ orderBy: { id: "asc" } }));
  await other.close();
  return rows.map((row) => row.id);
}

describe("a write that was acknowledged", () => {
  it("stays when it was made while a transaction was open that rolled back", async () => {
    let outside: Promise<unknown> = Promise.resolve();
    let seen = -1;
    const rolledBack = db.transaction(async (tx) => {
      await tx.workspace.create(workspace("inside"));
      outside = db.read((client) => client.workspace.create(workspace("outside")));
      seen = await db.read((client) => client.workspace.count());
      throw new Error("changed my mind");
    });
    await expect(rolledBack).rejects.toThrow("changed my mind");
    await outside;
    // Reads go on meanwhile and see only what is committed.
    expect(seen).toBe(0);
    expect(await idsOnDisk()).toEqual(["outside"]);
  });

  it("stays after a COMMIT that failed", async () => {
    // A violated key that is only checked at the end makes COMMIT itself fail and leaves the transaction open.
    const failing = db.transaction(async (tx) => {
      await tx.workspace.create(workspace("lost"));
      await tx.$executeRawUnsafe("PRAGMA defer_foreign_keys = ON");
      await tx.pool.create({ data: { id: "p", providerId: "nowhere", model: "*", limits: "{}", origin: "custom" } });
    });
    await expect(failing).rejects.toThrow();
    await db.read((client) => client.workspace.create(workspace("after")));
    await db.transaction((tx) => tx.workspace.create(workspace("later")));
    expect(await idsOnDisk()).toEqual(["after", "later"]);
  });

  it("stays, and transactions lose no update, when many run at once", async () => {
    await db.read((client) => client.engineLease.create({ data: { id: "counter", owner: "x", expiresAt: 0 } }));
    const counting = Array.from({ length: 30 }, () =>
      db.transaction(async (tx) => {
        const { expiresAt } = await tx.engineLease.findUniqueOrThrow({ where: { id: "counter" } });
        await tx.engineLease.update({ where: { id: "counter" }, data: { expiresAt: expiresAt + 1 } });
      }),
    );
    const plain = Array.from({ length: 30 }, (_, at) =>
      db.read((client) => client.workspace.create(workspace(`w${at}`))),
    );
    await Promise.all([...counting, ...plain]);
    const row = await db.read((client) => client.engineLease.findUniqueOrThrow({ where: { id: "counter" } }));
    expect(row.expiresAt).toBe(30);
    expect(await idsOnDisk()).toHaveLength(30);
  });

  it("stays when two processes write at once", async () => {
    await db.read((client) => client.engineLease.create({ data: { id: "counter", owner: "x", expiresAt: 0 } }));
    const run = promisify(execFile);
    const ends = await Promise.all(
      ["a", "b"].map((name) =>
        run(process.execPath, ["--import", "tsx", "tests/support/writer-process.ts", database.url, name, "100", "60"]),
      ),
    );
    const told = { written: 100, counted: 60 };
    expect(ends.map(({ stdout }) => JSON.parse(stdout))).toEqual([told, told]);
    expect(await idsOnDisk()).toHaveLength(200);
    const row = await db.read((client) => client.engineLease.findUniqueOrThrow({ where: { id: "counter" } }));
    expect(row.expiresAt).toBe(120);
  }, 60_000);
});

describe("the event loop", () => {
  it("runs between writes that follow each other without a pause", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    for (let at = 0; at < 200; at += 1) await db.read((client) => client.workspace.create(workspace(`w${at}`)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});

describe("a full disk", () => {
  it("fails a batch with a sentence, writes nothing of it, and is got over when there is space again", async () => {
    const roomy = openStores({ databaseUrl: database.url, dataDir: "." });
    const run = await storeRun(roomy, 20);
    const [{ page_count: pages }] = (await db.read((client) => client.$queryRaw`SELECT * FROM pragma_page_count`)) as [
      { page_count: number },
    ];
    const full = openStores({ databaseUrl: database.url, dataDir: ".", sqlite: { maxPages: Number(pages) + 2 } });
    const large = batch(Array.from({ length: 10 }, (_, ord) => finished(ord, { output: "x".repeat(10_000) })));
    await expect(full.runs.write(run.id, large)).rejects.toMatchObject({
      name: "DomainError",
      code: "unavailable",
      message: expect.stringMatching(/disk .* is full/),
    });
    await expect(storeDataset(full, "w", 5000)).rejects.toMatchObject({ code: "unavailable" });
    expect(await full.runs.get(run.id)).toEqual(run);
    expect(await full.runs.pendingCases(run.id, -1, 100)).toHaveLength(20);
    await full.close();
    await roomy.runs.write(run.id, large);
    expect(await roomy.cases.count(run.id, { states: ["done"] })).toBe(10);
    await roomy.close();
  });
});

describe("a database that cannot be used", () => {
  it("is told in a sentence", async () => {
    const nowhere = openStores({ databaseUrl: "file:/nowhere/at/all.db", dataDir: "." });
    await expect(nowhere.ping()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("DATA_DIR"),
    });
    const gone = openStores({ databaseUrl: "postgresql://nobody@127.0.0.1:1/none", dataDir: "." });
    await expect(gone.ping()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("DATABASE_URL"),
    });
    const nameless = openStores({ databaseUrl: "postgresql://postgres@127.0.0.1:1/none", dataDir: "." });
    await expect(nameless.workspaces.list()).rejects.toMatchObject({ code: "unavailable" });
    await nameless.close();
    await gone.close();
  });
});
