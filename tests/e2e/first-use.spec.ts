import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test.use({ ownServer: true });

test("an empty workspace shows the first steps, and a sample run is watched to its end without any key", async ({
  page,
  api,
}) => {
  test.setTimeout(90_000);
  await page.goto("/");
  await expect(page).toHaveURL(/\/runs$/);
  for (const step of ["Add a provider key", "Import a dataset", "Start a run"]) {
    await expect(page.getByRole("link", { name: step })).toBeVisible();
  }
  const pressed = Date.now();
  await page.getByRole("button", { name: "Try a sample run" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  const run = new RunPage(page);
  await run.expectState("Running");
  await expect(run.tile("Progress")).toContainText("/ 120");
  await expect.poll(() => run.figure("Progress")).toBeGreaterThan(0);
  await run.expectState("Finished", 60_000);
  expect(Date.now() - pressed, "within a minute").toBeLessThan(60_000);

  const [stored] = await api.runs();
  if (stored === undefined) throw new Error("the run is not listed");
  expect(stored.counts).toMatchObject({ total: 120, done: 120, notScored: 0 });
  // A pass rate without its denominator says little.
  await expect(run.tile("Pass rate")).toContainText(`${Math.round((stored.passRate ?? 0) * 100)} %`);
  await expect(run.tile("Pass rate")).toContainText("of 120 scored");

  await page.goto("/runs");
  const row = page.getByRole("row", { name: /Sample run/ });
  await expect(row).toContainText("Finished");
  await expect(row).toContainText("(120)");
});

test("a second press of the sample gives one run", async ({ page, api }) => {
  await page.goto("/runs");
  await page.getByRole("button", { name: "Try a sample run" }).dblclick();
  await expect(page).toHaveURL(/\/runs\/run_/);
  expect(await api.runs()).toHaveLength(1);
});
