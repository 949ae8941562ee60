import type { RunResponse } from "@/lib/contracts/runs";
import type { Api } from "./support/api";
import { expect, test } from "./support/test";

const QUICK = { requestsPerSecond: 400, burst: 400, concurrency: 40 };

/** Two finished runs of one dataset with other prompts, so that some answers turn; and one of a dataset apart. */
async function threeRuns(api: Api, tag: string): Promise<[RunResponse, RunResponse, RunResponse]> {
  const [dataset, apart] = [
    await api.createDataset(`Sums ${tag}`, 60),
    await api.createDataset(`Apart ${tag}`, 3, "apart"),
  ];
  const provider = await api.createSimulated(`Sim ${tag}`, QUICK, { latencyMedianMs: 5 });
  const target = { providerId: provider.id, model: "sim-small", prompt: "{{question}}" };
  const start = (name: string, prompt: string, datasetId: string) =>
    api.startRun({ name: `${name} ${tag}`, datasetId, providerId: provider.id, target: { ...target, prompt } });
  const made = [
    await start("first", "{{question}}", dataset.id),
    await start("second", "Answer shortly: {{question}}", dataset.id),
    await start("third", "{{question}}", apart.id),
  ];
  const [first, second, third] = await Promise.all(made.map((run) => api.runIn(run.id, ["finished"])));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three runs were started");
  return [first, second, third];
}

test("runs are ticked by keys, compared, and read: verdict, cases, outputs side by side, configuration", async ({
  page,
  api,
  tag,
}) => {
  const [first, second] = await threeRuns(api, tag);
  await page.goto(`/runs?q=${tag}`);
  const table = page.getByRole("table", { name: "Runs" });
  await expect(table.getByRole("link", { name: first.name })).toBeVisible();
  // Newest first: third, second, first.
  await page.keyboard.press("j");
  await expect(table.getByRole("link", { name: /third/ })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Ticked runs" })).toContainText("2 ticked");
  await expect(page).toHaveURL(/sel=/);
  await page.getByRole("region", { name: "Ticked runs" }).getByRole("link", { name: "Compare" }).click();

  await expect(page).toHaveURL(new RegExp(`/compare\\?runs=${second.id},${first.id}`));
  await expect(page.getByRole("list", { name: "Compared runs" }).getByText("Baseline", { exact: true })).toBeVisible();
  await expect(page.getByText(/^B (is \d+\.\d points? (better|worse) than A|and A score alike) \(/)).toContainText(
    "60 pairs",
  );
  const summary = page.getByRole("table", { name: "Summary of the runs" });
  await expect(summary.getByRole("row", { name: /^Pass rate/ })).toContainText("n\u00a060");

  await page.getByRole("radio", { name: /^All/ }).click();
  await expect(page).toHaveURL(/show=all/);
  await page.getByLabel("Find in compared cases").fill("case-0007");
  const cases = page.getByRole("table", { name: "Compared cases" });
  await expect(cases.getByRole("row")).toHaveCount(2);
  await cases.getByRole("button", { name: "case-0007" }).click();
  const sheet = page.getByRole("dialog", { name: "case-0007" });
  await expect(sheet.getByRole("region", { name: "Output" })).toHaveCount(2);
  await expect(sheet.getByRole("region", { name: "Expected" })).toHaveText(String(7 + 42));
  await page.goBack();
  await expect(sheet).toBeHidden();

  const config = page.getByRole("table", { name: "Configuration of the runs" });
  await expect(config.getByRole("row", { name: /Prompt/ })).toContainText("Answer shortly");
  await expect(config.getByRole("row", { name: /Burst/ })).toHaveCount(0);
  await page.getByRole("switch", { name: "Only what differs" }).click();
  await expect(config.getByRole("row", { name: /Burst/ })).toBeVisible();

  const chart = page.getByRole("figure", { name: "Cases done" });
  // So that the browser takes the focus for a keyboard's.
  await page.keyboard.press("Shift");
  await chart.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("output").filter({ hasText: /^0:\d\d: A .*, B / }), "it is read out").toHaveCount(1);
  const texts = page.locator(".recharts-tooltip-wrapper").filter({ hasText: /^\d+:\d\d/ });
  await expect(texts, "the text is where the reader is").toHaveCount(1);

  await page.getByRole("button", { name: "Swap" }).click();
  await expect(page).toHaveURL(new RegExp(`runs=${first.id},${second.id}`));
});

test("runs without a common case say so; a baseline, a run and a stale one can be changed on the spot", async ({
  page,
  api,
  guard,
  tag,
}) => {
  guard.allow(/status of 404/);
  const [first, second, third] = await threeRuns(api, tag);
  await page.goto(`/compare?runs=${first.id},${third.id}`);
  await expect(page.getByText("0 of 60 cases match by id.")).toBeVisible();
  await page.getByRole("radio", { name: /^Missing/ }).click();
  await expect(page.getByRole("table", { name: "Compared cases" }).getByText("missing").first()).toBeVisible();

  await page.getByRole("button", { name: "Add run" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a run" });
  await dialog.getByLabel("Find runs").fill(second.name);
  await dialog.getByRole("checkbox", { name: second.name }).click();
  await dialog.getByRole("button", { name: /^Compare/ }).click();
  await expect(page.getByRole("list", { name: "Compared runs" }).getByRole("listitem")).toHaveCount(3);
  await page.getByRole("button", { name: "Set C as baseline" }).click();
  await expect(page).toHaveURL(new RegExp(`base=${second.id}`));
  await page.getByRole("button", { name: "Remove B" }).click();
  await expect(page.getByText(/^A (is|and)/)).toBeVisible();

  await page.goto(`/compare?runs=${first.id},run_gone,${second.id}&show=nonsense`);
  await expect(page.getByText(/Not understood in the address/)).toContainText("show=nonsense");
  await page.getByRole("alert").getByRole("button", { name: "Take it out" }).click();
  await expect(page.getByRole("list", { name: "Compared runs" }).getByRole("listitem")).toHaveCount(2);
});

test("the list pins, filters and keeps views that fill the address", async ({ page, api, tag }) => {
  const [first, , third] = await threeRuns(api, tag);
  await page.goto(`/runs?q=${tag}&state=sideways`);
  await expect(page.getByText(/Not understood in the address/)).toContainText("state=sideways");
  const table = page.getByRole("table", { name: "Runs" });
  const top = table.getByRole("row").nth(1);
  await expect(top).toContainText(third.name);
  await table.getByRole("button", { name: `Actions of ${first.name}` }).click();
  await page.getByRole("menuitem", { name: "Pin to the top" }).click();
  await expect(top).toContainText(first.name);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(top).toContainText(third.name);

  await page.goto(`/runs?q=${tag}&sort=name`);
  await expect(top).toContainText(first.name);
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: "Save as a new view…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Mine ${tag}`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const view = page.getByRole("button", { name: new RegExp(`^View: Mine ${tag}`) });
  await expect(view).toBeVisible();
  await page.getByLabel("Find runs").fill(`third ${tag}`);
  await expect(view).toContainText("· edited");
  await view.click();
  await page.getByRole("menuitem", { name: /^Back to Mine/ }).click();
  await expect(page).toHaveURL(new RegExp(`q=${tag}`));
  await expect(view).not.toContainText("edited");
  await page.getByLabel("Find runs").fill("nothing like this");
  await expect(page.getByText("No runs match the filter")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(table).toBeVisible();
});
