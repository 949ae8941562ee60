import type { Page } from "@playwright/test";
import type { Api } from "./support/api";
import { seriousViolations } from "./support/axe";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

const THEMES = ["light", "dark"] as const;

for (const theme of THEMES) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });
    // Dozens of pages, each looked through: what is promised is not how long that takes.
    test.setTimeout(600_000);

    test("no page keeps anybody out: lists, forms and what is finished", async ({ page, api, guard, tag }) => {
      guard.allow(/status of 404/);
      const made = await everything(api, `Axe ${theme} ${tag}`, `axe-${theme}-${tag}`);
      await api.runIn(made.run.id, ["finished"]);
      const pages = await pathsOf(api, made);
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await settled(page);
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        expect.soft(await seriousViolations(page, theme === "light" ? "all" : "colours"), name).toEqual([]);
        expect.soft(await page.locator("h1").count(), `${name} has one heading of its own`).toBe(1);
      }
    });

    test("nor does any state: a live run, its edit panel and dialogs, errors in forms, a lost link", async ({
      page,
      context,
      api,
      guard,
      tag,
    }) => {
      guard.allow(/net::ERR_/);
      const { run } = await everything(api, `States ${theme} ${tag}`, `states-${theme}-${tag}`, 6000);
      const check = async (name: string) => {
        await settled(page);
        expect.soft(await seriousViolations(page), name).toEqual([]);
      };
      const view = new RunPage(page);
      await view.open(run.id);
      await expect.poll(() => view.figure("Progress")).toBeGreaterThan(5);
      await check("a live run");
      await view.button("Edit limits").click();
      await view.editPanel.getByLabel("Requests per second").fill("0");
      await view.editPanel.getByLabel("Burst").fill("1.5");
      await view.editPanel.getByLabel("At once").focus();
      await check("the edit panel with errors");
      await page.keyboard.press("Escape");
      await view.button("Cancel").click();
      await check("asking to cancel");
      await page.keyboard.press("Escape");
      await view.chart("Attempts per second").getByRole("button", { name: "View as table" }).click();
      await check("a chart as a table");
      await view.button("Export").click();
      await check("the export menu");
      await page.keyboard.press("Escape");
      await context.setOffline(true);
      await expect(view.linkBanner).toBeVisible({ timeout: 16_000 });
      await check("a lost link");
      await context.setOffline(false);
      await api.act(run.id, "cancel");

      await page.goto("/runs/new?rps=0&burst=1.5");
      await page.getByRole("button", { name: "Start run" }).click();
      await expect(page.getByText(/^Enter a rate above 0/).first()).toBeVisible();
      await check("the launch form with errors");
      await page.keyboard.press("Escape");
      await page.goto("/runs");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      await check("the sheet of keys");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("combobox", { name: "Search or run a command" })).toBeVisible();
      await check("the command menu");
    });
  });
}

test.describe("an empty workspace", () => {
  test.use({ ownServer: true });

  for (const theme of THEMES) {
    test(`keeps nobody out, ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      for (const path of ["/runs", "/runs/new", "/limits", "/datasets", "/providers"]) {
        await page.goto(path);
        await settled(page);
        expect.soft(await seriousViolations(page), path).toEqual([]);
      }
    });
  }
});

test.describe("a narrow screen", () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test.setTimeout(600_000);

  test("scrolls no page sideways as a whole", async ({ page, api, guard, tag }) => {
    guard.allow(/status of 404/);
    const made = await everything(api, `Narrow ${tag}`, `narrow-${tag}`);
    await api.runIn(made.run.id, ["finished"]);
    for (const [name, path] of Object.entries(await pathsOf(api, made))) {
      await page.goto(path);
      await settled(page);
      const { scrollWidth, bodyWidth } = await page
        .locator("body")
        // The body's own width, not the window's: room is kept free for the scroll bar beside it.
        .evaluate((body) => ({ scrollWidth: document.documentElement.scrollWidth, bodyWidth: body.clientWidth }));
      expect.soft(scrollWidth, name).toBe(bodyWidth);
    }
  });
});

/** Every page, by a name for it. */
async function pathsOf(api: Api, made: Awaited<ReturnType<typeof everything>>): Promise<Record<string, string>> {
  const { run, dataset, provider, slug, tried } = made;
  const [first] = await api.cases(run.id);
  const again = await api.startRun({ name: `${run.name} again`, datasetId: dataset.id, providerId: provider.id });
  await api.runIn(again.id, ["finished"]);
  return {
    runs: "/runs",
    "no run matches": "/runs?q=nothing-like-this",
    "ticked runs": `/runs?sel=${run.id}&sort=name`,
    "no run to compare with": `/compare?runs=${run.id}`,
    comparison: `/compare?runs=${run.id},${again.id}&show=all&diff=0`,
    "compared case": `/compare?runs=${run.id},${again.id}&show=all&case=${first?.caseId}`,
    "new run": `/runs/new?dataset=${dataset.id}&provider=${provider.id}&rps=5&burst=10&conc=8&attempts=4&latency=4`,
    "new run, tried": `/runs/new?tried=${tried.id}&dataset=${dataset.id}&provider=${provider.id}&more=${provider.id}/m`,
    "finished run": `/runs/${run.id}`,
    "more charts of a range": `/runs/${run.id}?charts=more&from=0&to=6`,
    cases: `/runs/${run.id}?tab=cases`,
    "no case matches": `/runs/${run.id}?tab=cases&q=nothing-like-this`,
    case: `/runs/${run.id}?tab=cases&case=${first?.caseId}`,
    log: `/runs/${run.id}?tab=log`,
    config: `/runs/${run.id}?tab=config`,
    limits: "/limits",
    prices: "/prices",
    presets: "/presets",
    preset: `/presets/${slug}`,
    "edit preset": `/presets/${slug}?edit=true`,
    "preset as code": `/presets/${slug}?tab=code`,
    "preset versions compared": `/presets/${slug}/diff?from=1&to=2`,
    "new preset": "/presets/new",
    datasets: "/datasets",
    dataset: `/datasets/${dataset.id}`,
    "new dataset": "/datasets/new",
    providers: "/providers",
    provider: `/providers/${provider.id}`,
    "new provider": "/providers/new",
    "no such run": "/runs/run_unknown",
    activity: "/activity",
    "no activity matches": "/activity?q=nothing-like-this&since=nonsense",
    settings: "/settings",
  };
}

async function everything(api: Api, name: string, slug: string, cases = 30) {
  const provider = await api.createSimulated(name, { requestsPerSecond: 30, burst: 10, concurrency: 10 });
  const dataset = await api.createDataset(name, cases);
  const limits = { requestsPerSecond: 30, burst: 10, concurrency: 10 };
  await api.createPreset({ name, slug, limits });
  await api.request("POST", `/api/v1/presets/${slug}/versions`, {
    limits: { ...limits, burst: 5 },
    message: "Smaller",
  });
  const run = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id, preset: slug });
  const tried = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id, tryFirst: 5 });
  await api.runIn(tried.id, ["paused"]);
  return { provider, dataset, run, slug, tried };
}

/** Until what is looked up has come: nothing on the page is still loading. */
async function settled(page: Page): Promise<void> {
  // Not by its role: an open dialog hides it.
  await expect(page.locator("main")).toBeAttached();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}
