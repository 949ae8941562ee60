import type { Page } from "@playwright/test";
import type { Api } from "./support/api";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

async function parts(api: Api, name: string, cases: number) {
  const limits = { requestsPerSecond: 50, burst: 20, concurrency: 40 };
  const provider = await api.createSimulated(name, limits);
  const dataset = await api.createDataset(name, cases);
  return { provider, dataset, query: `dataset=${dataset.id}&provider=${provider.id}` };
}

/** Opens the form and waits until what its address names has been looked up. */
async function open(page: Page, query: string): Promise<void> {
  await page.goto(`/runs/new?${query}`);
  await expect(forecast(page)).toContainText("bounded by");
}

const forecast = (page: Page) => page.locator("output").filter({ hasText: /about|Choose|Mend/ });
const sentPosts = (page: Page) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/runs")) sent.push(request.url());
  });
  return sent;
};

test("the address fills the form, and the forecast reads as it is told to", async ({ page, api, tag }) => {
  const { query } = await parts(api, `Forecast ${tag}`, 1200);
  await open(page, `${query}&rps=5&burst=10&conc=8&attempts=4&latency=1.2&retried=1`);
  await expect(forecast(page)).toContainText(
    "1,200 cases at 5 rps, burst 10, 8 at once: about 4 min 2 s, bounded by rate.",
  );
  await expect(forecast(page)).toContainText("1,212 attempts");
  await page.getByLabel("Per call").fill("4.0");
  await page.getByLabel("Retried").fill("0");
  await expect(forecast(page)).toContainText("about 10 min 0 s, bounded by concurrency.");
  const remark = page.getByText(/8 at once carry 2(\.0)? rps/);
  await expect(remark).toBeVisible();
  await page.getByRole("button", { name: "Set 25" }).click();
  await expect(page.getByLabel("At once")).toHaveValue("25");
  await expect(forecast(page)).toContainText("about 4 min 2 s, bounded by rate.");
  await expect(remark).toHaveCount(0);
});

test("bad values are told beside their fields, the first has the focus, and nothing is sent", async ({
  page,
  api,
  tag,
}) => {
  const { query } = await parts(api, `Bad ${tag}`, 10);
  await open(page, `${query}&rps=5&burst=10&conc=8&attempts=4`);
  const sent = sentPosts(page);
  await page.getByLabel("Prompt template").fill("{{question}}");
  await page.getByLabel("Requests per second").fill("0");
  await page.getByLabel("Burst").fill("1.5");
  await page.getByLabel("Attempts").fill("0");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByLabel("Requests per second")).toBeFocused();
  await expect(page.getByLabel("Requests per second")).toHaveAccessibleDescription(
    /Enter a rate above 0, e\.g\. 5 or 300\/min\./,
  );
  await expect(page.getByLabel("Burst")).toHaveAccessibleDescription(/Burst is whole, at least 1\./);
  await expect(page.getByLabel("Attempts")).toHaveAccessibleDescription(/1 means no retry\./);
  expect(sent).toEqual([]);

  await page.getByLabel("Requests per second").fill("300/min");
  await page.getByLabel("Burst").focus();
  await expect(page.getByLabel("Requests per second")).toHaveValue("5");
});

test("a variable that the dataset lacks is named, with those that it has", async ({ page, api, tag }) => {
  const { query } = await parts(api, `Variable ${tag}`, 5);
  await open(page, query);
  const sent = sentPosts(page);
  await page.getByLabel("Prompt template").fill("{{question}} in {{language}}");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByLabel("Prompt template")).toBeFocused();
  await expect(page.getByLabel("Prompt template")).toHaveAccessibleDescription(
    /has no \{\{language\}\}\. It has \{\{question\}\}/,
  );
  expect(sent).toEqual([]);
});

test("a double press starts one run, shown at once, and Back leads to the filled form", async ({ page, api, tag }) => {
  const name = `Double ${tag}`;
  const { query } = await parts(api, name, 40);
  await open(page, `${query}&rps=20&burst=5&conc=10&attempts=3`);
  await page.getByLabel("Prompt template").fill("{{question}} Answer with the number alone.");
  await chooseEvaluator(page, "Numeric");
  await page.getByLabel("Name (optional)").fill(name);
  await page.getByRole("button", { name: "Start run" }).dblclick();
  await expect(page).toHaveURL(/\/runs\/run_/);
  const run = new RunPage(page);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  expect((await api.runs()).filter((each) => each.name === name)).toHaveLength(1);
  await run.expectState("Finished");
  await expect(run.tile("Progress")).toContainText("40 / 40");

  await page.goBack();
  await expect(page.getByLabel("Prompt template")).toHaveValue("{{question}} Answer with the number alone.");
  await expect(page.getByLabel("Requests per second")).toHaveValue("20");
  await expect(page.getByLabel("Name (optional)")).toHaveValue(name);
  await expect(page.getByRole("combobox", { name: "Evaluator 1" })).toContainText("Numeric");
});

test("what the server refuses keeps the form as it was filled", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 422/);
  const { query } = await parts(api, `Refused ${tag}`, 5);
  await open(page, query);
  await page.getByLabel("Prompt template").fill("{{question}}");
  await page.route("**/api/v1/runs", (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/json",
      body: JSON.stringify({ error: { code: "unprocessable", message: "The disk is full." } }),
    }),
  );
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /disk is full|without saying why/ })).toBeVisible();
  await expect(page.getByLabel("Prompt template")).toHaveValue("{{question}}");
  expect((await api.runs()).filter((each) => each.datasetId === query.split("&")[0]?.split("=")[1])).toHaveLength(0);
});

test("a run is launched by the keyboard alone, and its chart is read as a table", async ({ page, api, tag }) => {
  const name = `Keyboard ${tag}`;
  const { provider, dataset } = await parts(api, name, 30);
  await page.goto("/runs");
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/runs\/new/);
  await expect(page.getByRole("heading", { level: 1, name: "New run" })).toBeVisible();
  await tabTo(page, page.getByRole("combobox", { name: "Dataset" }));
  await chooseByKeys(page, dataset.name);
  await tabTo(page, page.getByRole("combobox", { name: "Provider" }));
  await chooseByKeys(page, provider.name);
  await tabTo(page, page.getByLabel("Prompt template"));
  await page.keyboard.type("{{question}}");
  await tabTo(page, page.getByRole("combobox", { name: "Evaluator 1" }));
  await chooseByKeys(page, "Numeric");
  await tabTo(page, page.getByRole("button", { name: "Start run" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/runs\/run_/);
  const run = new RunPage(page);
  await run.expectState("Finished");
  const chart = run.chart("Attempts per second");
  await tabTo(page, chart.getByRole("application"));
  await page.keyboard.press("t");
  await expect(chart.getByRole("table")).toContainText("Started");
  await expect(chart.getByRole("table")).toContainText(/rps/);
});

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: ReturnType<Page["locator"]>): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target, "the focus is seen").not.toHaveCSS("outline-style", "none");
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached ${target}`);
}

/** Opens the select that has the focus and picks an option by typing its name. */
async function chooseByKeys(page: Page, option: string): Promise<void> {
  await page.keyboard.press("Enter");
  const item = page.getByRole("option", { name: option }).first();
  await expect(item).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if ((await item.getAttribute("data-highlighted")) !== null) break;
    await page.keyboard.press(presses === 0 ? "Home" : "ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect(item).toHaveCount(0);
}

async function chooseEvaluator(page: Page, label: string): Promise<void> {
  await page.getByRole("combobox", { name: "Evaluator 1" }).click();
  await page.getByRole("option", { name: label }).click();
}
