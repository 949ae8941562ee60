import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../../scripts/chromium.mjs";
import { AppServer } from "../e2e/support/app-server";
import { usedHeap, watchPace } from "../e2e/support/page-pace";
import type { LargeRun } from "../support/fill-large-run";
import { fillDataDir } from "../support/filled-data-dir";
import { floodLog } from "./log-flood";

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
  readonly rowsMeanwhile: number;
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
 * `rowsPerMinute`: so many rows come into its log beside, and the log is what is watched.
 */
export async function measureWatch(minutes: number, rowsPerMinute = 0): Promise<WatchResult> {
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
    const [query, drawn] = rowsPerMinute > 0 ? ["tab=log", LOG_DRAWN] : ["range=15m", CHART_DRAWN];
    const flood = await floodLog(app.url, rowsPerMinute);
    await page.goto(`${flood.url}/runs/run_watched?${query}`);
    await page.locator(drawn).first().waitFor();
    // What is loaded and built up once is not growth.
    await page.waitForTimeout(WARM_UP_MS);
    await pace.forget();
    const before = { done: await doneCases(app), rows: flood.count(), heap: await usedHeap(heap) };
    await page.waitForTimeout(minutes * 60_000);
    const after = { done: await doneCases(app), rows: flood.count(), heap: await usedHeap(heap) };
    const { tasksOver200Ms, longestTaskMs } = await pace.read();
    flood.close();
    return {
      minutes,
      finishedMeanwhile: after.done - before.done,
      rowsMeanwhile: after.rows - before.rows,
      tasksOver200Ms,
      longestTaskMs,
      heapMb: after.heap / MB,
      heapGrowthMb: (after.heap - before.heap) / MB,
    };
  });
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
