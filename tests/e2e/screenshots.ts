// node --import tsx tests/e2e/screenshots.ts [name …]: every page with real data, in both themes, wide and narrow, into screenshots/ (not kept in git).
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { isActive } from "@/lib/client/runs";
import { findChromium } from "../../scripts/chromium.mjs";
import { Api } from "./support/api";
import { AppServer } from "./support/app-server";
import { type Shot, shotsOf } from "./support/shots";
import { fillShownWorkspace } from "./support/shown-workspace";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "screenshots");

const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 390, height: 844 },
] as const;
const HIGHEST = 3000;
const THEMES = ["light", "dark"] as const;

/** As high as the page, so that what sticks to the screen's edges stands where it belongs. */
async function pageHeight(page: Page, screenHeight: number): Promise<number> {
  if (await page.getByRole("dialog").isVisible()) return screenHeight;
  return Math.min(HIGHEST, await page.evaluate(() => document.documentElement.scrollHeight));
}

interface Look {
  readonly size: (typeof SIZES)[number];
  readonly colorScheme: (typeof THEMES)[number];
}
const LOOKS: readonly Look[] = SIZES.flatMap((size) => THEMES.map((colorScheme) => ({ size, colorScheme })));

async function take(
  browser: Browser,
  app: AppServer,
  { size, colorScheme }: Look,
  list: readonly Shot[],
): Promise<void> {
  const { name: width, ...viewport } = size;
  const context = await browser.newContext({ baseURL: app.url, viewport, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  for (const shot of list) {
    await page.goto(shot.path);
    await page.locator("main").waitFor();
    await shot.act?.(page);
    // Twice the pace of the live figures, so that charts and meters hold something.
    await page.waitForFunction((from) => performance.now() - from > 2000, await page.evaluate(() => performance.now()));
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) console.warn(`${shot.name}, ${width}: ${wider} px wider than the screen`);
    await page.setViewportSize({ width: viewport.width, height: await pageHeight(page, viewport.height) });
    await page.screenshot({ path: path.join(folder, `${shot.name}-${width}-${colorScheme}.png`) });
    await page.setViewportSize(viewport);
  }
  await context.close();
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
    const wanted = (list: readonly Shot[]) => list.filter(({ name }) => only.length === 0 || only.includes(name));
    for (const look of LOOKS) await take(browser, app, look, wanted([{ name: "first-use", path: "/runs" }]));
    const api = new Api(app.url);
    const made = await fillShownWorkspace(app, api);
    for (const look of LOOKS) {
      const live = await made.startLive();
      await take(browser, app, look, wanted(shotsOf(made, live)));
      if (isActive((await api.run(live)).state)) await api.act(live, "cancel");
    }
    await made.close();
  } finally {
    await browser.close();
    await app.close();
  }
  console.log(`screenshots: ${folder}`);
}

await main();
