#!/usr/bin/env node
// Brings a fresh clone to a state in which it can start, develop or test. Needs no packages; does only what is stale.
import "./check-node.mjs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { findChromium, installChromium } from "./chromium.mjs";
import { environmentFaults, refuse } from "./environment.mjs";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
const goal = process.argv[2] ?? "start";
const begun = Date.now();
const say = (text) => console.log(`[setup ${((Date.now() - begun) / 1000).toFixed(1)} s] ${text}`);

function filesBelow(entry) {
  if (!existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry)
    .sort()
    .filter((name) => name !== "generated")
    .flatMap((name) => filesBelow(path.join(entry, name)));
}

function hashOf(entries) {
  const hash = createHash("sha256").update(process.version);
  for (const file of entries.flatMap(filesBelow))
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (status === 0) return;
  refuse(`${[command, ...args].join(" ")} failed${error === undefined ? "" : `: ${error.message}`}; see above.`);
}

/** Does the work unless the same inputs led to these outputs before. */
function step(name, stamp, inputs, outputs, work) {
  const wanted = hashOf(inputs);
  const unchanged = existsSync(stamp) && outputs.every((file) => existsSync(file));
  if (unchanged && readFileSync(stamp, "utf8") === wanted) return;
  say(name);
  work(wanted);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** True where node_modules holds what the lock names, and its native part loads in this Node. */
function packagesInstalled() {
  const installedLock = "node_modules/.package-lock.json";
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  const wanted = Object.entries(JSON.parse(readFileSync("package-lock.json", "utf8")).packages);
  const missing = wanted.some(
    ([where, { version, optional, devOptional }]) =>
      where !== "" && !optional && !devOptional && installed[where]?.version !== version,
  );
  if (missing) return false;
  try {
    const Database = createRequire(import.meta.url)("better-sqlite3");
    new Database(":memory:").close();
    return true;
  } catch {
    // Built for another Node, or not built: installing again builds it.
    return false;
  }
}

function installPackages() {
  say("installing packages (a minute or two the first time)");
  const prefix = path.resolve(process.execPath, "../..");
  const localHeaders = existsSync(path.join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
  // Where no prebuilt SQLite driver can be had it is compiled; -O1 halves that and makes no difference to its speed here.
  const flags = { CFLAGS: process.env.CFLAGS ?? "-O1", CXXFLAGS: process.env.CXXFLAGS ?? "-O1" };
  run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { ...flags, ...localHeaders });
}

/** Both schema folders link to the one set of models. A copy that keeps no links has a plain file there instead. */
function mendModelLinks() {
  for (const link of ["prisma/sqlite/models", "prisma/postgresql/models"]) {
    if (statSync(link, { throwIfNoEntry: false })?.isDirectory()) continue;
    rmSync(link, { force: true });
    symlinkSync("../models", link, "dir");
  }
}

function generateClients() {
  mendModelLinks();
  const outputs = ["sqlite", "postgresql"].map((kind) => `lib/persistence/generated/${kind}/client.ts`);
  step(
    "generating database clients",
    "node_modules/.cache/evalpace/generate",
    ["prisma", "prisma.config.ts", "package-lock.json"],
    outputs,
    () => {
      for (const kind of ["sqlite", "postgresql"]) {
        run(process.execPath, ["node_modules/prisma/build/index.js", "generate", "--schema", `prisma/${kind}`], {
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
        });
      }
    },
  );
}

function build() {
  if (!existsSync("app/layout.tsx")) return;
  const inputs = [
    "app",
    "components",
    "lib",
    "public",
    "prisma/models",
    "instrumentation.ts",
    "instrumentation-client.ts",
    "proxy.ts",
    "next.config.js",
  ];
  step(
    "building",
    ".next/evalpace-build",
    [...inputs, "postcss.config.mjs", "tsconfig.json", "package-lock.json"],
    [".next/BUILD_ID"],
    (inputsHash) => {
      run(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
        EVALPACE_BUILD: inputsHash.slice(0, 16),
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
      });
    },
  );
}

function provideChromium() {
  if (findChromium() !== null) return;
  say("installing Chromium for the browser tests");
  if (installChromium(root) !== null) return;
  refuse("no Chromium was found and none could be installed. Install one and set CHROMIUM_PATH to its program file.");
}

if (goal !== "test") {
  const faults = environmentFaults(process.env);
  if (faults.length > 0) refuse(...faults);
}
if (!packagesInstalled()) installPackages();
generateClients();
const browserTests = goal === "test" && existsSync("tests/config/playwright.config.ts");
if (goal === "start" || browserTests) build();
if (browserTests) provideChromium();
