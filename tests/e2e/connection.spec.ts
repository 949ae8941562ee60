import { heldBackRun } from "./support/held-back-run";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test("a reload in the middle keeps the view and goes on", async ({ page, api, simulator, tag }) => {
  const vendor = await simulator({ latencyMedianMs: 200 });
  const { id } = await heldBackRun(api, vendor, `Reload ${tag}`, 240, 4);
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
  const { id } = await heldBackRun(api, vendor, `Newer ${tag}`, 400, 4);
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
  const { id } = await heldBackRun(api, vendor, `Early ${tag}`, 400, 4);
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
    // However a request fails whose server is gone.
    guard.allow(/net::ERR_|network error|Failed to fetch/i);
    const vendor = await simulator({ latencyMedianMs: 250 });
    const { id } = await heldBackRun(api, vendor, `Crash ${tag}`, 150, 4);
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
    await expect(page.getByRole("log")).toContainText("The server had stopped");
  });
});
