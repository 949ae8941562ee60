import { ACTIVE_RUNS_MAX } from "@/lib/core/scheduling/run-queue";
import type { Api } from "./support/api";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

/** A run over a few cases, at its end. */
async function doneRun(api: Api, name: string) {
  const provider = await api.createSimulated(name, { requestsPerSecond: 50, burst: 20, concurrency: 10 });
  const dataset = await api.createDataset(name, 3);
  const run = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  await api.runIn(run.id, ["finished"]);
  return run;
}

test("columns are chosen by keyboard, stay in the address and keep what is ticked", async ({ page, api, tag }) => {
  const run = await doneRun(api, `Columns ${tag}`);
  await page.goto(`/runs?q=${tag}&sel=${run.id}`);
  const table = page.getByRole("table", { name: "Runs" });
  const head = (name: string) => table.getByRole("columnheader", { name, exact: true });
  await expect(table.getByRole("link", { name: `Columns ${tag}` })).toBeVisible();
  await expect(head("Launched by")).toHaveCount(0);
  const columns = page.getByRole("button", { name: "Columns", exact: true });
  await columns.focus();
  await page.keyboard.press("Enter");
  const entry = (name: string) => page.getByRole("menuitemcheckbox", { name });
  await expect(entry("Dataset")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await expect(entry("Launched by")).toBeFocused();
  await page.keyboard.press("Enter");
  await entry("Started").click();
  await page.keyboard.press("Escape");
  await expect(columns).toBeFocused();
  await expect(head("Launched by")).toBeVisible();
  await expect(head("Dataset")).toBeVisible();
  await expect(head("Started")).toHaveCount(0);
  await expect(page.getByText("Sorted by start, newest first")).toBeVisible();
  // All three changes: the address follows a moment later.
  await expect(page).toHaveURL(/cols=dataset,provider,[^&]*passRate,by(&|$)/);
  await page.reload();
  await expect(head("Launched by")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: `Tick Columns ${tag}` })).toBeChecked();

  // A narrow screen keeps its own layout.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(columns).toBeHidden();
  await expect(head("Launched by")).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test("runs are found between two moments, and the address means the same for everybody", async ({ page, api, tag }) => {
  await doneRun(api, `Between ${tag}`);
  await page.goto(`/runs?q=${tag}&since=7d`);
  const row = page.getByRole("link", { name: `Between ${tag}` });
  await expect(row).toBeVisible();
  await page.getByRole("combobox", { name: "Created" }).click();
  await page.getByRole("option", { name: "Between…" }).click();
  const dialog = page.getByRole("dialog", { name: "Created between" });
  await dialog.getByLabel("From").fill("2025-11-20T14:00");
  await dialog.getByLabel("To", { exact: true }).fill("2025-11-19T09:00");
  await dialog.getByRole("button", { name: "Show these runs" }).click();
  await expect(dialog.getByText("The end has to be later than the start.")).toBeVisible();
  await expect(dialog.getByLabel("To", { exact: true })).toBeFocused();
  await dialog.getByLabel("To", { exact: true }).fill("2025-11-21T09:00");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("No runs match 2 filters")).toBeVisible();
  await expect(page).toHaveURL(/from=2025-11-\d\dT\d\d:\d\dZ&to=2025-11-\d\dT\d\d:\d\dZ/);
  await expect(page).not.toHaveURL(/since=/);
  const chip = page.getByRole("button", { name: /Nov 20, 2025, 14:00 – Nov 21, 2025, 09:00/ });
  await expect(chip).toBeVisible();
  await page.getByRole("button", { name: "Created at any time" }).click();
  await expect(row).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Created" })).toBeFocused();
});

test.describe("more runs than go at once", () => {
  test.use({ ownServer: true });

  test("say their place and move up, on their pages and in the list", async ({ page, api, tag }) => {
    const limits = { requestsPerSecond: 0.01, burst: 1, concurrency: 1 };
    const provider = await api.createSimulated(`Queue ${tag}`, { requestsPerSecond: 50, burst: 20, concurrency: 10 });
    const dataset = await api.createDataset(`Queue ${tag}`, 5);
    const start = (name: string) => api.startRun({ name, datasetId: dataset.id, providerId: provider.id, limits });
    const working = [];
    for (let at = 0; at < ACTIVE_RUNS_MAX; at += 1) working.push(await start(`works ${at}`));
    for (const { id } of working) await api.runIn(id, ["running"]);
    await start("first");
    const second = await start("second");

    const run = new RunPage(page);
    await run.open(second.id);
    await run.expectState("Queued · 2nd");
    await expect(run.header).toContainText("Position 2 in the queue; starts when 2 runs have ended or paused");
    await api.act(working[0]?.id ?? "", "cancel");
    await run.expectState("Queued · 1st");
    await expect(run.header).toContainText("Position 1 in the queue; starts when one of the 8 runs at work ends");

    await page.goto("/runs");
    const row = page.getByRole("row", { name: /second/ });
    await expect(row.getByText("Queued · 1st").first()).toBeVisible();
    await api.act(working[1]?.id ?? "", "cancel");
    await expect(row.getByText("Running").first()).toBeVisible();
  });
});
