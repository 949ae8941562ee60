import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test("a preset is made, edited as its next version, compared, restored, and a run says which it used", async ({
  page,
  api,
  tag,
}) => {
  const slug = `team-${tag}`;
  await page.goto("/presets/new");
  await page.getByLabel("Name", { exact: true }).fill(`Team ${tag}`);
  await expect(page.getByLabel("Slug")).toHaveAttribute("placeholder", slug);
  await page.getByLabel("Requests per second").fill("20");
  await page.getByLabel("Burst").fill("5");
  await page.getByLabel("Message for version 1").fill("From the account page");
  await page.getByRole("button", { name: "Create preset" }).click();
  await expect(page).toHaveURL(new RegExp(`/presets/${slug}$`));

  await test.step("edit makes v2", async () => {
    await page.getByRole("button", { name: "Edit (makes v2)" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("Requests per second").fill("30");
    await sheet.getByLabel(/Message|Why/).fill("The tier went up");
    await sheet.getByRole("button", { name: "Save v2" }).click();
    await expect(sheet).toHaveCount(0);
    const versions = page.getByRole("navigation", { name: "Versions" });
    await expect(versions).toContainText("The tier went up");
    await expect(versions.getByRole("button")).toHaveCount(2);
  });

  await test.step("compare shows just what changed, and what it does to a run", async () => {
    await page.getByLabel("Compare with").click();
    await page.getByRole("option", { name: "Compare with v1" }).click();
    await expect(page).toHaveURL(/diff\?from=1&to=2/);
    const diff = page.getByRole("table", { name: "v1 and v2 compared" });
    await expect(diff.getByRole("row")).toHaveCount(2);
    await expect(diff.getByRole("row").nth(1)).toContainText(
      /±.*Requests per second.*20.*30.*1,200 cases: .*bounded by concurrency, as before/,
    );
    await page.getByRole("textbox", { name: "Cases" }).fill("2400");
    await expect(diff.getByRole("row").nth(1)).toContainText("2,400 cases");
    await expect(page).toHaveURL(/n=2400/);
    await expect(page.getByRole("region", { name: "Unified diff" })).toContainText("+Requests per second: 30");
    await page
      .getByRole("link", { name: `Team ${tag}` })
      .first()
      .click();
    await expect(page).toHaveURL(new RegExp(`/presets/${slug}$`));
  });

  await test.step("restore makes v3 with the values of v1, and v2 stays as it was", async () => {
    await page.getByRole("navigation", { name: "Versions" }).getByRole("button", { name: /^v1/ }).click();
    await page.getByRole("button", { name: "Restore as v3" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Make v3" }).click();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
    const { history } = await api.preset(slug);
    expect(history.map(({ n, limits }) => [n, limits.requestsPerSecond])).toEqual([
      [3, 20],
      [2, 30],
      [1, 20],
    ]);
  });

  await test.step("a run pins the version it was started with", async () => {
    const name = `Pinned ${tag}`;
    const provider = await api.createSimulated(name, { requestsPerSecond: 50, burst: 20, concurrency: 20 });
    const dataset = await api.createDataset(name, 20);
    await page.goto(`/runs/new?dataset=${dataset.id}&provider=${provider.id}&preset=${slug}@2`);
    await expect(page.getByText(/bounded by/).first()).toBeVisible();
    await page.getByLabel("Prompt template").fill("{{question}}");
    await page.getByLabel("Name (optional)").fill(name);
    await page.getByRole("button", { name: "Start run" }).click();
    const run = new RunPage(page);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(run.header).toContainText(`preset ${slug}@2`);
    await run.expectState("Finished");
    const started = (await api.runs()).find((each) => each.name === name);
    expect(started?.preset).toBe(`${slug}@2`);
    expect(started?.limits.requestsPerSecond).toBe(30);
    await page.goto(`/presets/${slug}`);
    await expect(page.getByRole("table", { name: "Recent runs with this preset" })).toContainText(`${slug}@2`);
  });
});

test("a version that somebody else saved meanwhile is shown, and nothing is written over", async ({
  page,
  api,
  guard,
  tag,
}) => {
  guard.allow(/status of 409/);
  const slug = `clash-${tag}`;
  const limits = { requestsPerSecond: 5, burst: 5, concurrency: 5 };
  await api.createPreset({ name: `Clash ${tag}`, slug, limits });
  await page.goto(`/presets/${slug}`);
  await page.getByRole("button", { name: "Edit (makes v2)" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Requests per second").fill("9");
  await api.request("POST", `/api/v1/presets/${slug}/versions`, { limits: { ...limits, requestsPerSecond: 7 } });
  await sheet.getByRole("button", { name: "Save v2" }).click();
  await expect(sheet).toContainText(/v2/);
  await expect(sheet.getByLabel("Requests per second")).toHaveValue("9");
  const { history } = await api.preset(slug);
  expect(history.map((version) => version.limits.requestsPerSecond)).toEqual([7, 5]);
});

test("a slug that is taken is told at its field", async ({ page, guard }) => {
  guard.allow(/status of 409/);
  await page.goto("/presets/new");
  await page.getByLabel("Name", { exact: true }).fill("Normal");
  await page.getByRole("button", { name: "Create preset" }).click();
  await expect(page.getByLabel("Slug")).toHaveAccessibleDescription(/normal is taken/);
  await expect(page.getByLabel("Slug")).toBeFocused();
});

test("a label is moved and moved back, and the code says whose it is and what it leaves out", async ({
  page,
  api,
  tag,
}) => {
  const slug = `label-${tag}`;
  const limits = { requestsPerSecond: 5, burst: 10, concurrency: 8 };
  await api.createPreset({ name: `Label ${tag}`, slug, limits });
  await api.request("POST", `/api/v1/presets/${slug}/versions`, { limits: { ...limits, requestsPerSecond: 8 } });
  await api.request("PUT", `/api/v1/presets/${slug}/labels/default`, { version: 1 });
  await page.goto(`/presets/${slug}`);
  const versions = page.getByRole("navigation", { name: "Versions" });
  await expect(versions.getByRole("button", { name: /^v1/ })).toContainText("default");
  await page.getByRole("button", { name: "Point a label to v2…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("moves from v1 to v2");
  await dialog.getByRole("button", { name: "Move label" }).click();
  await expect(versions.getByRole("button", { name: /^v2/ })).toContainText("default");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(versions.getByRole("button", { name: /^v1/ })).toContainText("default");

  await page.getByRole("button", { name: "8", exact: true }).first().focus();
  await expect(page.getByRole("tooltip")).toContainText(/v2 · Local owner/);
  await page.goto(`/presets/${slug}?v=1&tab=code&lang=ts`);
  const code = page.getByRole("region", { name: "Bottleneck (TypeScript) code" });
  await expect(code).toContainText(`${slug} v1, by Local owner`);
  await expect(page.getByRole("region", { name: "What it does not keep" })).toContainText("One process only");
  await page.getByLabel("Copy as").click();
  await page.getByRole("option", { name: "LangChain (Python)" }).click();
  await expect(page).not.toHaveURL(/lang=/);
  await expect(page.getByRole("region", { name: "LangChain (Python) code" })).toContainText("requests_per_second=5");
});

test("an exported preset is imported under another slug, a secret in it is refused", async ({ page, api, tag }) => {
  const slug = `export-${tag}`;
  const name = `Export ${tag}`;
  await api.createPreset({ name, slug, limits: { requestsPerSecond: 5, burst: 10, concurrency: 8 } });
  const document = await (await api.request("GET", `/api/v1/presets/${slug}/export`)).json();
  await page.goto("/presets");
  await page.getByRole("button", { name: "Import JSON" }).click();
  const dialog = page.getByRole("dialog");
  const text = dialog.getByLabel("JSON");
  await text.fill("{");
  await expect(dialog).toContainText("This is not JSON");
  await text.fill(JSON.stringify({ ...document, apiKey: "sk-aaaaaaaaaaaaaaaaaaaa" }));
  await expect(dialog).toContainText(/looks like a secret, at apiKey/);
  await expect(dialog.getByRole("button", { name: "Import preset" })).toBeDisabled();
  await dialog.getByLabel("Choose a file…").setInputFiles({
    name: "preset.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ ...document, theme: "dark" })),
  });
  await expect(dialog).toContainText(/left out: theme/);
  await expect(dialog.getByRole("radio", { name: /Further versions/ })).toBeVisible();
  await dialog.getByRole("textbox", { name: "Slug" }).fill(`${slug}-copy`);
  await dialog.getByRole("button", { name: "Import preset" }).click();
  await expect(page).toHaveURL(new RegExp(`/presets/${slug}-copy$`));
  expect((await api.preset(`${slug}-copy`)).history).toHaveLength(1);
});

test("what is not there is told: a version, an archived preset, a preset", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 404/);
  const slug = `gone-${tag}`;
  await api.createPreset({ name: `Gone ${tag}`, slug, limits: { requestsPerSecond: 5, burst: 5, concurrency: 5 } });
  await page.goto(`/presets/${slug}?v=9`);
  await expect(page.getByText("There is no v9 of this preset")).toBeVisible();
  await page.goto(`/presets/${slug}/diff?from=3&to=1`);
  await expect(page.getByText("There is no v3 of this preset")).toBeVisible();
  await api.request("DELETE", `/api/v1/presets/${slug}`);
  await page.goto(`/presets/${slug}`);
  await expect(page.getByText("This preset is archived")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Edit/ })).toHaveCount(0);
  await page.goto(`/presets/${slug}-never/diff?from=1&to=2`);
  await expect(page.getByRole("heading", { name: "There is no such preset" })).toBeVisible();
});

test("what a preset is meant for is said where presets are chosen, and hinders nothing", async ({ page, api, tag }) => {
  const slug = `meant-${tag}`;
  await api.createPreset({
    name: `Meant ${tag}`,
    slug,
    limits: { requestsPerSecond: 5, burst: 5, concurrency: 5 },
  });
  await page.goto(`/presets/${slug}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Edit name and scope…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Meant for").click();
  await page.getByRole("option", { name: /^Anthropic/ }).click();
  await dialog.getByLabel(/Models/).fill("claude-*");
  await dialog.getByRole("button", { name: "Save details" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("for Anthropic · claude-*")).toBeVisible();
  await page.goto("/presets");
  await expect(page.getByRole("row", { name: new RegExp(slug) })).toContainText("Anthropic · claude-*");

  const provider = await api.createSimulated(`Meant ${tag}`, { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  await page.goto(`/runs/new?provider=${provider.id}&preset=${slug}@1`);
  await expect(page.getByText(`Meant ${tag} is meant for Anthropic · claude-*`)).toBeVisible();
  await page.getByRole("combobox", { name: "Preset" }).click();
  const others = page.getByRole("group", { name: "For other providers or models" });
  await expect(others.getByRole("option", { name: new RegExp(`Meant ${tag}`) })).toBeVisible();
  await expect(others.getByRole("option", { name: /^Normal/ })).toHaveCount(0);
});

test("an archived preset is taken back at once, or found again and brought back", async ({ page, api, tag }) => {
  const slug = `again-${tag}`;
  await api.createPreset({
    name: `Again ${tag}`,
    slug,
    limits: { requestsPerSecond: 5, burst: 5, concurrency: 5 },
  });
  const archive = async () => {
    await page.goto(`/presets/${slug}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Archive…" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Archive preset" }).click();
    await expect(page).toHaveURL(/\/presets$/);
  };
  const row = page.getByRole("table", { name: "Presets", exact: true }).getByRole("row", { name: new RegExp(slug) });
  await archive();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();

  await archive();
  await page.getByRole("button", { name: /archived$/ }).click();
  await expect(page).toHaveURL(/archived=1/);
  await page.reload();
  const archived = page.getByRole("table", { name: "Archived presets" });
  await archived.getByRole("link", { name: `Again ${tag}` }).click();
  await expect(page.getByText("This preset is archived")).toBeVisible();
  await page.getByRole("button", { name: "Bring back", exact: true }).click();
  await expect(page.getByRole("button", { name: "Edit (makes v2)" })).toBeVisible();
  await expect(page.getByText("This preset is archived")).toHaveCount(0);
});
