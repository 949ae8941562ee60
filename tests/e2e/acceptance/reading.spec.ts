import type { Page } from "@playwright/test";
import { RunPage } from "../support/run-page";
import { slowRun } from "../support/slow-run";
import { expect, test } from "../support/test";

/** Charts over time that the run page shows at first. */
const TIME_CHARTS = [
  "Attempts per second",
  "429s and errors",
  "Slots by state",
  "Provider latency and limiter wait",
  "Progress against forecast",
];

test("check 16: cases by outcome, attempts and a dragged range, one of them open: the link shows all of it elsewhere", async ({
  page,
  browser,
  app,
  api,
  tag,
}) => {
  const name = `Cases ${tag}`;
  // It refuses one request in a few, all along.
  const provider = await api.createSimulated(
    name,
    { requestsPerSecond: 12, burst: 4, concurrency: 8, retry: { attempts: 10, baseDelayMs: 150, maxDelayMs: 150 } },
    { limits: { requestsPerSecond: 5, burst: 1 }, dialect: "none", retryAfter: "none" },
  );
  const dataset = await api.createDataset(name, 80);
  const { id } = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  const over = await api.runIn(id, ["finished"], 90_000);
  const run = new RunPage(page);
  await run.open(id, "?sort=case");
  await drag(page, run.chart("Attempts per second").locator(".recharts-cartesian-grid"), 0.2, 0.9);
  await expect(page).toHaveURL(/from=\d+/);
  const { searchParams } = new URL(page.url());
  const [from, to] = [Number(searchParams.get("from")), Number(searchParams.get("to"))];
  await page.getByRole("tab", { name: /Cases/ }).click();
  await page.getByRole("button", { name: "An attempt ended" }).click();
  await page.getByRole("menuitemcheckbox", { name: "429 rate limited" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Attempts" }).click();
  await page.getByRole("option", { name: "2 attempts or more" }).click();
  for (const part of [/tab=cases/, /minAttempts=2/, /outcome=rate-limited/]) await expect(page).toHaveURL(part);

  const startMs = Date.parse(over.startedAt ?? "");
  const span = `&from=${startMs + from * 1000}&to=${startMs + to * 1000}`;
  const refused = await api.cases(id, `&minAttempts=2&outcome=rate-limited${span}`);
  const anyTime = await api.cases(id, "&minAttempts=2&outcome=rate-limited");
  expect(refused.length).toBeGreaterThan(1);
  expect(refused.length, "the range leaves some out").toBeLessThan(anyTime.length);
  const table = page.getByRole("table", { name: "Cases" });
  await expect(page.getByText(`${refused.length} match`)).toBeVisible();
  await expect(table.getByRole("button", { name: refused[0]?.caseId ?? "" })).toBeVisible();

  const chosen = refused[1];
  if (chosen === undefined) throw new Error("too few refused cases");
  await table.getByRole("button", { name: chosen.caseId }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("heading", { name: chosen.caseId })).toBeVisible();
  await expect(drawer).toContainText("429");
  await expect(drawer).toContainText("200");
  await expect(drawer.getByText("Expected", { exact: true })).toBeVisible();

  await test.step("another profile sees the same view", async () => {
    const elsewhere = await browser.newContext({ baseURL: app.url });
    const other = await elsewhere.newPage();
    await other.goto(page.url());
    await expect(other.getByRole("dialog").getByRole("heading", { name: chosen.caseId })).toBeVisible();
    await other.keyboard.press("Escape");
    await expect(other.getByRole("dialog")).toHaveCount(0);
    await expect(other.getByText(`${refused.length} match`)).toBeVisible();
    await expect(other.getByRole("tab", { name: /Cases/ })).toHaveAttribute("aria-selected", "true");
    await expect(other.getByRole("button", { name: "An attempt ended: 429 rate limited" })).toBeVisible();
    await expect(other.getByRole("combobox", { name: "Attempts" })).toContainText("2 attempts or more");
    await expect(other.getByRole("button", { name: /^\d+:\d\d–\d+:\d\d\s*Reset$/ })).toBeVisible();
    await elsewhere.close();
  });

  await test.step("the case before it by its key, and Back closes the drawer first", async () => {
    await page.keyboard.press("k");
    await expect(drawer.getByRole("heading", { name: refused[0]?.caseId ?? "" })).toBeVisible();
    await page.goBack();
    await expect(drawer).toHaveCount(0);
    await expect(page).toHaveURL(/minAttempts=2/);
    await expect(page).toHaveURL(/from=\d+/);
  });
});

async function drag(page: Page, plot: ReturnType<Page["locator"]>, from: number, to: number): Promise<void> {
  await expect(plot).toBeVisible();
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart has no plot");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 });
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 });
  await page.mouse.up();
}

test("check 17: a chart that is read stands still and says how far behind, all charts show the time, Esc follows again", async ({
  page,
  api,
  tag,
}) => {
  const { id } = await slowRun(api, `Read ${tag}`);
  await api.runDone(id, 40, 60_000);
  const run = new RunPage(page);
  await run.open(id);
  const chart = run.chart("Attempts per second");
  const plot = chart.locator(".recharts-cartesian-grid");
  const curve = chart.locator("path.recharts-area-area").first();
  await expect(curve).toBeVisible();
  const held = page.getByText(/^Held/);

  await test.step("under the pointer", async () => {
    await expect(held).toHaveCount(0);
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the chart has no plot");
    // Over the first seconds, where there are points.
    await page.mouse.move(box.x + 12, box.y + box.height / 2);
    await page.mouse.move(box.x + 16, box.y + box.height / 2);
    await expect(held).toBeVisible();
    const shape = await curve.getAttribute("d");
    // Eight seconds stand for twenty.
    await expect(page.getByText(/^Held · ([89]|\d\d)(\.0)?\ss behind$/)).toBeVisible();
    expect(await curve.getAttribute("d"), "it stands still").toBe(shape);
    for (const title of TIME_CHARTS) {
      await expect(run.chart(title).locator(".recharts-tooltip-cursor").first(), title).toBeAttached();
    }
    const texts = page.locator(".recharts-tooltip-wrapper").filter({ hasText: /limit 5 rps · in flight/ });
    await expect(texts, "its text is where the reader is").toHaveCount(1);

    await page.keyboard.press("Escape");
    await expect(held).toHaveCount(0);
    await expect.poll(() => curve.getAttribute("d"), { message: "it is live again" }).not.toBe(shape);
    await page.mouse.move(2, 2);
  });

  await test.step("nothing was lost meanwhile", async () => {
    await api.act(id, "pause");
    await api.runIn(id, ["paused"]);
    await run.expectState("Paused");
    const recorded = await api.holes(id);
    await expect.poll(() => run.holes("Attempts per second")).toBeLessThanOrEqual(recorded);
    await api.act(id, "resume");
    await run.expectState("Running");
  });

  await test.step("with the focus: each arrow key is announced once", async () => {
    // So that the browser takes the focus for a keyboard's.
    await page.keyboard.press("Shift");
    await chart.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await expect(held).toBeVisible();
    const point = chart.locator(".recharts-tooltip-wrapper").getByText(/^\d+:\d\d$/);
    // Until this point has been read out, so that it is not counted among those to come.
    await expect(async () => {
      const said = page.locator("output").filter({ hasText: new RegExp(`^${await point.textContent()}: Started`) });
      await expect(said).toBeAttached({ timeout: 2000 });
    }).toPass();
    const said = await page.evaluateHandle(() => {
      const heard: string[] = [];
      const speaks = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], output";
      new MutationObserver((changes) => {
        const regions = new Set(
          changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(speaks)),
        );
        for (const region of regions) if (region?.textContent) heard.push(region.textContent);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
      return heard;
    });
    const ofTheChart = () => said.evaluate((heard) => heard.filter((text) => text.includes("Started")));
    const before = (await ofTheChart()).length;
    for (let presses = 1; presses <= 3; presses++) {
      await page.keyboard.press("ArrowRight");
      await expect.poll(async () => (await ofTheChart()).length).toBe(before + presses);
    }
    expect(new Set(await ofTheChart()).size, "each of its own point").toBe(before + 3);
    const others = await said.evaluate((heard) => heard.filter((text) => !text.includes("Started")));
    expect(others, "and nothing else speaks up").toEqual([]);
    await page.keyboard.press("Escape");
    await expect(held).toHaveCount(0);
  });
  await api.act(id, "cancel");
});
