import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test("a price is added, a run with a budget pauses with the reason, is given more, and goes on to its end", async ({
  page,
  api,
  tag,
}) => {
  const model = `paid-${tag}`;
  const name = `Budget ${tag}`;
  const dataset = await api.createDataset(name, 60);
  const limits = { requestsPerSecond: 40, burst: 10, concurrency: 6 };
  const provider = await api.createSimulated(name, limits);

  await page.goto("/providers");
  await page.getByRole("link", { name: "Prices" }).click();
  await page.getByRole("button", { name: "Add price" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Provider" }).click();
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
  await dialog.getByLabel("Model").fill(model);
  await dialog.getByLabel(/^Input/).fill("1000");
  await dialog.getByLabel(/^Output/).fill("1000");
  await dialog.getByLabel(/^Reason/).fill("to rehearse a budget");
  await dialog.getByRole("button", { name: "Add price" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("textbox", { name: "Find a model" }).fill(model);
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
  await expect(page.getByText("to rehearse a budget")).toBeVisible();

  const query = new URLSearchParams({ dataset: dataset.id, provider: provider.id, model, budget: "0.5" });
  await page.goto(`/runs/new?${query}`);
  await page.getByLabel("Prompt template").fill("{{question}} Answer with the number alone.");
  await expect(page.getByText(/exceeds \$0\.5000; the run will auto-pause at about case/)).toBeVisible();
  await page.getByRole("button", { name: "Start run" }).click();

  const run = new RunPage(page);
  await run.expectState("Paused", 30_000);
  await expect(run.header).toContainText(/budget/i);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const paused = await api.run(id);
  expect(paused.stopReason?.code).toBe("budget");
  expect(paused.cost.totalUsd ?? 0).toBeGreaterThan(0.4);
  expect(paused.cost.totalUsd ?? 1).toBeLessThanOrEqual(0.5);
  expect(paused.counts.done).toBeLessThan(60);
  await expect(run.tile("Cost, est.")).toContainText("budget $0.5000");
  await page.getByRole("button", { name: "More charts" }).click();
  await expect(run.chart("Cost")).toBeVisible();

  await page.getByRole("button", { name: "Raise the budget…" }).click();
  await expect(dialog.getByLabel(/^Budget/)).not.toHaveValue("0.5");
  await dialog.getByLabel(/^Reason/).fill("worth finishing");
  await dialog.getByRole("button", { name: "Save and resume" }).click();
  await expect(dialog).toBeHidden();
  const over = await api.runIn(id, ["finished"]);
  await run.expectState("Finished");
  expect(over.counts).toMatchObject({ done: 60, notScored: 0 });
  expect(over.attempts.total, "each case once").toBe(60);
  const cases = await api.cases(id);
  const sum = cases.reduce((total, each) => total + (each.costUsd ?? 0), 0);
  expect(sum).toBeCloseTo(over.costUsd ?? 0, 6);
  const { buckets } = await api.metrics(id);
  expect(buckets.reduce((total, bucket) => total + (bucket.costUsd ?? 0), 0)).toBeCloseTo(sum, 6);
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByRole("log")).toContainText("worth finishing");
  await page.goto("/runs");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("$");
});
