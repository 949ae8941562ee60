import { seriousViolations } from "./support/axe";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test("a run bound by tokens says so, and goes on when the limit is taken away in its panel", async ({
  page,
  api,
  tag,
}) => {
  const name = `Tokens ${tag}`;
  const provider = await api.createSimulated(name, {
    requestsPerSecond: 50,
    burst: 10,
    concurrency: 8,
    inputTokensPerMinute: 600,
    requestsPerDay: 5000,
  });
  const dataset = await api.createDataset(name, 120);
  const run = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  const view = new RunPage(page);
  await view.open(run.id);
  await expect(page.getByText(/Bound by INPUT TOKENS: \d+ of 600 per min/)).toBeVisible({ timeout: 20_000 });

  await page.keyboard.press("e");
  const panel = view.editPanel;
  // Both are set in the pool, so they are not folded away.
  await expect(panel.getByLabel("Requests per day")).toHaveValue("5000");
  await panel.getByText(`${name}, all runs`).click();
  await panel.getByLabel("Input tokens per minute").fill("");
  await panel.getByLabel(/Reason/).fill("Another tier");
  await panel.getByRole("button", { name: "Apply" }).click();
  await expect(panel).toHaveCount(0);
  await api.runIn(run.id, ["finished"]);
  expect((await api.run(run.id)).counts).toMatchObject({ done: 120, notScored: 0 });

  await page.goto("/limits");
  const pool = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(pool.getByRole("meter", { name: "Today, UTC" })).toHaveAttribute("aria-valuenow", "120");
  expect(await seriousViolations(page)).toEqual([]);
});
