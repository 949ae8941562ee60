// Checks the settings, migrates the database and serves, all in this process: signals reach the server itself.
import "./check-node.mjs";
import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { environmentFaults, refuse, settings } from "./environment.mjs";

const root = path.resolve(import.meta.dirname, "..");
const mode = process.argv[2] === "dev" ? "dev" : "start";
process.chdir(root);

const faults = environmentFaults(process.env);
if (faults.length > 0) refuse(...faults);
const { port, host, dataDir, databaseUrl } = settings(process.env, root);

/** Like a recursive mkdir, which on some file systems (/proc) tries for ever. */
function makeDirectory(folder) {
  if (existsSync(folder)) return;
  makeDirectory(path.dirname(folder));
  mkdirSync(folder);
}

/** Makes the directories that are written to, and proves that they can be. */
function prepareDirectories() {
  try {
    makeDirectory(dataDir);
    accessSync(dataDir, constants.W_OK);
    const probe = path.join(dataDir, `.write-probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    refuse(
      `DATA_DIR ${dataDir} cannot be written (${error.code ?? error.message}). Name a directory that this user may write to.`,
    );
  }
  if (!databaseUrl.startsWith("file:")) return;
  const folder = path.dirname(databaseUrl.slice("file:".length));
  try {
    makeDirectory(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    refuse(`DATABASE_URL names a file in ${folder}, which cannot be written (${error.code ?? error.message}).`);
  }
}

/** Ends with one line where the address cannot be listened on. */
async function checkAddress() {
  const server = net.createServer();
  const fault = await new Promise((resolve) => {
    server.once("error", resolve);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
  if (fault === null) return;
  const reasons = {
    EADDRINUSE: `PORT ${port} is taken by another program on ${host}. Stop it, or choose another: PORT=${port === 65_535 ? port - 1 : port + 1} npm start`,
    EACCES: `PORT ${port} may not be used by this user. Choose one above 1023.`,
  };
  refuse(
    reasons[fault.code] ??
      `HOST ${host} cannot be listened on (${fault.code ?? fault.message}). Use 127.0.0.1, or 0.0.0.0 for all interfaces.`,
  );
}

async function migrateDatabase() {
  const { migrate } = await import("./migrate.mjs");
  const kind = databaseUrl.startsWith("file:") ? "sqlite" : "postgresql";
  try {
    const applied = await migrate({ url: databaseUrl, dir: path.join(root, "prisma", kind, "migrations") });
    if (applied.length > 0) console.log(`database: applied ${applied.join(", ")}`);
  } catch (error) {
    // A connection refused on several addresses comes as an AggregateError without a message.
    const reason = error.message || error.errors?.[0]?.message || error.code || String(error);
    refuse(`the database of DATABASE_URL (${withoutPassword(databaseUrl)}) cannot be used: ${reason.split("\n")[0]}`);
  }
}

function withoutPassword(url) {
  return url.replace(/(:\/\/[^:/@]+):[^@]*@/, "$1:…@");
}

/** Prints the address once the server answers. */
function announce() {
  const local = ["0.0.0.0", "::", "127.0.0.1", "::1", "localhost"].includes(host);
  const name = host.includes(":") ? `[${host}]` : host;
  const target = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : name;
  const ask = () =>
    fetch(`http://${target}:${port}/api/health`).then(
      () => console.log(`Evalpace is ready on http://${local ? "localhost" : name}:${port} (Ctrl+C stops it)`),
      () => setTimeout(ask, 100).unref(),
    );
  setTimeout(ask, 100).unref();
}

prepareDirectories();
await checkAddress();
await migrateDatabase();

process.env.NODE_ENV = mode === "dev" ? "development" : "production";
process.env.NEXT_TELEMETRY_DISABLED ??= "1";
// The server stops its engine first and then exits; Next's own handler would not wait for that.
process.env.NEXT_MANUAL_SIG_HANDLE = "1";
process.env.DATA_DIR = dataDir;
process.env.DATABASE_URL = databaseUrl;
process.env.PORT = String(port);
process.env.HOST = host;
process.argv = [process.argv[0], process.argv[1], mode, "-p", String(port), "-H", host];
announce();
await import("next/dist/bin/next");
