import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../../scripts/chromium.mjs";
import { AppServer } from "../e2e/support/app-server";
import { usedHeap, watchPace } from "../e2e/support/page-pace";
import type { LargeRun } from "../support/fill-large-run";
import { fillDataDir } from "../support/filled-data-dir";

const TWO_HOURS_S = 7200;
const RATE = 20;
const MB = 1024 * 1024;
const WARM_UP_MS = 20_000;
const CHART_DRAWN = "svg.recharts-surface";
const LOG_DRAWN = "[role=log] [data-index]";

export interface PaintResult {
  readonly page: string;
  readonly firstPaintMs: number;
  readonly figuresMs: number;
  readonly drawnMs: number;
  readonly longestTaskMs: number;
}

export interface WatchResult {
  readonly minutes: number;
  readonly finishedMeanwhile: number;
  /** Rows that came into the log meanwhile, beside the run's own. */
  readonly notesMeanwhile: number;
  readonly tasksOver200Ms: number;
  readonly longestTaskMs: number;
  readonly heapMb: number;
  readonly heapGrowthMb: number;
}

/** How soon a finished run of 100,000 cases, two hours and 100,000 log rows is seen. */
export async function measurePaint(times: number): Promise<PaintResult[]> {
  const run: LargeRun = { id: "run_large", name: "Large", cases: 100_000, seconds: TWO_HOURS_S, logRows: 100_000 };
  return withBrowser([run], async (browser, app) => {
    const parts = [
      { page: "live", path: "/runs/run_large", drawn: CHART_DRAWN },
      { page: "cases", path: "/runs/run_large?tab=cases", drawn: "tbody tr button" },
      { page: "log", path: "/runs/run_large?tab=log", drawn: LOG_DRAWN },
    ];
    const results: PaintResult[] = [];
    for (const { page, path, drawn } of parts) {
      // The first visit warms the server up.
      await visit(browser, app.url + path, drawn);
      const visits: Omit<PaintResult, "page">[] = [];
      for (let n = 0; n < times; n += 1) visits.push(await visit(browser, app.url + path, drawn));
      visits.sort((a, b) => a.drawnMs - b.drawnMs);
      const median = visits[Math.floor(visits.length / 2)];
      if (median !== undefined) results.push({ page, ...median });
    }
    return results;
  });
}

async function visit(browser: Browser, url: string, drawn: string): Promise<Omit<PaintResult, "page">> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const pace = await watchPace(page);
  const from = performance.now();
  await page.goto(url);
  await page.locator("main header").first().waitFor();
  const figuresMs = performance.now() - from;
  await page.locator(drawn).first().waitFor();
  const drawnMs = performance.now() - from;
  const { firstPaintMs, longestTaskMs } = await pace.read();
  await context.close();
  return { firstPaintMs, figuresMs, drawnMs, longestTaskMs };
}

/**
 * A run with two hours behind it, watched for some minutes while it goes on at 20 per second, in real time.
 * `notesPerMinute`: so many rows come into its log beside, and the log is what is watched.
 */
export async function measureWatch(minutes: number, notesPerMinute = 0): Promise<WatchResult> {
  const run: LargeRun = {
    id: "run_watched",
    name: "Watched",
    cases: RATE * TWO_HOURS_S,
    pending: Math.ceil(RATE * 60 * (minutes + 5)),
    seconds: TWO_HOURS_S,
    logRows: 20_000,
  };
  return withBrowser([run], async (browser, app) => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const pace = await watchPace(page);
    const heap = await page.context().newCDPSession(page);
    const [query, drawn] = notesPerMinute > 0 ? ["tab=log", LOG_DRAWN] : ["range=15m", CHART_DRAWN];
    await page.goto(`${app.url}/runs/run_watched?${query}`);
    await page.locator(drawn).first().waitFor();
    const notes = new AbortController();
    const written = writeNotes(app, notesPerMinute, notes.signal);
    // What is loaded and built up once is not growth.
    await page.waitForTimeout(WARM_UP_MS);
    await pace.forget();
    const before = { done: await doneCases(app), notes: written.count(), heap: await usedHeap(heap) };
    await page.waitForTimeout(minutes * 60_000);
    const after = { done: await doneCases(app), notes: written.count(), heap: await usedHeap(heap) };
    notes.abort();
    await written.ended;
    const { tasksOver200Ms, longestTaskMs } = await pace.read();
    return {
      minutes,
      finishedMeanwhile: after.done - before.done,
      notesMeanwhile: after.notes - before.notes,
      tasksOver200Ms,
      longestTaskMs,
      heapMb: after.heap / MB,
      heapGrowthMb: (after.heap - before.heap) / MB,
    };
  });
}

const AT_ONCE = 8;

/** Writes notes into the log of the watched run, at an even pace, until it is told to stop. */
function writeNotes(app: AppServer, perMinute: number, signal: AbortSignal) {
  let count = 0;
  const startedAt = performance.now();
  const writer = async () => {
    while (!signal.aborted && perMinute > 0) {
      const aheadMs = (count / perMinute) * 60_000 - (performance.now() - startedAt);
      if (aheadMs > 0) await sleep(aheadMs);
      count += 1;
      const response = await fetch(`${app.url}/api/v1/runs/run_watched/notes`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: `note ${count}` }),
      });
      if (!response.ok) throw new Error(`a note was refused: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  return { count: () => count, ended: Promise.all(Array.from({ length: AT_ONCE }, writer)) };
}

async function doneCases(app: AppServer): Promise<number> {
  const response = await fetch(`${app.url}/api/v1/runs/run_watched`);
  const run = (await response.json()) as { counts: { done: number } };
  return run.counts.done;
}

async function withBrowser<T>(
  runs: readonly LargeRun[],
  work: (browser: Browser, app: AppServer) => Promise<T>,
): Promise<T> {
  const app = await AppServer.start((dataDir) => fillDataDir(dataDir, runs));
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
  try {
    return await work(browser, app);
  } finally {
    await browser.close();
    await app.close();
  }
}
