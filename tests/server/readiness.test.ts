import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Container, createContainer } from "@/lib/server/container";
import { readEnvironment } from "@/lib/server/env";
import { migrate } from "@/scripts/migrate.mjs";

const dataDir = mkdtempSync(path.join(tmpdir(), "evalpace-readiness-"));
const file = path.join(dataDir, "test.db");
const url = `file:${file}`;
const settings = readEnvironment({ DATA_DIR: dataDir, DATABASE_URL: url, LOG_LEVEL: "silent" });

let first: Container;
beforeAll(async () => {
  await migrate({ url, dir: path.resolve("prisma/sqlite/migrations") });
  first = await createContainer(settings);
});
afterAll(async () => {
  await first.stop(0);
  rmSync(dataDir, { recursive: true, force: true });
});

function sql(text: string): void {
  const db = new Database(file);
  try {
    db.exec(text);
  } finally {
    db.close();
  }
}

describe("a process is ready", () => {
  it("once its engine has started", async () => {
    await expect(first.readiness()).rejects.toMatchObject({ code: "unavailable", message: /engine has not started/ });
    await first.start();
    await vi.waitFor(async () => expect(await first.readiness()).toBe("active"));
  });

  it("to serve pages while another runs the engine, and says so", async () => {
    const second = await createContainer(settings);
    await second.start();
    expect(await second.readiness()).toBe("standby");
    const { text } = await second.telemetry.expose();
    expect(text).toMatch(/^evalpace_engine_active 0$/m);
    expect(text).toMatch(/^evalpace_store_up 1$/m);
    await second.stop(0);
    expect(await first.readiness()).toBe("active");
  });

  it("not on a database that lacks a migration, nor on one of a newer version", async () => {
    sql(`UPDATE "_prisma_migrations" SET "finished_at" = NULL WHERE "migration_name" LIKE '%_init'`);
    await expect(first.readiness()).rejects.toMatchObject({ code: "unavailable", message: /lacks \d+_init/ });
    sql(`UPDATE "_prisma_migrations" SET "finished_at" = current_timestamp`);
    expect(await first.readiness()).toBe("active");
    sql(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name") VALUES ('x', 'x', current_timestamp, '2999_later')`,
    );
    await expect(first.readiness()).rejects.toMatchObject({
      code: "unavailable",
      message: /newer Evalpace \(2999_later\)/,
    });
    sql(`DELETE FROM "_prisma_migrations" WHERE "id" = 'x'`);
  });
});
