import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { sqliteDatabase } from "@/tests/support/test-database";

const GROWTH_LIMIT_BYTES = 200_000_000;

it.each(["csv", "jsonl", "json"])(
  "100,000 rows of %s are imported without the process growing by more than 200 MB",
  async (format) => {
    const database = await sqliteDatabase();
    const args = ["--import", "tsx", "tests/support/import-process.ts", database.url, format, "100000"];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { cases, growthBytes } = JSON.parse(stdout) as { cases: number; growthBytes: number };
    await database.drop();
    expect(cases).toBe(100_000);
    expect(growthBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
  },
  180_000,
);
