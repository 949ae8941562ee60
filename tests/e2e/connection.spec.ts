import type { Api } from "./support/api";
import { RunPage } from "./support/run-page";
import type { Simulator } from "./support/simulator";
import { expect, test } from "./support/test";

/** A run that is so slow that it cannot end before the test has seen what it looks for, and then lets it go on. */
async function runAgainst(api: Api, vendor: Simulator, name: string, cases: number, requestsPerSecond: number) {
  const provider = await api.createProvider({
    name,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 60, burst: 4, concurrency: 12 },
  });
  const dataset = await api.createDataset(name, cases);
  const limits = { requestsPerSecond, burst: 4, concurrency: 12 };
  return api.startRun({ name, datasetId: dataset.id, providerId: provider.id, limits });
}

test("a reload in the middle keeps the view and goes on", async ({ page, api, simulator, tag }) => {
  const vendor = await simulator({ latencyMedianMs: 200 });
  const { id } = await runAgainst(api, vendor, `Reload ${tag}`, 240, 4);
  const run = new RunPage(page);
  await run.open(id, "?range=all");
  await api.runDone(id, 15);
  const url = page.url();
  await page.reload();
  expect(page.url()).toBe(url);
  await run.expectState("Running");
  expect(await run.figure("Progress")).toBeGreaterThanOrEqual(10);
  await expect(
    page.getByRole("radiogroup", { name: "Range of the charts" }).getByRole("radio", { checked: true }),
  ).toHaveText("Whole run");
  await api.hurry(id);
  await run.expectState("Finished", 30_000);
  await expect
    .poll(async () => (await run.table("Attempts per second")).length, { message: "the chart holds the whole run" })
    .toBeGreaterThan(8);
  expect(vendor.stats().requests).toBe(240);
});

test("a page that meets a newer server says so once, calmly, and goes on", async ({ page, api, simulator, tag }) => {
  const vendor = await simulator({ latencyMedianMs: 100 });
  const { id } = await runAgainst(api, vendor, `Newer ${tag}`, 400, 4);
  // As after an update of the server.
  await page.route(
    `**/api/v1/runs/${id}`,
    async (route) => {
      const response = await route.fetch({ maxRetries: 3 });
      await route.fulfill({ response, headers: { ...response.headers(), "x-evalpace-build": "newer" } });
    },
    { times: 1 },
  );
  const run = new RunPage(page);
  await run.open(id);
  const told = page.getByText("A newer version of Evalpace is running");
  await expect(told).toBeVisible();
  await run.expectState("Running");
  const before = await run.figure("Progress");
  await expect.poll(() => run.figure("Progress"), { timeout: 30_000 }).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Later" }).click();
  await expect(told).toBeHidden();
  await api.hurry(id);
  await run.expectState("Finished", 30_000);
  await expect(told).toBeHidden();
});

test("a press before its window is there is kept, and a menu opens by a key as well", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  const vendor = await simulator({ latencyMedianMs: 100 });
  const { id } = await runAgainst(api, vendor, `Early ${tag}`, 400, 4);
  // What comes late is held back until the press has been made.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let documentText = "";
  await page.route(/\/_next\/static\/chunks\/.*\.js/, async (route) => {
    const name = new URL(route.request().url()).pathname;
    if (!documentText.includes(name)) await held;
    await route.continue();
  });
  await page.route(
    ({ pathname }) => pathname === `/runs/${id}`,
    async (route) => {
      const response = await route.fetch({ maxRetries: 3 });
      documentText = await response.text();
      await route.fulfill({ response });
    },
  );
  // Not until it is loaded: what is held back belongs to that.
  await page.goto(`/runs/${id}`, { waitUntil: "commit" });
  await expect(page.getByRole("button", { name: "Cancel" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("[data-opening]")).toHaveCount(1);
  release();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.getByRole("button", { name: "Export" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: /^Report/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Export" })).toBeFocused();
  await api.hurry(id);
});

test("a lost network is told, the run goes on, and coming back fills the gap with nothing twice", async ({
  page,
  context,
  api,
  guard,
  simulator,
  tag,
}) => {
  test.setTimeout(180_000);
  guard.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_NETWORK|ERR_FAILED/);
  const vendor = await simulator({ latencyMedianMs: 150, faults: { error500: 0.05 } });
  const { id } = await runAgainst(api, vendor, `Offline ${tag}`, 1500, 9);
  const run = new RunPage(page);
  await run.open(id);
  await expect.poll(() => run.figure("Progress")).toBeGreaterThan(10);
  const lostAt = Date.now();
  // Turning the network off ends no stream that is open, so the stream is cut as well.
  await context.setOffline(true);
  await expect(run.linkBanner).toBeVisible({ timeout: 16_000 });
  await expect(page.getByText(/You are offline|Reconnecting/).first()).toBeVisible();
  await run.button("Edit limits").hover();
  const before = (await api.run(id)).counts.done;
  await api.runDone(id, before + 200, 40_000);
  await expect(run.tile("In flight")).toContainText("–");
  await expect(run.tile("Rate now")).toContainText("–");
  expect(Date.now() - lostAt, "away for longer than any buffer of the network").toBeGreaterThan(20_000);

  await context.setOffline(false);
  await expect(run.linkBanner).toHaveCount(0, { timeout: 20_000 });
  await expect
    .poll(async () => Math.abs((await api.run(id)).counts.done - (await run.figure("Progress"))))
    .toBeLessThan(25);
  await api.hurry(id);
  await run.expectState("Finished", 60_000);
  const stats = vendor.stats();
  const { buckets } = await api.metrics(id);
  const [, ...rows] = await run.table("Attempts per second");
  const shown = rows.length;
  expect(shown, "no second is missing").toBeGreaterThanOrEqual(
    Math.min(60, Math.floor(buckets.filter((bucket) => bucket.samples > 0).length / 2)),
  );
  expect(buckets.reduce((sum, bucket) => sum + bucket.started, 0)).toBe(stats.requests);
  expect(await run.figure("Progress")).toBe(1500);

  await page.getByRole("tab", { name: "Log" }).click();
  const stored = await api.log(id);
  const log = page.getByRole("log");
  await expect(log).toBeVisible();
  const lines = await log.locator("[data-index]").allTextContents();
  expect(new Set(lines).size, "no row twice").toBe(lines.length);
  // What the page adds of its own: that it was away.
  const told = lines.filter((line) => !line.includes("Reconnected after"));
  expect(told.length).toBeLessThanOrEqual(stored.length);
});

test("pausing works while the stream is blocked", async ({ page, api, guard, simulator, tag }) => {
  guard.allow(/ERR_FAILED|Failed to fetch/);
  const vendor = await simulator({ latencyMedianMs: 100 });
  const { id } = await runAgainst(api, vendor, `Blocked ${tag}`, 2000, 8);
  await page.route(`**/api/v1/runs/${id}/events`, (route) => route.abort());
  const run = new RunPage(page);
  await run.open(id);
  await expect(page.getByText(/Reconnecting/).first()).toBeVisible();
  await run.button("Pause").click();
  await expect.poll(async () => (await api.run(id)).state).toBe("paused");
  await run.expectState("Paused", 20_000);
  await api.act(id, "cancel");
});

test.describe("a crash", () => {
  test.use({ ownServer: true });

  test("of the server in the middle: the page comes back by itself, the run goes on, every case ends once", async ({
    page,
    app,
    api,
    guard,
    simulator,
    tag,
  }) => {
    guard.allow(/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|network error|Failed to fetch/i);
    const vendor = await simulator({ latencyMedianMs: 250 });
    const { id } = await runAgainst(api, vendor, `Crash ${tag}`, 150, 4);
    const run = new RunPage(page);
    await run.open(id);
    await api.runDone(id, 20);
    const before = await api.cases(id, "&state=done");
    await app.kill();
    await expect(run.linkBanner).toBeVisible();
    await app.restart();
    await expect(run.linkBanner).toHaveCount(0, { timeout: 30_000 });
    await api.hurry(id);
    const over = await api.runIn(id, ["finished"], 40_000);
    await run.expectState("Finished");
    expect(over.counts).toMatchObject({ total: 150, done: 150, notScored: 0 });
    await expect(run.tile("Progress")).toContainText("150 / 150");

    const cases = await api.cases(id);
    expect(new Set(cases.map((each) => each.caseId)).size).toBe(150);
    const after = new Map(cases.map((each) => [each.caseId, each.finishedAt]));
    for (const each of before) expect(after.get(each.caseId), `${each.caseId} ran once`).toBe(each.finishedAt);
    // What was in flight when the server died may have been sent again, nothing else.
    const { attemptsByPrompt } = vendor.stats();
    expect((attemptsByPrompt[1] ?? 0) + (attemptsByPrompt[2] ?? 0)).toBe(150);
    expect(attemptsByPrompt[2] ?? 0).toBeLessThanOrEqual(12 + 15);
    await page.getByRole("tab", { name: "Log" }).click();
    await expect(page.getByRole("log")).toContainText(/interrupted|process|restart|resumed/i);
  });
});
