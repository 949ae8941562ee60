import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const forecast = (page: Page) => page.locator("output").filter({ hasText: /about|Choose|Mend/ });

/** Cases, rps, burst, at once, seconds a call, percent retried, attempts, and what is told. */
const VECTORS = [
  ["F1", 1200, 5, 10, 8, 1.2, 1, 4, "4 min 2 s, bounded by rate"],
  ["F2", 1200, 5, 10, 8, 4, 0, 4, "10 min 0 s, bounded by concurrency"],
  ["F3", 1200, 5, 10, 20, 4, 0, 4, "4 min 2 s, bounded by rate"],
  ["F4", 1200, 5, 10, 25, 4, 0, 4, "4 min 2 s, bounded by rate"],
  ["F5", 1200, 5, 10, 8, 1.2, 20, 4, "4 min 59 s, bounded by rate"],
  ["F6", 1200, 5, 10, 8, 1.6, 0, 4, "4 min 0 s, bounded by concurrency"],
  ["F7", 10_000, 20, 40, 64, 2.5, 2, 5, "8 min 31 s, bounded by rate"],
  ["F8", 6, 5, 10, 8, 2, 0, 4, "4.0 s, bounded by latency"],
  ["F9", 300, 0.5, 1, 2, 3, 0, 3, "10 min 1 s, bounded by rate"],
] as const;

test("the forecast is what it is told to be, for every vector", async ({ page, api, tag }) => {
  // Without a provider the form is closed.
  const limits = { requestsPerSecond: 50, burst: 20, concurrency: 10 };
  await api.createSimulated(`One ${tag}`, limits);
  await api.createSimulated(`Two ${tag}`, limits);
  // With several to choose from, none is chosen: the address alone says how many cases there are.
  await api.createDataset(`One ${tag}`, 1);
  await api.createDataset(`Two ${tag}`, 1);
  const [id, n, rps, burst, conc, latency, retried, attempts, told] = VECTORS[0];
  await page.goto(
    `/runs/new?n=${n}&rps=${rps}&burst=${burst}&conc=${conc}&attempts=${attempts}&latency=${latency}&retried=${retried}`,
  );
  await expect(forecast(page), id).toContainText(`about ${told}`);
  const field = (name: string, value: number) => page.getByLabel(name, { exact: true }).fill(String(value));
  for (const [name, cases, rate, most, slots, seconds, percent, tries, expected] of VECTORS.slice(1)) {
    await field("How many", cases);
    await field("Requests per second", rate);
    await field("Burst", most);
    await field("At once", slots);
    await field("Attempts", tries);
    await field("Per call", seconds);
    await field("Retried", percent);
    await expect(forecast(page), name).toContainText(
      `at ${rate} rps, burst ${most}, ${slots} at once: about ${expected}`,
    );
  }
});

test("five cases are tried, looked at, and counted into the run that goes on", async ({ page, api, tag }) => {
  const name = `Trial ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  const dataset = await api.createDataset(name, 40);
  await page.goto(`/runs/new?dataset=${dataset.id}&provider=${provider.id}&name=${encodeURIComponent(name)}`);
  await page.getByLabel("Prompt template").fill("{{question}} Answer with the number alone.");
  await page.getByRole("combobox", { name: "Evaluator 1" }).click();
  await page.getByRole("option", { name: "Numeric" }).click();
  await page.getByRole("button", { name: "Try 5 first" }).click();
  const card = page.getByRole("region", { name: "Tried first" });
  await expect(card.getByRole("status")).toContainText("5 of 40 cases tried", { timeout: 30_000 });
  await expect(card.getByRole("list", { name: "Tried cases" }).getByText("numeric").first()).toBeVisible();
  await expect(card).toContainText(/Measured: .* per call, .* tokens in/);
  await expect(card).toContainText(/The other 35: about/);
  await expect(forecast(page)).toContainText("5 calls");

  await page.reload();
  await expect(card.getByRole("status")).toContainText("5 of 40 cases tried");
  await expect(page.getByLabel("Prompt template")).toHaveValue("{{question}} Answer with the number alone.");
  await card.getByRole("button", { name: "Run the other 35" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  const own = (await api.runs()).filter((each) => each.name === name);
  expect(own).toHaveLength(1);
  const run = await api.runIn(own[0]?.id ?? "", ["finished"]);
  expect(run).toMatchObject({ counts: { total: 40, done: 40 }, attempts: { total: 40 } });
});

test("a matrix is started by one press, and its runs stand together", async ({ page, api, tag }) => {
  const name = `Matrix ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  const dataset = await api.createDataset(name, 6);
  await page.goto(`/runs/new?dataset=${dataset.id}&provider=${provider.id}&name=${encodeURIComponent(name)}`);
  await page.getByLabel("Prompt template").fill("{{question}}");
  await page.getByRole("button", { name: "Another prompt" }).click();
  await page.getByLabel("Prompt template B").fill("Please: {{question}}");
  await page.getByRole("button", { name: "Another model" }).click();
  await page.getByLabel("Model 2", { exact: true }).fill("sim-large");
  await expect(forecast(page)).toContainText("4 runs, 24 cases: about");
  await expect(forecast(page)).toContainText(`4 of them share ${name}'s 50 rps`);
  await page.getByRole("button", { name: "Start 4 runs" }).dblclick();
  await expect(page).toHaveURL(/\/runs\?group=grp_/);
  await expect(page.getByRole("table", { name: "Runs" }).getByRole("link")).toHaveCount(4);
  await expect(page.getByRole("link", { name: `${name} · sim-large · prompt B` })).toBeVisible();
  await expect(page.getByRole("link", { name: "Compare these 4" })).toHaveAttribute(
    "href",
    /\/compare\?runs=run_\w+,run_/,
  );
  expect((await api.runs()).filter((each) => each.name.startsWith(name))).toHaveLength(4);
});

test("limits become a preset, an edit of it says so, and what is gone is told", async ({ page, api, tag }) => {
  const name = `Preset ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  await api.createDataset(name, 6);
  await page.goto(`/runs/new?provider=${provider.id}&dataset=ds_gone&priority=urgent&rps=7&burst=3&conc=4&attempts=2`);
  await expect(page.getByText(/The dataset that this form was filled with is not there/)).toBeVisible();
  await expect(page.getByText(/left out: priority=urgent/)).toBeVisible();
  await page.getByRole("button", { name: "Save as preset…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as preset" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel(/^Message/).fill("Tried out");
  await dialog.getByRole("button", { name: "Save preset" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Preset" })).toContainText(`${name} · v1`);
  await page.getByLabel("Requests per second").fill("6");
  await expect(page.getByText(/@1 · edited/)).toBeVisible();
  await page.getByRole("button", { name: "Undo the edits" }).click();
  await expect(page.getByLabel("Requests per second")).toHaveValue("7");
});

test("a preset that is edited for one run stays its preset, and the run says that it was edited", async ({
  page,
  api,
  tag,
}) => {
  const name = `Edited ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  const dataset = await api.createDataset(name, 6);
  const limits = { requestsPerSecond: 40, burst: 10, concurrency: 10 };
  const { slug } = await api.createPreset({ name, slug: `edited-${tag}`, limits });
  await page.goto(`/runs/new?provider=${provider.id}&dataset=${dataset.id}&preset=${slug}@1`);
  await page.getByLabel("Prompt template").fill("{{question}}");
  await page.getByLabel("At once", { exact: true }).fill("7");
  await expect(page.getByText(`${slug}@1 · edited`)).toBeVisible();
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText(`preset ${slug}@1 (edited)`)).toBeVisible();
  expect((await api.preset(slug)).recentRuns).toHaveLength(1);
  await page.getByRole("tab", { name: "Config" }).click();
  await expect(page.getByRole("table", { name: "Changes of limits" })).toContainText("10→7 at once");
});
