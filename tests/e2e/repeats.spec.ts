import { openLaunch } from "./support/launch-page";
import { expect, test } from "./support/test";

test("a run with three repeats is launched, its cases told apart, and compared case by case", async ({
  page,
  api,
  tag,
}) => {
  const name = `Repeats ${tag}`;
  // Some requests are lost for good, so that repeats of one case end otherwise.
  const limits = { requestsPerSecond: 100, burst: 60, concurrency: 40, retry: { attempts: 1 } };
  const provider = await api.createSimulated(name, limits, { faults: { error500: 0.2 }, latencyMedianMs: 5 });
  const dataset = await api.createDataset(name, 20);
  await openLaunch(page, `dataset=${dataset.id}&provider=${provider.id}`);
  await page.getByLabel("Repeats").fill("3");
  await expect(page).toHaveURL(/repeats=3/);
  await expect(page.getByText(/^20 cases × 3 at/)).toBeVisible();
  await page.getByLabel("Prompt template").fill("{{question}} Answer with the number alone.");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const run = await api.runIn(id, ["finished"]);
  expect([run.repeats, run.counts.total]).toEqual([3, 60]);
  await expect(page.getByText("Passed every time")).toBeVisible();
  await expect(page.getByText("Progress · 20 cases × 3")).toBeVisible();

  await page.goto(`/runs/${id}?tab=cases`);
  await page.getByLabel("Find in cases").fill("case-0007");
  await expect(page.getByText("3 match")).toBeVisible();
  await page.getByRole("button", { name: "case-0007 · 2 of 3" }).click();
  const drawer = page.getByRole("dialog", { name: "case-0007 · 2 of 3" });
  const strip = drawer.getByRole("navigation", { name: "Repeats of this case" });
  await expect(strip.getByRole("link")).toHaveCount(3);
  await expect(strip.getByRole("link", { name: /^Repeat 2 of 3: / })).toHaveAttribute("aria-current", "true");
  await strip.getByRole("link", { name: /^Repeat 3 of 3: / }).click();
  await expect(page.getByRole("dialog", { name: "case-0007 · 3 of 3" })).toBeVisible();
  await expect(page).toHaveURL(/case=case-0007%233/);
  await expect(page.getByRole("region", { name: "Expected" })).toHaveText(String(7 + 42));

  const once = await api.startRun({ name: `Once ${tag}`, datasetId: dataset.id, providerId: provider.id });
  await api.runIn(once.id, ["finished"]);
  await page.goto(`/compare?runs=${once.id},${id}&show=all`);
  await expect(page.getByText(/With repeats each case counts once/)).toBeVisible();
  const cases = page.getByRole("table", { name: "Compared cases" });
  const row = cases.getByRole("row").filter({ has: page.getByRole("button", { name: "case-0007" }) });
  await expect(row.getByText(/^(\d of \d passed|none scored)$/)).toBeVisible();
  await expect(
    row.getByRole("img", { name: /^(passed|failed|not scored)(, (passed|failed|not scored)){2}$/ }),
  ).toBeVisible();
});
