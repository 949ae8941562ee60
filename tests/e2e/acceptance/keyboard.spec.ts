import { readFile } from "node:fs/promises";
import { seriousViolations } from "../support/axe";
import { chooseByKeys, tabTo } from "../support/keys";
import { launchParts } from "../support/launch-page";
import { RunPage } from "../support/run-page";
import { expect, test } from "../support/test";

test("check 18: by the keyboard alone a run is launched, held, read as a table, edited, paused and exported", async ({
  page,
  api,
  tag,
}) => {
  // Half a minute by itself; every key takes its time on a busy machine.
  test.setTimeout(360_000);
  const name = `Keyboard ${tag}`;
  const { provider, dataset } = await launchParts(api, name, 1500);
  const keys = page.keyboard;
  await page.goto("/runs");
  await expect(async () => {
    await keys.press("c");
    await expect(page).toHaveURL(/\/runs\/new/, { timeout: 2000 });
  }).toPass();

  await test.step("launch", async () => {
    await expect(page.getByRole("heading", { level: 1, name: "New run" })).toBeVisible();
    await tabTo(page, page.getByRole("combobox", { name: "Dataset" }));
    await chooseByKeys(page, dataset.name);
    await tabTo(page, page.getByRole("combobox", { name: "Provider" }));
    await chooseByKeys(page, provider.name);
    await tabTo(page, page.getByLabel("Prompt template"));
    await keys.type("{{question}}");
    await tabTo(page, page.getByRole("combobox", { name: "Evaluator 1" }));
    await chooseByKeys(page, "Numeric");
    await tabTo(page, page.getByRole("button", { name: "Set lower ones for this run" }));
    await keys.press("Enter");
    await tabTo(page, page.getByLabel("Requests per second"));
    await keys.press("ControlOrMeta+a");
    await keys.type("5");
    await tabTo(page, page.getByRole("button", { name: "Start run" }));
    await keys.press("Enter");
    await expect(page).toHaveURL(/\/runs\/run_/);
  });

  const run = new RunPage(page);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await run.expectState("Running", 40_000);
  const chart = run.chart("Attempts per second");
  const plot = chart.getByRole("application");
  await expect(plot).toBeVisible();

  await test.step("hold, and read the chart: the table tells what the tooltip does", async () => {
    await api.runDone(id, 75, 60_000);
    await keys.press("h");
    await expect(page.getByText(/^Held/)).toBeVisible();
    await tabTo(page, plot);
    const tooltip = chart.locator(".recharts-tooltip-wrapper");
    await keys.press("ArrowRight");
    await expect(tooltip).toContainText("Started");
    const first = (await tooltip.textContent()) ?? "";
    await keys.press("ArrowRight");
    await expect(tooltip).not.toHaveText(first);
    const time = await tooltip.getByText(/^\d+:\d\d$/).textContent();
    const entries = await tooltip.getByRole("listitem").all();
    const told = await Promise.all(entries.map((entry) => entry.locator(":scope > span").allTextContents()));
    expect(told.length).toBeGreaterThan(2);
    await keys.press("t");
    const table = chart.getByRole("table");
    await expect(table).toBeVisible();
    const columns = await table.getByRole("columnheader").allTextContents();
    const row = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: time ?? "", exact: true }) });
    const cells = await row.locator("th, td").allTextContents();
    for (const [label = "", value] of told) expect(cells[columns.indexOf(label)], label).toBe(value);
  });

  await test.step("nobody is kept out, in both themes", async () => {
    expect.soft(await seriousViolations(page), "light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    expect.soft(await seriousViolations(page, "colours"), "dark").toEqual([]);
  });

  await test.step("follow again, and edit", async () => {
    await keys.press("t");
    await expect(plot).toBeVisible();
    await keys.press("h");
    await expect(page.getByText(/^Held/)).toHaveCount(0);
    await keys.press("e");
    await expect(run.editPanel.getByLabel("Requests per second")).toBeFocused();
    await keys.press("ControlOrMeta+a");
    await keys.type("8");
    await tabTo(page, run.editPanel.getByLabel("Reason"));
    await keys.type("By hand");
    await keys.press("ControlOrMeta+Enter");
    await expect(run.editPanel).toHaveCount(0);
    await expect(run.tile("Rate now")).toContainText("/ 8 rps");
  });

  await test.step("pause, and export", async () => {
    await keys.press("p");
    await run.expectState("Paused");
    await tabTo(page, run.button("Export"));
    await keys.press("Enter");
    const item = page.getByRole("menuitem", { name: "JSONL", exact: true });
    await expect(item).toBeVisible();
    for (let presses = 0; presses < 10 && (await item.getAttribute("data-highlighted")) === null; presses++) {
      await keys.press("ArrowDown");
    }
    const [download] = await Promise.all([page.waitForEvent("download"), keys.press("Enter")]);
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\n");
    expect(lines.length, "what has ended, at least").toBeGreaterThanOrEqual(75);
  });
  await api.act(id, "cancel");
});
