import { expect, test } from "./support/test";

test("a pool's meters move with a run, and an edit holds for it at once and is recorded", async ({
  page,
  api,
  tag,
}) => {
  const name = `Pool ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 6, burst: 2, concurrency: 8 });
  const dataset = await api.createDataset(name, 2000);
  const run = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  await page.goto("/limits");
  const pool = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(pool.getByRole("link", { name, exact: true }).last()).toBeVisible();
  const meter = pool.getByRole("meter").first();
  await expect.poll(async () => Number(await meter.getAttribute("aria-valuenow"))).toBeGreaterThan(0);

  await pool.getByRole("button", { name: `Test the key of ${name}` }).click();
  await expect(pool.getByRole("status")).toContainText("status 200");

  await pool.getByRole("button", { name: `Edit limits of ${name}` }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Requests per second").fill("15");
  await sheet.getByRole("button", { name: "Apply limits" }).click();
  await expect(sheet.getByLabel(/Reason|Why/), "others share it: a reason is due").toBeFocused();
  await sheet.getByLabel(/Reason|Why/).fill("Tier 2 since today");
  await sheet.getByRole("button", { name: "Apply limits" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(pool).toContainText("15 rps");
  await expect.poll(async () => (await api.run(run.id)).effectiveLimits.requestsPerSecond).toBe(15);
  const stored = (await api.pools()).find((each) => each.providerId === provider.id);
  expect(stored?.changes[0]).toMatchObject({ actor: "Local owner", reason: "Tier 2 since today", source: "ui" });
  await api.act(run.id, "cancel");
});

test("what the provider reports stands beside what is configured, and one press sets it to 90 %", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  const name = `Learned ${tag}`;
  const vendor = await simulator({ limits: { requestsPerSecond: 20, burst: 20 }, latencyMedianMs: 30 });
  const provider = await api.createProvider({
    name,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 4, burst: 2, concurrency: 4 },
  });
  const dataset = await api.createDataset(name, 2000);
  const run = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  await api.runDone(run.id, 4, 20_000);
  await page.goto("/limits");
  const pool = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(pool).toContainText("allows more than twice what is configured");
  await pool.getByRole("button", { name: "Set to 90 % of reported" }).click();
  await expect.poll(async () => (await api.run(run.id)).effectiveLimits.requestsPerSecond).toBe(18);
  await expect(pool.getByRole("button", { name: "Set to 90 % of reported" })).toHaveCount(0);
  const stored = (await api.pools()).find((each) => each.providerId === provider.id);
  expect(stored?.changes[0]).toMatchObject({ source: "ui", reason: expect.stringContaining("90 % of what") });

  await page.goto(`/runs/${run.id}`);
  await page.getByRole("button", { name: "More charts" }).click();
  const tokens = page.getByRole("figure", { name: "Tokens per minute and provider headroom" });
  await expect(tokens).toContainText(/The provider reports \d+.*% of the requests/);
  await tokens.getByRole("button", { name: "View as table" }).click();
  await expect(tokens.getByRole("table")).toContainText("Requests left, as reported");
  await tokens.getByRole("button", { name: "View as table" }).click();
  await api.act(run.id, "cancel");
});
