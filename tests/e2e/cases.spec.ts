import { readFile } from "node:fs/promises";
import type { Api } from "./support/api";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

const EVIL = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** A finished run with retries in it, whose first case tries to be a page of its own. */
async function finishedRun(api: Api, name: string) {
  const provider = await api.createSimulated(
    name,
    { requestsPerSecond: 100, burst: 20, concurrency: 20, retry: { attempts: 6, baseDelayMs: 20 } },
    { faults: { error500: 0.2 }, latencyMedianMs: 20 },
  );
  const cases = Array.from({ length: 60 }, (_, i) => ({
    id: `case-${String(i + 1).padStart(3, "0")}`,
    vars: { question: i === 0 ? EVIL : `What is ${i} + 1?` },
    expected: i === 0 ? EVIL : String(i + 1),
  }));
  const response = await api.request("POST", "/api/v1/datasets", { name, cases });
  const { id: datasetId } = (await response.json()) as { id: string };
  const { id } = await api.startRun({ name, datasetId, providerId: provider.id, evaluators: [{ type: "contains" }] });
  await api.runIn(id, ["finished"]);
  return id;
}

test("what a model sends is shown as text and never run", async ({ page, api, tag }) => {
  const id = await finishedRun(api, `Markup ${tag}`);
  await page.goto(`/runs/${id}?tab=cases&case=case-001`);
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("region", { name: "Output" })).toContainText(EVIL.slice(0, 40));
  await expect(drawer.locator("img, script")).toHaveCount(0);
  await expect(page).not.toHaveTitle("owned");
});

test("a search in the cases finds ids and outputs, and says where nothing matches", async ({ page, api, tag }) => {
  const id = await finishedRun(api, `Search ${tag}`);
  await page.goto(`/runs/${id}?tab=cases`);
  await page.getByLabel("Find in cases").fill("case-04");
  await expect(page.getByText("10 match")).toBeVisible();
  await expect(page).toHaveURL(/q=case-04/);
  await page.getByLabel("Find in cases").fill("nothing like this");
  await expect(page.getByText("0 match")).toBeVisible();
  await page
    .getByRole("button", { name: /^Clear/ })
    .first()
    .click();
  await expect(page.getByText("60 cases")).toBeVisible();
});

test("exports in all three formats hold every case, or those in view", async ({ page, api, tag }) => {
  const id = await finishedRun(api, `Export ${tag}`);
  const retried = (await api.cases(id, "&minAttempts=2")).length;
  await page.goto(`/runs/${id}?tab=cases&minAttempts=2`);
  const run = new RunPage(page);
  const save = async (format: string, part: "first" | "last") => {
    await run.button("Export").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: format, exact: true })[part]().click(),
    ]);
    return readFile(await download.path(), "utf8");
  };
  const all = JSON.parse(await save("JSON", "last"));
  expect(Array.isArray(all) ? all : all.cases).toHaveLength(60);
  const lines = (await save("JSONL", "last")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).caseId)).toContain("case-060");
  expect(lines).toHaveLength(60);
  const csv = await save("CSV", "last");
  expect(csv.split(/\r?\n/).filter((line) => /^"?\d*"?,?"?case-\d{3}/.test(line))).toHaveLength(60);
  const inView = (await save("JSONL", "first")).trim().split("\n");
  expect(inView).toHaveLength(retried);
});
