import { expect, test } from "./support/test";

test("a provider is connected, tested and kept without showing its key", async ({ page, api, simulator, tag }) => {
  const vendor = await simulator({ latencyMedianMs: 20 });
  const name = `Compatible ${tag}`;
  await page.goto("/providers/new");
  await page.getByRole("radio", { name: /OpenAI-compatible/ }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("API key").fill("sk-test-secret-7890");
  await page.getByLabel("Base URL").fill(vendor.baseUrl);
  await page.getByLabel("Models").fill("sim-small");
  await page.getByRole("button", { name: "Add provider" }).click();

  await expect(page.getByRole("heading", { level: 1, name: new RegExp(name) })).toBeVisible();
  await expect(page.getByText(/ends in 7890/)).toBeVisible();
  expect(await page.content()).not.toContain("sk-test-secret");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: /works/i }).first()).toContainText("sim-small");
  expect(vendor.stats().requests).toBe(1);

  const pool = (await api.pools()).find((each) => each.providerName === name);
  expect(pool?.origin).toBe("preset normal@1");
});

test("a base URL that leads nowhere is named as what is at fault", async ({ page, api, tag }) => {
  const name = `Nowhere ${tag}`;
  // Port 9 (discard) is never served here: the connection is refused at once.
  await api.createProvider({ name, kind: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1", models: ["m"] });
  await page.goto("/providers");
  await page.getByRole("button", { name: `Test ${name}` }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row.getByRole("status")).toContainText(/Fails: .*(connect|refused|reach|url)/i);
  await row.getByRole("link", { name: "Mend the base URL" }).click();
  await expect(page.getByLabel("Base URL")).toBeFocused();
});

test("a page in place of an API is told apart from a wrong key", async ({ page, api, app, tag }) => {
  const name = `Html ${tag}`;
  // The dashboard itself: it answers with a page, as a wrong path on a proxy does.
  await api.createProvider({ name, kind: "openai-compatible", baseUrl: `${app.url}/runs`, models: ["m"] });
  await page.goto("/providers");
  await page.getByRole("button", { name: `Test ${name}` }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row.getByRole("status")).toContainText("Fails:");
  await expect(row.getByRole("link", { name: "Mend the base URL" })).toBeVisible();
});

test("a URL that is none is refused at its field and nothing is sent", async ({ page, tag }) => {
  await page.goto("/providers/new");
  await page.getByRole("radio", { name: /OpenAI-compatible/ }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Bad ${tag}`);
  await page.getByLabel("Base URL").fill("localhost:8000");
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByLabel("Base URL")).toBeFocused();
  await expect(page.getByLabel("Base URL")).toHaveAccessibleDescription(/http or https URL/);
  expect(sent).toEqual([]);
});

test("a provider that runs still use is not deleted, and the dialog says why", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 409/);
  const name = `Busy ${tag}`;
  const provider = await api.createSimulated(name, { requestsPerSecond: 1, burst: 1, concurrency: 1 });
  const dataset = await api.createDataset(`Busy ${tag}`, 50);
  const run = await api.startRun({ name: `Uses it ${tag}`, datasetId: dataset.id, providerId: provider.id });
  await page.goto(`/providers/${provider.id}`);
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Keep it" })).toBeFocused();
  await dialog.getByRole("button", { name: "Delete provider" }).click();
  await expect(dialog.getByRole("alert")).toContainText(/run/i);
  await api.act(run.id, "cancel");
  await api.runIn(run.id, ["cancelled"]);
  await dialog.getByRole("button", { name: "Delete provider" }).click();
  await expect(page).toHaveURL(/\/providers$/);
  await expect(page.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
});
