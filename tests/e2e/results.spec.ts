import { readFile } from "node:fs/promises";
import type { Api } from "./support/api";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

const EVIL = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> שלום 🦉`;
const FAST = { requestsPerSecond: 1000, burst: 500, concurrency: 100, retry: { attempts: 2, baseDelayMs: 5 } };

/** Sums, with further cases in front. */
async function sums(api: Api, name: string, count: number, first: readonly object[] = []) {
  const easy = Array.from({ length: count }, (_, i) => ({
    id: `case-${String(i + 1).padStart(4, "0")}`,
    vars: { question: `What is ${i} + 1?` },
    expected: String(i + 1),
  }));
  const cases = [...first, ...easy];
  const response = await api.request("POST", "/api/v1/datasets", { name, cases });
  return ((await response.json()) as { id: string }).id;
}

test("a finished run says what held it back, a press takes it up, and the report is a file that needs nothing", async ({
  page,
  browser,
  api,
  tag,
}) => {
  const limits = { requestsPerSecond: 20, burst: 2, concurrency: 2, retry: { attempts: 1, baseDelayMs: 20 } };
  const provider = await api.createSimulated(tag, { ...limits, concurrency: 30 }, { latencyMedianMs: 400 });
  const datasetId = await sums(api, `Told ${tag}`, 55, [
    { id: EVIL, vars: { question: "What is 1 + 1?" }, expected: "-1" },
  ]);
  const { id } = await api.startRun({ name: `Told ${tag}`, datasetId, providerId: provider.id, limits });
  await api.runIn(id, ["finished"], 60_000);
  const run = new RunPage(page);
  await run.open(id);
  const advice = page.getByRole("region", { name: "What to change" });
  await expect(advice).toContainText(/Bound by concurrency \d+ % of the time: .*set concurrency \d+/);
  await expect(advice.getByRole("list", { name: "Held back by" })).toContainText("concurrency");
  const link = advice.getByRole("link", { name: /New run with \d+ at once/ });
  await expect(link).toHaveAttribute("href", new RegExp(`^/runs/new\\?conc=\\d+&from=${id}$`));
  const advised = /conc=(\d+)/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
  await link.click();
  await expect(page).toHaveURL(/\/runs\/new\?/);
  await expect(page.getByLabel("Requests per second", { exact: true })).toHaveValue("20");
  await expect(page.getByLabel("At once", { exact: true })).toHaveValue(advised);
  await run.open(id);

  await run.button("Export").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /^Report/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/-report\.html$/);
  const reader = await browser.newContext({ colorScheme: "dark" });
  const report = await reader.newPage();
  const asked: string[] = [];
  report.on("request", (request) => asked.push(request.url()));
  await report.setContent(await readFile(await download.path(), "utf8"));
  await expect(report.getByRole("heading", { level: 1 })).toHaveText(`Told ${tag}`);
  await expect(report.locator("figure")).toHaveCount(5);
  await expect(report.getByText("set concurrency")).toBeVisible();
  await expect(report.getByText("שלום 🦉").first()).toBeVisible();
  await expect(report.locator("img, script, link")).toHaveCount(0);
  await expect(report.locator("body")).toHaveCSS("background-color", "rgb(11, 14, 20)");
  expect(asked).toEqual([]);
  await reader.close();
});

test("a long list is ordered by its heads, read by keys, and loaded as it is scrolled", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(tag, FAST, { latencyMedianMs: 5 });
  const datasetId = await sums(api, `Long ${tag}`, 500);
  const { id } = await api.startRun({ name: `Long ${tag}`, datasetId, providerId: provider.id });
  await api.runIn(id, ["finished"], 60_000);
  const slowest = (await api.cases(id, "&sort=-latency")).map((item) => item.caseId);
  await page.goto(`/runs/${id}?tab=cases`);
  const table = page.getByRole("table", { name: "Cases" });
  await expect(table).toHaveAttribute("aria-rowcount", "501");
  await table.getByRole("button", { name: "Provider" }).click();
  await expect(page).toHaveURL(/sort=-latency/);
  await expect(table.getByRole("columnheader", { name: "Provider" })).toHaveAttribute("aria-sort", "descending");
  await expect(table.locator('[data-row="0"]')).toContainText(slowest[0] ?? "");
  expect(await table.getByRole("row").count()).toBeLessThan(150);

  await page.keyboard.press("j");
  await expect(table.getByRole("button", { name: slowest[0] ?? "" })).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await expect(table.getByRole("button", { name: slowest[2] ?? "" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("heading", { name: slowest[2] ?? "" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 20_000);
      return table.locator('[data-row="499"]').count();
    })
    .toBe(1);
  await expect(table.locator('[data-row="499"]')).toContainText(slowest[499] ?? "");
});

test("rows under the pointer stay while a run goes on; what is new waits for a press", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(tag, { requestsPerSecond: 8, burst: 1, concurrency: 8 });
  const datasetId = await sums(api, `Stream ${tag}`, 400);
  const { id } = await api.startRun({ name: `Stream ${tag}`, datasetId, providerId: provider.id });
  await api.runDone(id, 8);
  await page.goto(`/runs/${id}?tab=cases&state=done`);
  const first = page.locator('[data-row="0"]');
  await first.hover();
  const pill = page.getByRole("button", { name: /^\d+ new$/ });
  await expect(pill).toBeVisible();
  const before = await first.getByRole("button").textContent();
  await expect.poll(async () => Number.parseInt((await pill.textContent()) ?? "", 10)).toBeGreaterThan(15);
  await expect(first.getByRole("button")).toHaveText(before ?? "");
  await pill.click();
  await expect(first.getByRole("button")).not.toHaveText(before ?? "");
  await api.act(id, "cancel");
});

test("lost cases are ticked by key and requeued, and a page that fails keeps the rows", async ({
  page,
  api,
  guard,
  tag,
}) => {
  const limits = { ...FAST, retry: { attempts: 1, baseDelayMs: 5 } };
  const provider = await api.createSimulated(tag, limits, { latencyMedianMs: 5, faults: { error500: 1 } });
  const datasetId = await sums(api, `Lost ${tag}`, 300);
  const autoPause = { rateLimited: null, errorsInRow: null, cooldownOverMs: null };
  const { id } = await api.startRun({ name: `Lost ${tag}`, datasetId, providerId: provider.id, autoPause });
  await api.runIn(id, ["finished"], 60_000);
  await page.route(/cases\?.*cursor=/, (route) => route.abort());
  guard.allow(/ERR_FAILED/);
  await page.goto(`/runs/${id}?tab=cases&sort=case`);
  await expect(page.getByRole("button", { name: "case-0001", exact: true })).toBeVisible();
  await page.keyboard.press("End");
  await expect(page.getByRole("alert").filter({ hasText: "Load more failed" })).toBeVisible();
  await page.unroute(/cases\?.*cursor=/);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Load more failed" })).toHaveCount(0);

  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Requeue 2 cases" }).click();
  await expect(page.getByText("2 cases queued again.")).toBeVisible();
  await expect.poll(async () => (await api.cases(id, "&minAttempts=2")).length).toBe(2);
});
