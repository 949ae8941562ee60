import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

const LIMITS = { requestsPerSecond: 50, burst: 10, concurrency: 4, retry: { attempts: 2, baseDelayMs: 10 } };

test("a run pauses by its own rules, says why and what to do, and goes on once they are changed", async ({
  page,
  api,
  tag,
}) => {
  const name = `Rules ${tag}`;
  const provider = await api.createSimulated(name, LIMITS, { faults: { error500: 1 } });
  const dataset = await api.createDataset(name, 60);
  await page.goto(`/runs/new?dataset=${dataset.id}&provider=${provider.id}`);
  await page.getByLabel("Prompt template").fill("{{question}}");

  await test.step("the launch form takes rules and a priority, and refuses nonsense", async () => {
    const rules = page.getByRole("button", { name: /When it pauses by itself/ });
    await rules.click();
    await page.getByLabel("Errors in a row").fill("0");
    await page.getByRole("button", { name: "Start run" }).click();
    await expect(page.getByLabel("Errors in a row")).toBeFocused();
    await expect(page.getByLabel("Errors in a row")).toHaveAccessibleDescription(/from 1 to 10,000/);
    await page.getByLabel("Errors in a row").fill("12");
    await page.getByLabel("Over at least").fill("0");
    await page.getByRole("switch", { name: "The provider asks for a long wait" }).click();
    await page.getByRole("radiogroup", { name: "Priority" }).getByRole("radio", { name: "High" }).click();
    await expect(page).toHaveURL(/priority=high/);
    await page.getByRole("button", { name: "Start run" }).click();
    await page.waitForURL(/\/runs\/run_/);
  });

  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const run = new RunPage(page);
  await run.expectState("Paused");
  await expect(run.header).toContainText("High priority");
  await expect(run.header).toContainText(/The last \d+ attempts all failed/);
  await expect(run.header).toContainText("resume when it answers again");
  expect(await api.run(id)).toMatchObject({
    priority: "high",
    stopReason: { code: "errors-in-row" },
    autoPause: { errorsInRow: { attempts: 12, forMs: 0 }, cooldownOverMs: null },
  });
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByRole("log")).toContainText(/attempts all failed/);

  await test.step("Config shows the rules, and changes them", async () => {
    await page.getByRole("tab", { name: "Config" }).click();
    const card = page.locator("section").filter({ has: page.getByRole("heading", { name: "Priority and pauses" }) });
    await expect(card).toContainText("12 errors in a row");
    await card.getByRole("button", { name: "Edit" }).click();
    await card.getByRole("switch", { name: "Nothing but errors" }).click();
    await card.getByRole("radio", { name: "Normal" }).click();
    await card.getByLabel("Reason").fill("known outage");
    await card.getByRole("button", { name: "Apply" }).click();
    await expect(card).not.toContainText("errors in a row");
    await expect(run.header).not.toContainText("High priority");
    await page.getByRole("tab", { name: "Log" }).click();
    await expect(page.getByRole("log")).toContainText(/Priority high→normal.*known outage/);
  });

  await run.button("Resume").click();
  await run.expectState("Finished with gaps");
  expect(await api.run(id)).toMatchObject({ stopReason: null, counts: { done: 60, notScored: 60 } });
});

test("a pause may hold retries, also when that is asked for while it drains", async ({ page, api, tag }) => {
  const name = `Hold ${tag}`;
  const slow = { ...LIMITS, retry: { attempts: 4, baseDelayMs: 60_000, jitter: "none" as const } };
  const provider = await api.createSimulated(name, slow, { faults: { error500: 1 } });
  const dataset = await api.createDataset(name, 400);
  const { id } = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  const run = new RunPage(page);
  await run.open(id);
  await expect.poll(async () => (await api.run(id)).active.backingOff).toBeGreaterThan(3);
  await run.button("Pause").click();
  await run.expectState("Pausing");
  await run.button("Stop pending retries").click();
  await run.expectState("Paused");
  await run.button("Resume").click();
  await run.expectState("Running");
  await run.button("Pause options").click();
  await page.getByRole("menuitem", { name: "Pause and stop pending retries" }).click();
  await run.expectState("Paused");
  await api.act(id, "cancel");
});

test("the Limits page tells which run has which part of a pool", async ({ page, api, tag }) => {
  const name = `Share ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 4, burst: 1, concurrency: 4 });
  const dataset = await api.createDataset(name, 500);
  const start = (priority: "low" | "normal", label: string) =>
    api.startRun({ name: `${label} ${tag}`, datasetId: dataset.id, providerId: provider.id, priority });
  const [calm, usual] = await Promise.all([start("low", "calm"), start("normal", "usual")]);
  await page.goto("/limits");
  const pool = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: `calm ${tag}` }) });
  await expect(pool).toContainText("low priority, 20 % of the turns");
  await expect(pool).toContainText("80 % of the turns");
  for (const { id } of [calm, usual]) await api.act(id, "cancel");
});
