// What the environment may say, checked without any package: setup looks at it before it installs anything.
// lib/server/env.ts checks the same in the server; tests/scripts/environment.test.ts holds the two together.
import path from "node:path";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"];
const isPort = (text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

const RULES = {
  PORT: [isPort, "PORT must be a whole number from 1 to 65535"],
  HOST: [(text) => !/[\s/]/.test(text), "HOST must be an address or host name, e.g. 127.0.0.1 or 0.0.0.0"],
  DATABASE_URL: [
    (text) => /^(file:.|postgres(ql)?:\/\/.)/.test(text),
    "DATABASE_URL must begin with file: (SQLite) or postgresql:// (PostgreSQL)",
  ],
  REDIS_URL: [(text) => /^rediss?:\/\//.test(text), "REDIS_URL must begin with redis:// or rediss://"],
  EVALPACE_SECRET: [
    (text) => text.length >= 16,
    "EVALPACE_SECRET must be 32 bytes as hex or base64, or a passphrase of at least 16 characters",
  ],
  LOG_LEVEL: [(text) => LOG_LEVELS.includes(text), `LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}`],
};

/** The others may hold a password. */
const SHOWN = new Set(["PORT", "HOST", "LOG_LEVEL"]);

/** One sentence for each variable that is wrong, naming it and what it accepts. An empty variable counts as absent. */
export function environmentFaults(env) {
  return Object.entries(RULES).flatMap(([name, [accepts, sentence]]) => {
    const text = env[name]?.trim() ?? "";
    if (text === "" || accepts(text)) return [];
    return [SHOWN.has(name) ? `${sentence}, and is ${JSON.stringify(text)}` : sentence];
  });
}

/** The settings with their defaults; paths are absolute. */
export function settings(env, root) {
  const given = (name, fallback) => env[name]?.trim() || fallback;
  const dataDir = path.resolve(root, given("DATA_DIR", "data"));
  const url = given("DATABASE_URL", `file:${path.join(dataDir, "evalpace.db")}`);
  const databaseUrl = url.startsWith("file:") ? `file:${path.resolve(root, url.slice("file:".length))}` : url;
  return { port: Number(given("PORT", "3000")), host: given("HOST", "127.0.0.1"), dataDir, databaseUrl };
}

/** Ends the process with one line for each fault. */
export function refuse(...sentences) {
  for (const sentence of sentences) console.error(`evalpace: ${sentence}`);
  process.exit(1);
}
