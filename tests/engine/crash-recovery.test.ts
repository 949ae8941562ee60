import { spawn } from "node:child_process";
import type { Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import { type EvaluatorConfig, evaluatorConfigSchema } from "@/lib/core/scoring/evaluator-config";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { systemClock } from "@/lib/engine/system-clock";
import { builtInAnswers } from "@/lib/providers/simulated/answer-book";
import { hashText, seededChance } from "@/lib/providers/simulated/seeded-chance";
import { SimulatedProvider } from "@/lib/providers/simulated/simulated-provider";
import { createSimulatorServer } from "@/lib/providers/simulated/simulator-server";
import { sleep } from "@/lib/providers/simulated/sleep";
import { bundleProcess } from "@/tests/support/bundle-process";
import { arithmeticCases, openRealEngine } from "@/tests/support/real-engine";
import { postgresDatabase, sqliteDatabase, type TestDatabase, withoutPostgres } from "@/tests/support/test-database";

/** The moments are drawn from it; name another one (or that of a failure) to go through others. */
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
/** A life lasts up to so long from the moment in which the engine begins; results are written every half second. */
const LIFE_MOST_MS = 1100;
/** More than the lives before the last can write. */
const CASES = 600;

const settings = simulatedSettingsSchema.parse({ latencyMedianMs: 40, faults: { error500: 0.05, reset: 0.02 } });
let bundle: Awaited<ReturnType<typeof bundleProcess>>;
beforeAll(async () => {
  console.log(`CRASH_SEED=${SEED}`);
  bundle = await bundleProcess("tests/support/engine-process.ts");
});
afterAll(() => bundle?.remove());

/** The provider, which outlives every process that calls it, and counts. */
async function serveProvider() {
  const provider = new SimulatedProvider(settings, { clock: systemClock, answers: builtInAnswers, sleep });
  const server: Server = createSimulatorServer(provider, () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider listens on a port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    stats: () => provider.stats(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function startEngine(databaseUrl: string, baseUrl: string) {
  const child = spawn(process.execPath, [bundle.file, databaseUrl, baseUrl], { stdio: ["ignore", "pipe", "inherit"] });
  return {
    child,
    begins: new Promise((resolve) => child.stdout.once("data", resolve)),
    ended: new Promise<number | null>((resolve) => child.once("exit", resolve)),
  };
}

/** One run on one database, whose engine is killed again and again, and then let go on to the end. */
async function runThroughKills(
  database: TestDatabase,
  kills: number,
  name: string,
  evaluators?: readonly EvaluatorConfig[],
) {
  const provider = await serveProvider();
  const engine = await openRealEngine({ engineElsewhere: true, database });
  try {
    const runId = await engine.launch({
      cases: arithmeticCases(CASES),
      limits: { requestsPerSecond: 90, burst: 15, concurrency: 20, retry: { baseDelayMs: 20, attempts: 8 } },
      baseUrl: provider.baseUrl,
      ...(evaluators === undefined ? {} : { evaluators }),
    });
    const random = seededChance(SEED, hashText(name));
    for (let kill = 0; kill < kills; kill += 1) {
      const { child, begins, ended } = startEngine(engine.databaseUrl, provider.baseUrl);
      await begins;
      await pause(random() * LIFE_MOST_MS);
      child.kill("SIGKILL");
      // null: the kill ended it, and not its work.
      expect(await ended, `kill ${kill + 1} came while the run was at work`).toBeNull();
    }
    expect(await startEngine(engine.databaseUrl, provider.baseUrl).ended).toBe(0);
    const run = await engine.stores.runs.get(runId);
    if (run === null) throw new Error("the run is gone");
    const rows = [];
    for await (const chunk of engine.stores.cases.details(runId, {})) rows.push(...chunk);
    return { run, rows, requests: provider.stats().requests };
  } finally {
    provider.close();
    await engine.close();
    await database.drop();
  }
}

type Outcome = Awaited<ReturnType<typeof runThroughKills>>;

function expectEverythingOnce({ run, rows, requests }: Outcome): void {
  expect(run.state).toBe("finished");
  expect(run.summary).toMatchObject({ done: CASES, notScored: 0 });
  expect(new Set(rows.map((row) => row.caseId)).size).toBe(CASES);
  expect(rows).toHaveLength(CASES);
  expect(rows.every((row) => row.state === "done")).toBe(true);
  const passed = rows.filter((row) => row.result === "passed").length;
  expect(run.summary).toMatchObject({ passed, failed: CASES - passed });
  const byAttempts: Record<number, number> = {};
  for (const { attempts } of rows) {
    const own = attempts.filter(({ role }) => role === "target").length;
    byAttempts[own] = (byAttempts[own] ?? 0) + 1;
  }
  expect(run.summary.casesByAttempts).toEqual(byAttempts);
  // An answer that was lost with the process was asked for again: what is stored was sent, and perhaps more.
  const stored = rows.reduce((sum, { attempts }) => sum + attempts.length, 0);
  const judged = Object.values(run.summary.judges).reduce((sum, judge) => sum + totalAttempts(judge), 0);
  const counted = totalAttempts(run.summary) + judged;
  expect(counted).toBeGreaterThanOrEqual(stored);
  expect(requests).toBeGreaterThanOrEqual(counted);
}

describe.concurrent("a run whose process is killed at random moments", () => {
  // Five runs side by side, ten kills each: what takes time is starting processes.
  it("ends with every case exactly once and figures that fit its rows, after 50 kills", async () => {
    const runs = Array.from({ length: 5 }, async (_, i) => runThroughKills(await sqliteDatabase(), 10, `run ${i}`));
    for (const outcome of await Promise.all(runs)) expectEverythingOnce(outcome);
  }, 180_000);

  // By itself: its run makes twice the requests.
  it.sequential("with a judge keeps every answer that was written and every verdict, each counted once", async () => {
    const rubric = { prompt: "Expected: {{expected}}\nOutput: {{output}}", choices: { right: 1, wrong: 0 } };
    // The provider that answers judges as well, through the same pool.
    const judge = evaluatorConfigSchema.parse({ type: "judge", providerId: "prov_1", model: "sim", rubric });
    const outcome = await runThroughKills(await sqliteDatabase(), 5, "judged", [judge]);
    expectEverythingOnce(outcome);
    const { run, rows } = outcome;
    for (const { attempts, scores } of rows) {
      expect(attempts.filter(({ role, outcome: end }) => role === "target" && end === "ok")).toHaveLength(1);
      expect(scores).toHaveLength(1);
    }
    expect(run.summary.judges.judge).toMatchObject({ passed: run.summary.passed, failed: run.summary.failed });
  }, 180_000);

  it.skipIf(withoutPostgres)(
    "does so on PostgreSQL, too",
    async () => {
      expectEverythingOnce(await runThroughKills(await postgresDatabase(), 6, "postgresql"));
    },
    120_000,
  );
});
