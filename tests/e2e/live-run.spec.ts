import { firstNumber, RunPage } from "./support/run-page";
import { slowRun } from "./support/slow-run";
import { expect, test } from "./support/test";

const CASES = 240;

test("the page of a run moves while it goes on, and in the end every figure is what API and provider counted", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  // The provider allows less than the pool sends and fails now and then, so that there is something to count.
  const vendor = await simulator({
    limits: { requestsPerSecond: 16, burst: 8 },
    // It tells nothing of its limit, else the pool would keep to it.
    dialect: "none",
    latencyMedianMs: 150,
    faults: { error500: 0.05 },
    retryAfter: "none",
  });
  const provider = await api.createProvider({
    name: `Figures ${tag}`,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: {
      requestsPerSecond: 20,
      burst: 5,
      concurrency: 8,
      retry: { attempts: 8, baseDelayMs: 100, maxDelayMs: 800 },
    },
  });
  const dataset = await api.createDataset(`Figures ${tag}`, CASES);
  const { id } = await api.startRun({ name: `Figures ${tag}`, datasetId: dataset.id, providerId: provider.id });
  // It waits until the page is there to see it move, however long that takes.
  await api.act(id, "pause");
  await api.runIn(id, ["paused"]);
  const run = new RunPage(page);
  await run.open(id);
  await api.act(id, "resume");

  // The tiles follow the run: never behind by more than a moment.
  await expect
    .poll(async () => {
      const shown = await run.figure("Progress");
      return Math.abs((await api.run(id)).counts.done - shown);
    })
    .toBeLessThan(30);

  const over = await api.runIn(id, ["finished"], 45_000);
  await run.expectState("Finished");
  const stats = vendor.stats();
  expect(over.counts).toMatchObject({ total: CASES, done: CASES, notScored: 0 });
  expect(over.attempts.total).toBe(stats.requests);
  expect(over.attempts.ok).toBe(stats.ok);
  expect(over.attempts.rateLimited).toBe(stats.rateLimited);
  expect(over.attempts.rateLimited, "the provider pushed back").toBeGreaterThan(0);
  expect(over.attempts.transient).toBe(stats.faults);
  expect(Object.fromEntries(over.attemptsPerCase.map((bar) => [bar.attempts, bar.cases]))).toEqual(
    stats.attemptsByPrompt,
  );

  const { buckets, bucketMs } = await api.metrics(id);
  expect(bucketMs).toBe(1000);
  expect(buckets.reduce((sum, bucket) => sum + bucket.started, 0)).toBe(stats.requests);
  expect(buckets.reduce((sum, bucket) => sum + bucket.rateLimited, 0)).toBe(stats.rateLimited);
  for (const bucket of buckets) expect(bucket.started, bucket.t).toBeLessThanOrEqual(20 + 5);

  await test.step("the tiles say the same", async () => {
    await expect(run.tile("Progress")).toContainText(`${CASES} / ${CASES}`);
    await expect(run.tile("Progress")).toContainText(`${over.counts.passed} passed · ${over.counts.failed} failed`);
    expect(await run.figure("429")).toBe(stats.rateLimited);
    await expect(run.tile("Mean rate")).toContainText(`${stats.requests} attempts`);
    const retried = over.attemptsPerCase.reduce((sum, bar) => sum + (bar.attempts > 1 ? bar.cases : 0), 0);
    await expect(run.tile("Retried cases")).toContainText(`${retried}`);
  });

  await test.step("and so do the charts, second by second", async () => {
    await expect
      .poll(async () => sumOf(await run.table("Attempts per second"), 2), { message: "C1 holds every attempt" })
      .toBe(stats.requests);
    const [, ...errors] = await run.table("429s and errors");
    expect(errors.reduce((sum, row) => sum + firstNumber(row[2] ?? ""), 0)).toBe(stats.rateLimited);
    const [, ...bars] = await run.table("Attempts per case");
    for (const [attempts = "", cases = ""] of bars) {
      expect(firstNumber(cases), `${attempts} attempts`).toBe(stats.attemptsByPrompt[Number(attempts)] ?? 0);
    }
  });

  await test.step("a bar of the histogram leads to its cases", async () => {
    const twice = stats.attemptsByPrompt[2] ?? 0;
    await run
      .chart("Attempts per case")
      .getByRole("button", { name: new RegExp(`^${twice} cases? took 2`) })
      .click();
    await expect(page).toHaveURL(/tab=cases.*attempts=2|attempts=2.*tab=cases/);
    await expect(page.getByText(`${twice} match`)).toBeVisible();
  });
});

/** Sums a column of a table whose first row is its head. */
function sumOf(rows: string[][], column: number): number {
  return rows.slice(1).reduce((sum, row) => sum + firstNumber(row[column] ?? ""), 0);
}

test("a chart out of sight is not drawn anew, and is up to date as soon as it comes into sight", async ({
  page,
  api,
  tag,
}) => {
  const { id } = await slowRun(api, `Sight ${tag}`);
  await page.setViewportSize({ width: 1280, height: 500 });
  // So much that there is a line to draw.
  await api.runDone(id, 20, 60_000);
  const run = new RunPage(page);
  await run.open(id);
  const chart = run.chart("Progress against forecast");
  const curve = chart.locator("path.recharts-line-curve").last();
  await expect(curve).toBeAttached();
  await expect(chart).not.toBeInViewport();
  const before = await run.figure("Progress");
  await expect.poll(() => run.figure("Progress")).toBeGreaterThan(before + 3);
  const shape = await curve.getAttribute("d");
  await expect.poll(() => run.figure("Progress")).toBeGreaterThan(before + 20);
  expect(await curve.getAttribute("d"), "as it was when it was last in sight").toBe(shape);
  await chart.scrollIntoViewIfNeeded();
  await expect.poll(() => curve.getAttribute("d")).not.toBe(shape);
  await api.act(id, "cancel");
});

test("rows of the log do not move while they are read; what came meanwhile waits above", async ({ page, api, tag }) => {
  const { id } = await slowRun(api, `Notes ${tag}`);
  await api.act(id, "pause");
  await api.runIn(id, ["paused"]);
  const write = (text: string) => page.request.post(`/api/v1/runs/${id}/notes`, { data: { text } });
  for (let n = 1; n <= 40; n += 1) await write(`note ${n}.`);
  await page.goto(`/runs/${id}?tab=log`);
  const log = page.getByRole("log");
  const row = log.getByText("note 25.", { exact: true });
  await expect(log.getByText("note 40.", { exact: true })).toBeVisible();
  await log.evaluate((element) => element.scrollTo({ top: 300 }));
  await expect(row).toBeInViewport();
  const before = await row.boundingBox();
  for (let n = 41; n <= 43; n += 1) await write(`note ${n}.`);
  const pill = page.getByRole("button", { name: "3 new entries" });
  await expect(pill).toBeVisible();
  expect((await row.boundingBox())?.y).toBe(before?.y);
  await pill.click();
  await expect(log.getByText("note 43.", { exact: true })).toBeInViewport();
  await expect(pill).toHaveCount(0);
  await api.act(id, "cancel");
});
