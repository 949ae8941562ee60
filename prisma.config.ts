import path from "node:path";
import { defineConfig } from "prisma/config";

// The command line tool asks for a native engine binary; ours runs the official engine as WebAssembly instead.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.resolve("scripts/schema-engine.shim.mjs");

const url = process.env.DATABASE_URL ?? "file:./data/evalpace.db";
const provider = url.startsWith("postgres") ? "postgresql" : "sqlite";

export default defineConfig({
  schema: `prisma/${provider}`,
  migrations: { path: `prisma/${provider}/migrations` },
  datasource: { url },
});
