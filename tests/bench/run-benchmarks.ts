/**
 * `npm run bench [rate] [wall] [overhead] [store] [--quick]`: what Evalpace promises, measured on this machine. Compare the
 * ratios, not the milliseconds. `npm run bench browser` measures the run page in Chromium against the built server; it takes
 * three quarters of an hour, so it is left out unless it is named. `npm run bench -- browser --minutes=3` watches for three
 * minutes instead of thirty, `--quick` for two.
 */
import { fork } from "node:child_process";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { GSM8K_ANSWERS } from "@/tests/support/real-engine";
import { measurePaint, measureWatch, type WatchResult } from "./browser";
import { LOOPS, type Loop, measureOverhead, type OverheadResult } from "./overhead";
import { rateTable } from "./rate";
import { gsm8kOverHttp, wallTable } from "./run-wall";
import { serveSimulator } from "./simulator-process";
import { measureStore } from "./store";

const quick = process.argv.includes("--quick");
const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const wants = (part: string) => named.length === 0 || named.includes(part);
const minutes = Number(process.argv.find((word) => word.startsWith("--minutes="))?.slice(10) ?? (quick ? 2 : 30));
if (!(minutes > 0)) throw new Error("--minutes= takes a number above 0");
/** A flood shows soon what it does. */
const LOG_MINUTES = 5;
const fixed = (n: number, digits = 2) => n.toFixed(digits);

async function main(): Promise<void> {
  // A child measures one loop, so that memory and warm-up are its own.
  const child = process.env.EVALPACE_BENCH_LOOP;
  if (child !== undefined) {
    const [loop, n, baseUrl] = JSON.parse(child) as [Loop, number, string];
    process.send?.(await measureOverhead(loop, n, baseUrl));
    process.disconnect?.();
    return;
  }
  console.log(`Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? "CPU"}`);
  if (wants("rate")) await printRates();
  if (wants("wall")) await printWalls();
  if (wants("store")) await printStore();
  if (wants("overhead")) await printOverhead();
  if (named.includes("browser")) await printBrowser();
}

async function printBrowser(): Promise<void> {
  console.log(
    "\nA finished run of 100,000 cases, two hours and 100,000 log rows (first paint wanted: 1500 ms at most)",
  );
  console.table(
    (await measurePaint(quick ? 1 : 5)).map((r) => ({
      page: r.page,
      "first paint ms": r.firstPaintMs,
      "figures ms": Math.round(r.figuresMs),
      "all drawn ms": Math.round(r.drawnMs),
      "longest task ms": r.longestTaskMs,
    })),
  );
  console.log(
    "\nA run with two hours behind it, watched at 20 per second (wanted: no task over 200 ms, under 50 MB in 30 min)",
  );
  printWatch(await measureWatch(minutes));
  console.log("\nThe same while 10,000 rows a minute come into its log, which is watched");
  printWatch(await measureWatch(Math.min(minutes, LOG_MINUTES), 10_000));
}

function printWatch(watched: WatchResult): void {
  console.table([
    {
      minutes: watched.minutes,
      "cases meanwhile": watched.finishedMeanwhile,
      "log rows a minute": Math.round(watched.rowsMeanwhile / watched.minutes),
      "tasks over 200 ms": watched.tasksOver200Ms,
      "longest task ms": watched.longestTaskMs,
      "heap MB": fixed(watched.heapMb, 1),
      "growth MB": fixed(watched.heapGrowthMb, 1),
    },
  ]);
}

async function printRates(): Promise<void> {
  console.log(
    "\nRate against the limit, gate with a backlog, real time (overshoot ≤ 0: no window holds more than burst + rps·t)",
  );
  const results = await rateTable(quick ? 4 : 12, quick ? 20 : 150);
  console.table(
    results.map((r) => ({
      rps: r.rps,
      burst: r.burst,
      starts: r.starts,
      "error %": fixed(r.errorPercent),
      overshoot: fixed(r.overshoot, 3),
    })),
  );
}

async function printWalls(): Promise<void> {
  console.log("\nRuns against a provider that enforces the same limits (wall: first request to last answer)");
  const results = await wallTable();
  const simulator = await serveSimulator({
    limits: simulatedSettingsSchema.parse({ limits: { requestsPerSecond: 50, burst: 10 } }).limits,
    faults: { error500: 0.02 },
    answersFile: GSM8K_ANSWERS,
  });
  results.push(await gsm8kOverHttp(simulator.baseUrl));
  await simulator.close();
  console.table(
    results.map((r) => ({
      run: r.name,
      "wall s": fixed(r.wallMs / 1000),
      "wall / least": fixed(r.wallMs / r.leastMs, 3),
      attempts: r.attempts,
      "429s per 100": fixed((r.rejected * 100) / r.cases),
      lost: r.lost,
      passed: r.passed,
      "figures agree": r.agrees,
    })),
  );
}

async function printStore(): Promise<void> {
  console.log("\nFinished cases into SQLite, each with attempt, output and score");
  const { cases, casesPerSecond, cpuMsPerCase } = await measureStore(quick ? 5000 : 50_000);
  console.table([{ cases, "cases/s": Math.round(casesPerSecond), "CPU ms/case": fixed(cpuMsPerCase, 3) }]);
}

async function printOverhead(): Promise<void> {
  console.log("\nCPU and memory per case, provider over HTTP without limits, 64 at once");
  const simulator = await serveSimulator({ latencyMedianMs: 5 });
  const rows: OverheadResult[] = [];
  for (const n of quick ? [2000] : [5000, 100_000]) {
    for (const loop of LOOPS) rows.push(await inChild(loop, n, simulator.baseUrl));
  }
  await simulator.close();
  console.table(
    rows.map((r) => {
      const base = (loop: Loop) =>
        rows.find((other) => other.loop === loop && other.cases === r.cases)?.cpuMsPerCase ?? 1;
      return {
        loop: r.loop,
        cases: r.cases,
        "CPU ms/case": fixed(r.cpuMsPerCase, 3),
        "× fetch loop": fixed(r.cpuMsPerCase / base("fetch")),
        "× AI SDK loop": fixed(r.cpuMsPerCase / base("ai-sdk")),
        "cases/s": Math.round((r.cases * 1000) / r.wallMs),
        "memory grew MB": fixed(r.grewMb, 0),
        "peak MB": fixed(r.peakMb, 0),
      };
    }),
  );
}

function inChild(loop: Loop, n: number, baseUrl: string): Promise<OverheadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), {
      execArgv: process.execArgv,
      env: { ...process.env, EVALPACE_BENCH_LOOP: JSON.stringify([loop, n, baseUrl]) },
    });
    let result: OverheadResult | null = null;
    child.once("message", (message) => {
      // The child is this same file: what it sends is what measureOverhead returned.
      result = message as OverheadResult;
    });
    child.once("exit", (code) => (result === null ? reject(new Error(`${loop} ended with ${code}`)) : resolve(result)));
  });
}

await main();
