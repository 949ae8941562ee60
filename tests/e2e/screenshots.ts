// node --import tsx tests/e2e/screenshots.ts [name …]: every page with real data, in both themes, wide and narrow, into screenshots/ (not kept in git).
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { datasetResponse } from "@/lib/contracts/datasets";
import { findChromium } from "../../scripts/chromium.mjs";
import { Api } from "./support/api";
import { AppServer } from "./support/app-server";
import { startSimulator } from "./support/simulator";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "screenshots");
const shared = path.resolve(root, "../shared/data");
const recorded = path.join(shared, "gsm8k-recorded-answers.jsonl");

const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 390, height: 844 },
] as const;
const HIGHEST = 3000;
const THEMES = ["light", "dark"] as const;

interface Shot {
  readonly name: string;
  readonly path: string;
  /** Brings the page into the state that is shown. */
  readonly act?: (page: Page) => Promise<void>;
}

async function importFile(app: AppServer, api: Api, file: string, name: string): Promise<string> {
  const source = path.join(shared, file);
  if (!existsSync(source)) return (await api.createDataset(name, 1319)).id;
  const form = new FormData();
  form.set("name", name);
  form.set("file", new Blob([await readFile(source)]), file);
  const response = await fetch(`${app.url}/api/v1/datasets`, { method: "POST", body: form });
  return datasetResponse.parse(await response.json()).id;
}

/** A workspace as a team's would look after a day. */
async function fill(app: AppServer, api: Api) {
  const replay = existsSync(recorded);
  const model = replay ? "175b_verification" : "sim-small";
  const vendor = await startSimulator({
    limits: { requestsPerSecond: 18, burst: 10 },
    latencyMedianMs: 450,
    faults: { error500: 0.03, reset: 0.01 },
    retryAfter: "none",
    answersFile: replay ? recorded : null,
  });
  const gsm8k = await importFile(app, api, "gsm8k-test.jsonl", "GSM8K test");
  await importFile(app, api, "truthfulqa.csv", "TruthfulQA");
  const limits = { requestsPerSecond: 20, burst: 10, concurrency: 16, retry: { attempts: 5, baseDelayMs: 300 } };
  const provider = await api.createProvider({
    name: "vLLM cluster",
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    apiKey: "sk-example-1234",
    models: [model],
    limits,
  });
  await api.createProvider({ name: "OpenAI", kind: "openai", apiKey: "sk-example-9f3a", models: ["gpt-4.1-mini"] });
  const quick = await api.createSimulated("Rehearsal", { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  await api.createPreset({ name: "GSM8K nightly", slug: "gsm8k-nightly", limits, message: "From the account page" });
  await api.request("POST", "/api/v1/presets/gsm8k-nightly/versions", {
    limits: { ...limits, requestsPerSecond: 16, burst: 5 },
    message: "The provider pushes back above 18 rps",
  });
  await api.request("PUT", "/api/v1/presets/gsm8k-nightly/labels/default", { version: 1 });
  const target = {
    providerId: provider.id,
    model,
    prompt: "{{question}}\nEnd with the answer alone.",
  };
  const sums = await api.createDataset("Arithmetic smoke test", 60);
  const over = await api.startRun({ name: "Smoke test", datasetId: sums.id, providerId: quick.id });
  const halted = await api.startRun({ name: "Smoke test, cancelled", datasetId: sums.id, providerId: quick.id });
  await api.act(halted.id, "cancel");
  const other = await api.startRun({
    name: "Smoke test, shorter prompt",
    datasetId: sums.id,
    providerId: quick.id,
    target: { providerId: quick.id, model: "sim-small", prompt: "{{question}}", params: { temperature: 0.2 } },
  });
  for (const { id } of [over, other]) await api.runIn(id, ["finished"]);
  const narrow = await api.createSimulated(
    "Narrow pool",
    { requestsPerSecond: 20, burst: 5, concurrency: 4, retry: { attempts: 2, baseDelayMs: 50 } },
    { latencyMedianMs: 700, faults: { error500: 0.2 } },
  );
  const slow = await api.createDataset("Arithmetic, longer", 110);
  const told = await api.startRun({ name: "Arithmetic, 4 at once", datasetId: slow.id, providerId: narrow.id });
  const live = await api.startRun({
    name: "gsm8k-175b-nightly",
    datasetId: gsm8k,
    providerId: provider.id,
    target,
    preset: "gsm8k-nightly@1",
  });
  await api.runDone(live.id, 150, 60_000);
  const { limitsRevision: revision } = await api.run(live.id);
  const reason = "Below what the provider allows";
  await api.editLimits(live.id, { limits: { requestsPerSecond: 14 }, reason, revision });
  await api.runDone(live.id, 260, 60_000);
  await api.runIn(told.id, ["finished"], 60_000);
  const tried = await api.startRun({
    name: "Tried first",
    datasetId: gsm8k,
    providerId: provider.id,
    target,
    tryFirst: 5,
  });
  await api.runIn(tried.id, ["paused"], 60_000);
  return {
    tried: tried.id,
    live: live.id,
    over: over.id,
    other: other.id,
    halted: halted.id,
    told: told.id,
    dataset: gsm8k,
    provider: provider.id,
    close: vendor.close,
  };
}

function shots(made: Awaited<ReturnType<typeof fill>>): Shot[] {
  const { live, over, other, halted, told, dataset, provider, tried } = made;
  return [
    { name: "runs", path: "/runs" },
    { name: "run-live", path: `/runs/${live}` },
    {
      name: "run-edit",
      path: `/runs/${live}`,
      act: async (page) => {
        await page.getByRole("button", { name: "Edit limits" }).click();
        const panel = page.getByLabel("Edit limits").filter({ has: page.locator("form") });
        await panel.getByLabel("Requests per second").fill("30");
      },
    },
    { name: "run-cases", path: `/runs/${live}?tab=cases&minAttempts=2` },
    {
      name: "run-case",
      path: `/runs/${live}?tab=cases&minAttempts=2`,
      act: (page) => page.locator("[data-row-button]").first().click(),
    },
    { name: "run-log", path: `/runs/${live}?tab=log` },
    { name: "run-config", path: `/runs/${live}?tab=config` },
    { name: "run-finished", path: `/runs/${over}` },
    { name: "run-range", path: `/runs/${over}?charts=more&from=5&to=35` },
    {
      name: "run-new",
      path: `/runs/new?dataset=${dataset}&provider=${provider}&rps=5&burst=10&conc=8&attempts=4&latency=4&retried=1`,
      act: (page) => page.getByLabel("Prompt template").fill("{{question}}\nEnd with the answer alone."),
    },
    {
      name: "run-new-tried",
      path: `/runs/new?dataset=${dataset}&provider=${provider}&tried=${tried}`,
    },
    {
      name: "run-new-matrix",
      path: `/runs/new?dataset=${dataset}&provider=${provider}&more=${provider}/175b_finetuning&preset=gsm8k-nightly@1&rps=12&burst=6&conc=16&attempts=5`,
      act: async (page) => {
        await page.getByLabel("Prompt template").fill("{{question}}\nEnd with the answer alone.");
        await page.getByRole("button", { name: "Another prompt" }).click();
        await page.getByLabel("Prompt template B").fill("Think step by step.\n{{question}}");
        await page.getByLabel("Burst").fill("0");
        await page.getByRole("button", { name: /^Start/ }).click();
      },
    },
    {
      name: "limits",
      path: "/limits",
      act: (page) => page.getByRole("button", { name: "Rate over time" }).first().click(),
    },
    { name: "prices", path: "/prices" },
    { name: "presets", path: "/presets" },
    { name: "preset", path: "/presets/gsm8k-nightly" },
    { name: "preset-diff", path: "/presets/gsm8k-nightly/diff?from=1&to=2" },
    { name: "preset-code", path: "/presets/gsm8k-nightly?tab=code&lang=ts" },
    {
      name: "preset-apply",
      path: "/presets/gsm8k-nightly",
      act: (page) => page.getByRole("button", { name: "Apply v2 to running…" }).click(),
    },
    {
      name: "preset-import",
      path: "/presets",
      act: async (page) => {
        await page.getByRole("button", { name: "Import JSON" }).click();
        const document = await page.evaluate(async () => (await fetch("/api/v1/presets/normal/export")).json());
        await page.getByLabel("JSON", { exact: true }).fill(JSON.stringify({ ...document, theme: "dark" }, null, 2));
      },
    },
    { name: "preset-new", path: "/presets/new" },
    { name: "datasets", path: "/datasets" },
    { name: "dataset", path: `/datasets/${dataset}` },
    {
      name: "dataset-new",
      path: "/datasets/new",
      act: (page) =>
        page.getByLabel("Data file").setInputFiles({
          name: "questions.csv",
          mimeType: "text/csv",
          buffer: Buffer.from('id,question,answer,topic\n1,"What is 2 + 2?",4,sums\n2,"What is 3 * 3?",9,products\n'),
        }),
    },
    { name: "providers", path: "/providers" },
    { name: "provider", path: `/providers/${provider}` },
    { name: "provider-new", path: "/providers/new" },
    { name: "run-advice", path: `/runs/${told}` },
    { name: "run-cases-lost", path: `/runs/${told}?tab=cases&rows=comfortable&result=not-scored,failed` },
    {
      name: "run-report",
      path: `/runs/${told}`,
      act: async (page) => {
        // The report is a download: here it is laid out as a reader's browser does.
        const report = await page.request.get(`/api/v1/runs/${told}/report`);
        await page.setContent(await report.text());
      },
    },
    { name: "not-found", path: "/runs/run_unknown" },
    { name: "runs-ticked", path: `/runs?sel=${over},${other}` },
    { name: "compare", path: `/compare?runs=${over},${other},${halted}` },
    { name: "compare-case", path: `/compare?runs=${over},${other}&show=all&case=case-0001` },
    { name: "compare-picker", path: "/compare" },
    { name: "activity", path: "/activity" },
    { name: "settings", path: "/settings" },
    {
      name: "command-menu",
      path: `/runs/${live}`,
      act: (page) => page.getByRole("button", { name: "Search or run a command" }).click(),
    },
    { name: "keys", path: "/limits", act: (page) => page.keyboard.press("?") },
  ];
}

/** As high as the page, so that what sticks to the screen's edges stands where it belongs. */
async function pageHeight(page: Page, screenHeight: number): Promise<number> {
  if (await page.getByRole("dialog").isVisible()) return screenHeight;
  return Math.min(HIGHEST, await page.evaluate(() => document.documentElement.scrollHeight));
}

async function take(browser: Browser, app: AppServer, list: readonly Shot[], only: readonly string[]): Promise<void> {
  for (const { name: size, ...viewport } of SIZES) {
    for (const colorScheme of THEMES) {
      const context = await browser.newContext({ baseURL: app.url, viewport, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      for (const shot of list) {
        if (only.length > 0 && !only.includes(shot.name)) continue;
        await page.goto(shot.path);
        await page.locator("main").waitFor();
        await shot.act?.(page);
        // Twice the pace of the live figures, so that charts and meters hold something.
        await page.waitForFunction(
          (from) => performance.now() - from > 2000,
          await page.evaluate(() => performance.now()),
        );
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wider > 0) console.warn(`${shot.name}, ${size}: ${wider} px wider than the screen`);
        await page.setViewportSize({ width: viewport.width, height: await pageHeight(page, viewport.height) });
        const file = path.join(folder, `${shot.name}-${size}-${colorScheme}.png`);
        await page.screenshot({ path: file });
        await page.setViewportSize(viewport);
      }
      await context.close();
    }
  }
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  if (only.length === 0) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("There is no Chromium. Set CHROMIUM_PATH to its program file.");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const app = await AppServer.start();
  try {
    await take(browser, app, [{ name: "first-use", path: "/runs" }], only);
    const made = await fill(app, new Api(app.url));
    await take(browser, app, shots(made), only);
    await made.close();
  } finally {
    await browser.close();
    await app.close();
  }
  console.log(`screenshots: ${folder}`);
}

await main();
