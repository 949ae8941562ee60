import { seriousViolations } from "./support/axe";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test("a run is launched with a judge by a ready rubric, and its verdict is read in the case's drawer", async ({
  page,
  api,
  tag,
}) => {
  const limits = { requestsPerSecond: 50, burst: 20, concurrency: 40 };
  const target = await api.createSimulated(`Target ${tag}`, limits);
  await api.createSimulated(`Judges ${tag}`, { ...limits, requestsPerSecond: 30 });
  const dataset = await api.createDataset(`Judged ${tag}`, 40);
  await page.goto(`/runs/new?dataset=${dataset.id}&provider=${target.id}`);
  await page.getByLabel("Prompt template").fill("{{question}} Answer with the number alone.");
  await page.getByRole("combobox", { name: "Evaluator 1" }).click();
  await page.getByRole("option", { name: /^Judge/ }).click();
  await page.getByRole("combobox", { name: "Judge's provider" }).click();
  await page.getByRole("option", { name: `Judges ${tag}` }).click();
  await expect(page.getByLabel("Judge's model")).toHaveValue("sim-small");

  await test.step("a rubric of one's own is told what is wrong with it", async () => {
    await page.getByRole("combobox", { name: "Rubric" }).click();
    await page.getByRole("option", { name: "A rubric of your own" }).click();
    await page.getByLabel("What the judge is asked").fill("Is {{tone}} the tone of it?");
    await page.getByRole("button", { name: "Start run" }).click();
    await expect(page.getByLabel("What the judge is asked")).toHaveAccessibleDescription(/must name \{\{output\}\}/);
    await page.getByLabel("What the judge is asked").fill("Is {{tone}} the tone of {{output}}?");
    await expect(page.getByLabel("What the judge is asked")).toHaveAccessibleDescription(/names \{\{tone\}\}/);
    expect(await seriousViolations(page)).toEqual([]);
  });

  await page.getByRole("combobox", { name: "Rubric" }).click();
  await page.getByRole("option", { name: /^Factuality/ }).click();
  await expect(page.getByRole("region", { name: "Rubric of evaluator 1" })).toContainText("[Expert]: {{expected}}");
  await expect(page.getByRole("list", { name: "What it may answer" })).toContainText("C = 1");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);

  const run = new RunPage(page);
  await run.expectState("Finished");
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const ended = await api.run(id);
  const [judge] = ended.judges;
  expect(ended.attempts.total).toBe(40);
  expect(judge?.attempts.total).toBe(40);
  const figures = page.getByLabel("judge (factuality)", { exact: true });
  await expect(figures).toContainText(`${judge?.verdicts.passed} passed · ${judge?.verdicts.failed} failed`);
  expect(await seriousViolations(page)).toEqual([]);

  const [first] = await api.cases(id);
  await page.goto(`/runs/${id}?tab=cases&case=${first?.caseId}`);
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("judge (factuality)", { exact: true })).toBeVisible();
  await expect(drawer).toContainText(first?.scores[0]?.detail ?? "no reason");
  await expect(drawer.getByText("Attempt 2 · judge (factuality)")).toBeVisible();
});
