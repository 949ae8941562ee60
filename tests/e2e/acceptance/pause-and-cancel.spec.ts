import { firstNumber, RunPage } from "../support/run-page";
import { expect, test } from "../support/test";

test("check 12: a run pauses after what is in flight, stands still, and goes on without a burst above its rule", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  // Slow calls, so that pausing takes its time.
  const vendor = await simulator({ latencyMedianMs: 2000, latencyP95Ratio: 1.2 });
  const provider = await api.createProvider({
    name: `Pause ${tag}`,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 8, burst: 4, concurrency: 20 },
  });
  const dataset = await api.createDataset(`Pause ${tag}`, 160);
  const { id } = await api.startRun({ name: `Pause ${tag}`, datasetId: dataset.id, providerId: provider.id });
  const run = new RunPage(page);
  await run.open(id);
  await api.runDone(id, 15);
  await page.keyboard.press("p");
  await run.expectState("Pausing");
  await run.expectState("Paused");
  await expect(run.tile("Time left")).toContainText("paused");
  await expect(run.header).toContainText(/Paused by .+ (just now|\d+\ss ago)\. Resume to go on\./);
  const paused = await api.run(id);
  expect(paused.counts.inFlight).toBe(0);
  expect(vendor.stats().inFlight).toBe(0);
  expect(vendor.stats().byStatus.abandoned ?? 0, "what was in flight came to its end").toBe(0);
  const sent = vendor.stats().requests;

  await test.step("elapsed and time left stand still over several ticks of the clock", async () => {
    const told = await run.tile("Time left").textContent();
    const open = run.chart("Attempts per second").locator('.recharts-surface rect[fill="url(#pattern-idle-hatch)"]');
    await expect(open.last(), "the pause is hatched").toBeVisible();
    const width = async () => (await open.last().boundingBox())?.width ?? 0;
    const before = await width();
    // It grows with the page's clock, so that one knows that time has passed.
    await expect.poll(width).toBeGreaterThan(before + 8);
    expect(await run.tile("Time left").textContent()).toBe(told);
    expect(vendor.stats().requests).toBe(sent);
    expect((await api.run(id)).activeMs).toBe(paused.activeMs);
  });

  await page.keyboard.press("p");
  await run.expectState("Running");
  const over = await api.runIn(id, ["finished"], 90_000);
  await run.expectState("Finished");
  expect(over.counts).toMatchObject({ done: 160, notScored: 0 });
  expect(vendor.stats().requests, "each case once").toBe(160);
  const { buckets } = await api.metrics(id);
  for (const bucket of buckets) expect(bucket.started, bucket.t).toBeLessThanOrEqual(8 + 4);
  expect(buckets.some((bucket) => bucket.paused)).toBe(true);
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByRole("log")).toContainText(/paused/i);
  await expect(page.getByRole("log")).toContainText(/resumed/i);
});

test("check 13: cancelling asks first, keeps what is finished, and resuming runs just the rest", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  const vendor = await simulator({ latencyMedianMs: 300 });
  const provider = await api.createProvider({
    name: `Cancel ${tag}`,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 60, burst: 5, concurrency: 10 },
  });
  const dataset = await api.createDataset(`Cancel ${tag}`, 200);
  // So slow that it cannot end before it is cancelled.
  const limits = { requestsPerSecond: 4, burst: 5, concurrency: 10 };
  const { id } = await api.startRun({ name: `Cancel ${tag}`, datasetId: dataset.id, providerId: provider.id, limits });
  const run = new RunPage(page);
  await run.open(id);
  await api.runDone(id, 20);
  await run.button("Cancel").click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Keep running" })).toBeFocused();
  await expect(dialog).toContainText(/finished cases are kept/);
  const told = await dialog.getByRole("listitem").allTextContents();
  expect(
    told.map(firstNumber).reduce((sum, cases) => sum + cases, 0),
    `kept, dropped and never started: ${told.join(" ")}`,
  ).toBe(200);
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await run.expectState("Running");

  await run.button("Cancel").click();
  await dialog.getByRole("button", { name: "Cancel run" }).click();
  await run.expectState("Cancelled");
  const cancelled = await api.run(id);
  const { total, done, pending, inFlight, passed, failed, notScored } = cancelled.counts;
  expect(done + pending + inFlight).toBe(total);
  expect(passed + failed + notScored).toBe(done);
  expect(inFlight).toBe(0);
  expect(done).toBeGreaterThanOrEqual(20);
  const before = await api.cases(id, "&state=done");
  expect(before).toHaveLength(done);

  await run.button(`Resume ${pending} remaining`).click();
  await api.hurry(id);
  const over = await api.runIn(id, ["finished"], 90_000);
  await run.expectState("Finished");
  expect(over.counts).toMatchObject({ total: 200, done: 200, notScored: 0 });
  const after = new Map((await api.cases(id)).map((each) => [each.caseId, each]));
  expect(after.size).toBe(200);
  for (const earlier of before) {
    expect(after.get(earlier.caseId)?.finishedAt, `${earlier.caseId} was not run again`).toBe(earlier.finishedAt);
  }
  // Only what was dropped in flight was asked twice; the provider may have answered some of it in that very moment.
  const { attemptsByPrompt, byStatus } = vendor.stats();
  expect(attemptsByPrompt[2] ?? 0).toBe(cancelled.attempts.cancelled);
  expect(byStatus.abandoned ?? 0).toBeLessThanOrEqual(cancelled.attempts.cancelled);
  expect(attemptsByPrompt[3] ?? 0).toBe(0);
});
