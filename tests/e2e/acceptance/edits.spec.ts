import type { Locator } from "@playwright/test";
import { RunPage } from "../support/run-page";
import { SLOW_LIMITS, slowRun } from "../support/slow-run";
import { expect, test } from "../support/test";

test("check 9: an edit is previewed, holds within 2 s, steps at its time and no earlier, is told with who, when and why, and can be undone", async ({
  page,
  api,
  tag,
}) => {
  const preset = await api.createPreset({ name: `Edit ${tag}`, slug: `edit-${tag}`, limits: SLOW_LIMITS });
  const { id } = await slowRun(api, `Edit ${tag}`, { preset: preset.latest.ref });
  await api.runDone(id, 15);
  const run = new RunPage(page);
  await run.open(id);
  await page.keyboard.press("e");
  const panel = run.editPanel;
  const rps = panel.getByLabel("Requests per second");
  await expect(rps).toBeFocused();
  await rps.fill("480/min");
  await panel.getByLabel("Reason").fill("The account allows more");
  await expect(rps).toHaveValue("8");
  await expect(panel.getByText(/Finishes ≈\d\d:\d\d, .* sooner\./)).toBeVisible();
  const pressedAt = performance.now();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(run.tile("Rate now")).toContainText("/ 8 rps");
  // Wanted within two seconds; a busy machine may take longer, so it is told and not asked for.
  console.log(`check 9: the edit was in force ${Math.round(performance.now() - pressedAt)} ms after the press`);
  await expect(panel).toHaveCount(0);
  const edited = await api.run(id);
  expect(edited.limits.requestsPerSecond).toBe(8);
  expect(edited.preset, "what it was started with stays known").toBe(`edit-${tag}@1`);
  await expect(run.header).toContainText(`preset edit-${tag}@1 (edited)`);

  await test.step("the metrics step where the edit was", async () => {
    await expect
      .poll(async () => (await api.metrics(id)).buckets.filter((b) => b.limit?.requestsPerSecond === 8).length)
      .toBeGreaterThanOrEqual(3);
    const change = (await api.changes(id)).find((each) => each.reason === "The account allows more");
    const applied = Date.parse(change?.at ?? "");
    const { buckets } = await api.metrics(id);
    for (const bucket of buckets) {
      const at = Date.parse(bucket.t);
      if (bucket.limit === null) continue;
      if (at + 1000 <= applied) expect(bucket.limit.requestsPerSecond, `before: ${bucket.t}`).toBe(5);
      if (at >= applied + 2000) expect(bucket.limit.requestsPerSecond, `after: ${bucket.t}`).toBe(8);
    }
  });

  await test.step("so does the chart, with a mark", async () => {
    const chart = run.chart("Attempts per second");
    await expect(chart.getByText("limit 8", { exact: true })).toBeVisible();
    await expect(chart.getByText("5→8 rps · Local owner").last()).toBeVisible();
    const [head = [], ...rows] = await run.table("Attempts per second");
    const limit = head.indexOf("Limit");
    const values = rows.map((row) => row[limit]?.replace(/\s/g, " ")).reverse();
    const step = values.indexOf("8 rps");
    expect(step).toBeGreaterThan(0);
    expect(new Set(values.slice(0, step))).toEqual(new Set(["5 rps"]));
    expect(new Set(values.slice(step))).toEqual(new Set(["8 rps"]));
  });

  await test.step("Log and Config say who, what and why", async () => {
    await page.getByRole("tab", { name: "Log" }).click();
    await expect(page.getByRole("log")).toContainText("5→8 rps");
    await page.getByRole("tab", { name: "Config" }).click();
    const row = page
      .getByRole("table", { name: "Changes of limits" })
      .getByRole("row")
      .filter({ hasText: /5→8\srps/ });
    await expect(row).toContainText("Local owner");
    await expect(row).toContainText("The account allows more");
    await expect(row.locator("time")).toHaveAttribute("datetime", /^\d{4}-/);
  });

  await test.step("Undo is a change of its own", async () => {
    const changes = page.getByRole("table", { name: "Changes of limits" });
    await changes.getByRole("button", { name: "Undo" }).click();
    await expect.poll(async () => (await api.run(id)).limits.requestsPerSecond).toBe(5);
    const undone = changes.getByRole("row").filter({ hasText: /8→5\srps/ });
    await expect(undone).toContainText("Undo of 5→8 rps");
    await undone.getByRole("button", { name: "Undo" }).click();
    await expect.poll(async () => (await api.run(id)).limits.requestsPerSecond).toBe(8);
    expect((await api.changes(id)).filter((change) => change.source !== "launch")).toHaveLength(3);
  });
  await api.act(id, "cancel");
});

test("check 10: fewer slots cut nothing off: what is in flight drains, within a latency, and the line steps", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  const vendor = await simulator({ latencyMedianMs: 1500, latencyP95Ratio: 1.2 });
  const provider = await api.createProvider({
    name: `Drain ${tag}`,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 50, burst: 10, concurrency: 8 },
  });
  const dataset = await api.createDataset(`Drain ${tag}`, 1000);
  const { id } = await api.startRun({ name: `Drain ${tag}`, datasetId: dataset.id, providerId: provider.id });
  const run = new RunPage(page);
  await run.open(id);
  await expect.poll(async () => (await api.run(id)).active.calling).toBe(8);
  await run.button("Edit limits").click();
  await run.editPanel.getByLabel("At once").fill("3");
  await expect(run.editPanel.getByText(/8 in flight, draining to 3\. None is cut\./)).toBeVisible();
  await run.editPanel.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(run.editPanel).toHaveCount(0);
  await expect.poll(async () => (await api.run(id)).active.calling).toBeLessThanOrEqual(3);
  await expect(run.tile("In flight")).toContainText("/ 3");
  const chart = run.chart("Slots by state");
  await expect(chart.getByText("3 at once", { exact: true })).toBeVisible();
  await expect.poll(() => heightsOf(chart.locator('path[stroke="var(--fg)"][stroke-dasharray="6 3"]'))).toBe(2);

  expect(vendor.stats().byStatus.abandoned ?? 0, "no attempt was cut").toBe(0);
  const calls = (await api.cases(id, "&state=done")).flatMap((each) => each.attempts);
  const slowest = Math.max(...calls.map(({ providerLatencyMs }) => providerLatencyMs));
  const change = (await api.changes(id)).find(({ source }) => source === "ui");
  const applied = Date.parse(change?.at ?? "");
  const { buckets } = await api.metrics(id);
  const late = buckets.filter(({ t, inFlightMax }) => Date.parse(t) > applied + slowest + 1000 && inFlightMax > 3);
  expect(late, "after one latency").toEqual([]);
  await api.act(id, "cancel");
});

test("check 11: a server that refuses keeps the panel open with its values and says why, and the charts as they were", async ({
  page,
  api,
  guard,
  tag,
}) => {
  guard.allow(/status of 422/);
  const { id } = await slowRun(api, `Refused ${tag}`);
  const run = new RunPage(page);
  await run.open(id);
  await page.route(`**/api/v1/runs/${id}/limits`, (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/json",
      body: JSON.stringify({ error: { code: "unprocessable", message: "The account allows 4 rps." } }),
    }),
  );
  await run.button("Edit limits").click();
  await run.editPanel.getByLabel("Requests per second").fill("9");
  await run.editPanel.getByLabel("Reason").fill("Faster");
  await run.editPanel.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(run.editPanel).toContainText("The account allows 4 rps.");
  await expect(run.editPanel.getByLabel("Requests per second")).toHaveValue("9");
  await expect(run.editPanel.getByLabel("Reason")).toHaveValue("Faster");
  await expect(run.tile("Rate now")).toContainText("/ 5 rps");
  await expect(run.chart("Attempts per second").getByText("limit 5", { exact: true })).toBeVisible();
  await api.act(id, "cancel");
});

/** On how many heights the level parts of a stepped line lie. */
async function heightsOf(line: Locator): Promise<number> {
  const shape = (await line.getAttribute("d")) ?? "";
  return new Set([...shape.matchAll(/[ML][\d.]+ ([\d.]+)H/g)].map(([, height]) => height)).size;
}
