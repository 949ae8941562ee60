import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "@/scripts/migrate.mjs";

let folder: string;
let dir: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "evalpace-migrations-"));
  dir = path.join(folder, "migrations");
  url = `file:${path.join(folder, "test.db")}`;
  cpSync("prisma/sqlite/migrations", dir, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addMigration(name: string, sql: string) {
  mkdirSync(path.join(dir, name));
  writeFileSync(path.join(dir, name, "migration.sql"), sql);
}

function tables(): string[] {
  const db = new BetterSqlite3(url.slice("file:".length));
  const rows = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  db.close();
  return rows.map(String);
}

describe("migrations", () => {
  it("are applied once, and later ones when they come", async () => {
    expect(await migrate({ url, dir })).not.toEqual([]);
    expect(await migrate({ url, dir })).toEqual([]);
    addMigration("29990101000000_more", "CREATE TABLE more (id TEXT)");
    expect(await migrate({ url, dir })).toEqual(["29990101000000_more"]);
    expect(tables()).toContain("more");
  });

  it("are applied by one of several processes that start at once", async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate({ url, dir })));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it("leave nothing behind where one of them fails", async () => {
    await migrate({ url, dir });
    addMigration("29990101000000_good", "CREATE TABLE good (id TEXT)");
    addMigration("29990101000001_bad", "CREATE TABLE good (id TEXT)");
    await expect(migrate({ url, dir })).rejects.toThrow(/29990101000001_bad/);
    expect(tables()).not.toContain("good");
  });

  it("refuse a database that a newer version made, or history that was changed", async () => {
    addMigration("29990101000000_newer", "CREATE TABLE newer (id TEXT)");
    await migrate({ url, dir });
    appendFileSync(path.join(dir, "29990101000000_newer", "migration.sql"), "-- edited");
    await expect(migrate({ url, dir })).rejects.toThrow(/changed after they were applied: 29990101000000_newer/);
    rmSync(path.join(dir, "29990101000000_newer"), { recursive: true });
    await expect(migrate({ url, dir })).rejects.toThrow(/ahead of this code: 29990101000000_newer/);
  });

  it("lead to the models as they are written down", () => {
    const cli = ["node_modules/prisma/build/index.js", "migrate", "diff", "--exit-code"];
    const sides = ["--from-migrations", "prisma/sqlite/migrations", "--to-schema", "prisma/sqlite"];
    const diff = spawnSync(process.execPath, [...cli, ...sides], {
      encoding: "utf8",
      env: { ...process.env, DATABASE_URL: url },
    });
    expect(`${diff.stdout}`).toContain("No difference detected");
    expect(diff.status).toBe(0);
  });
});
