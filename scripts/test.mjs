#!/usr/bin/env node
// Runs every check of the project and ends with the line "N passed, M failed"; each static check counts as one.
// node scripts/test.mjs [checks] [unit] [e2e]: without a name, all three.
import "./check-node.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findChromium } from "./chromium.mjs";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
const reports = mkdtempSync(path.join(os.tmpdir(), "evalpace-test-"));
const names = process.argv.slice(2);
const wants = (name) => names.length === 0 || names.includes(name);
const failures = [];
let passed = 0;
let failed = 0;

function fail(name, count = 1) {
  failed += count;
  failures.push(name);
}

function node(script, args, env = {}) {
  return (
    spawnSync(process.execPath, [script, ...args], { stdio: "inherit", env: { ...process.env, ...env } }).status ?? 1
  );
}

function staticCheck(name, script, args) {
  console.log(`\n── ${name}`);
  if (node(script, args) === 0) passed += 1;
  else fail(name);
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** Adds a suite's figures. A suite that ended badly without a failed test (a crash, an error while loading) failed once. */
function addSuite(name, status, report) {
  passed += report?.passed ?? 0;
  if (report !== null && report.failed > 0) fail(name, report.failed);
  else if (status !== 0 || report === null) fail(name);
}

function unitTests() {
  console.log("\n── unit and integration tests");
  const file = path.join(reports, "vitest.json");
  const status = node("node_modules/vitest/vitest.mjs", [
    "run",
    "--config=tests/config/vitest.config.ts",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const report = readReport(file);
  // A file that cannot be loaded has no tests to fail.
  const unloaded = report?.testResults.filter(
    (r) => r.status === "failed" && r.assertionResults.every((t) => t.status !== "failed"),
  ).length;
  addSuite("vitest", status, report && { passed: report.numPassedTests, failed: report.numFailedTests + unloaded });
}

function browserTests() {
  const config = "tests/config/playwright.config.ts";
  if (!existsSync(config)) return;
  console.log("\n── browser tests");
  const file = path.join(reports, "playwright.json");
  const status = node("node_modules/@playwright/test/cli.js", ["test", "--config", config, "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    CHROMIUM_PATH: findChromium() ?? "",
  });
  const stats = readReport(file)?.stats;
  addSuite("playwright", status, stats ? { passed: stats.expected + stats.flaky, failed: stats.unexpected } : null);
}

if (wants("checks")) {
  staticCheck("format and lint (biome)", "node_modules/@biomejs/biome/bin/biome", ["ci", "."]);
  staticCheck("types (tsc)", "node_modules/typescript/bin/tsc", ["--noEmit"]);
  staticCheck("dead code (knip)", "node_modules/knip/bin/knip.js", ["--config", "tests/config/knip.json"]);
}
if (wants("unit")) unitTests();
if (wants("e2e")) browserTests();

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) console.error(`\nfailed: ${failures.join(", ")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
