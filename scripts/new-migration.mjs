#!/usr/bin/env node
// node scripts/new-migration.mjs <name>: writes the SQL for both databases from the model files. Never asks, never touches data.
// PostgreSQL is needed for its half: SHADOW_DATABASE_URL names a server where a scratch database may be made and dropped.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

const name = (process.argv[2] ?? "").replace(/\W+/g, "_");
if (name === "") {
  console.error("usage: node scripts/new-migration.mjs <name>");
  process.exit(2);
}
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const scratch = ".scratch-migration.db";
const urls = {
  sqlite: `file:./${scratch}`,
  postgresql: process.env.SHADOW_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres",
};

for (const [provider, url] of Object.entries(urls)) {
  const dir = `prisma/${provider}/migrations`;
  mkdirSync(dir, { recursive: true });
  writeFileSync(`${dir}/migration_lock.toml`, `provider = "${provider}"\n`);
  const diff = spawnSync(
    process.execPath,
    [
      "node_modules/prisma/build/index.js",
      "migrate",
      "diff",
      "--from-migrations",
      dir,
      "--to-schema",
      `prisma/${provider}`,
      "--script",
      "--exit-code",
    ],
    { encoding: "utf8", env: { ...process.env, DATABASE_URL: url } },
  );
  if (diff.status === 0) {
    console.log(`${provider}: no change`);
    continue;
  }
  // 2 is "there is a difference"; all else is a failure.
  if (diff.status !== 2) {
    console.error(`${provider}: ${diff.stdout}${diff.stderr}`);
    process.exit(1);
  }
  const target = `${dir}/${stamp}_${name}`;
  mkdirSync(target, { recursive: true });
  writeFileSync(`${target}/migration.sql`, `${diff.stdout.trim()}\n`);
  console.log(`${provider}: ${target}`);
}
for (const suffix of ["", "-wal", "-shm"]) rmSync(scratch + suffix, { force: true });
