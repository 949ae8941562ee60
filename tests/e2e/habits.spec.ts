import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

/** The page has woken up: its keys work. */
async function awake(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(sheet(page)).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toBeHidden();
}

const sheet = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const menu = (page: Page) => page.getByRole("dialog", { name: "Search or run a command" });

test("the command menu goes, does and finds, by keyboard alone", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(`Menu ${tag}`, { requestsPerSecond: 50, burst: 20, concurrency: 10 });
  const dataset = await api.createDataset(`Menu ${tag}`, 3);
  const run = await api.startRun({ name: `Found by name ${tag}`, datasetId: dataset.id, providerId: provider.id });
  await api.runIn(run.id, ["finished"]);
  await page.goto("/presets");
  await awake(page);
  await page.keyboard.press("Control+k");
  const field = menu(page).getByRole("combobox");
  await expect(field).toBeFocused();
  await field.fill(`found by name ${tag}`);
  await expect(menu(page).getByRole("option", { name: new RegExp(`Found by name ${tag}`) })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/runs/${run.id}$`));
  await expect(page.getByRole("heading", { level: 1, name: `Found by name ${tag}` })).toBeVisible();

  // The page's own commands.
  await page.keyboard.press("Control+k");
  await field.fill("who changed this");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/activity\\?object=run:${run.id}$`));
  await expect(page.getByRole("row", { name: /launched run/ })).toHaveCount(1);

  await page.keyboard.press("Control+k");
  await field.fill("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await awake(page);
  await page.keyboard.press("Control+k");
  await field.fill("nothing is called like this");
  await expect(menu(page).getByText("Nothing matches")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu(page)).toBeHidden();
});

test("keys go to pages, rows and filters, and can be turned off for good", async ({ page, api, tag }) => {
  await api.createDataset(`Keys ${tag} one`, 1);
  await api.createDataset(`Keys ${tag} two`, 1);
  await page.goto("/limits");
  await awake(page);
  for (const [key, path] of [
    ["a", /\/activity$/],
    ["s", /\/settings$/],
    ["v", /\/providers$/],
    ["d", /\/datasets$/],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page).toHaveURL(path);
  }
  const links = page.getByRole("table", { name: "Datasets" }).locator("[data-row-link]");
  await expect(links.nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/datasets\/ds_/);

  await page.goto("/activity");
  await awake(page);
  await page.keyboard.press("f");
  await expect(page.getByRole("menuitemcheckbox", { name: "datasets" })).toBeVisible();
  await page.getByRole("menuitemcheckbox", { name: "datasets" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/kind=datasets/);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Find in the activity" })).toBeFocused();
  await page.keyboard.type(`keys ${tag} one`);
  await expect(page.getByRole("row", { name: new RegExp(`imported dataset Keys ${tag} one 1 case`) })).toHaveCount(1);
  await expect(page.getByRole("row", { name: new RegExp(`Keys ${tag} two`) })).toHaveCount(0);

  await page.goto("/settings");
  await awake(page);
  await page.getByRole("radio", { name: "Compact" }).click();
  await page.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await expect(page.getByRole("switch", { name: "Single-key shortcuts" })).not.toBeChecked();
  await page.keyboard.press("Control+k");
  await expect(menu(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.keyboard.press("c");
  await expect(sheet(page)).toBeHidden();
  await expect(page).toHaveURL(/\/settings$/);
});

test("the activity tells who changed what from where, leads there, and is downloaded", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(`Audit ${tag}`, { requestsPerSecond: 5, burst: 5, concurrency: 5 });
  const pool = (await api.pools()).find(({ providerId }) => providerId === provider.id);
  await api.request("PATCH", `/api/v1/pools/${pool?.id}`, { limits: { requestsPerSecond: 8 }, reason: `More ${tag}` });
  await page.goto(`/activity?kind=limits,nonsense&q=${tag}&since=yesterday`);
  const row = page.getByRole("row", { name: new RegExp(`Audit ${tag}`) });
  await expect(row).toContainText("5→8 rps");
  await expect(row).toContainText(`More ${tag}`);
  await expect(row).toContainText("API");
  await expect(page.getByText("Not understood in the address")).toContainText("since=yesterday");
  await page.getByRole("button", { name: "Take it out" }).click();
  await expect(page.getByText("Not understood in the address")).toBeHidden();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/^activity-.*\.csv$/);
  await row.filter({ hasText: "5→8 rps" }).getByRole("link").click();
  await expect(page).toHaveURL(/\/limits$/);
});

test.describe("rules for new runs", () => {
  test.use({ ownServer: true });

  test("are set once, and new runs start with them", async ({ page, api }) => {
    await page.goto("/settings");
    const errors = page.getByLabel("Errors in a row");
    await expect(errors).toHaveValue("20");
    await errors.fill("0");
    await expect(page.getByText("A whole number from 1 to 10,000.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
    await errors.fill("7");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. New runs start with these rules.")).toBeVisible();
    const provider = await api.createSimulated("Rules", { requestsPerSecond: 50, burst: 20, concurrency: 10 });
    const dataset = await api.createDataset("Rules", 1);
    const run = await api.startRun({ datasetId: dataset.id, providerId: provider.id });
    expect(run.autoPause.errorsInRow?.attempts).toBe(7);
    await page.goto("/runs/new");
    await page.getByRole("button", { name: /When it pauses by itself/ }).click();
    await expect(page.getByLabel("Errors in a row")).toHaveValue("7");
  });
});

test("a browser that keeps nothing still works", async ({ page, api, tag }) => {
  // Without a provider the launch form is closed.
  await api.createSimulated(`Kept ${tag}`, { requestsPerSecond: 50, burst: 20, concurrency: 10 });
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("blocked", "SecurityError");
    };
    for (const storage of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, storage, { get: refuse });
    }
    Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: refuse });
  });
  await page.goto("/settings");
  await page.getByRole("radio", { name: "Comfortable" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-density", "comfortable");
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("[");
  await expect(page.getByRole("button", { name: "Widen the rail" })).toBeVisible();
  await page.goto("/runs/new");
  await page.getByLabel("Prompt template").fill("{{question}}");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test.describe("narrow and enlarged", () => {
  for (const width of [320, 390]) {
    test(`${width} px: every place is reached, and nothing is cut off`, async ({ page }) => {
      await page.setViewportSize({ width, height: 700 });
      await page.goto("/limits");
      const bar = page.getByRole("navigation", { name: "Main" });
      await bar.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Activity" }).click();
      await expect(page).toHaveURL(/\/activity$/);
      for (const path of ["/activity", "/settings", "/prices", "/limits", "/providers", "/datasets", "/presets"]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.body.clientWidth);
        expect.soft(wider, path).toBe(0);
      }
      await page.getByRole("button", { name: "Search or run a command" }).click();
      await expect(menu(page).getByRole("combobox")).toBeVisible();
    });
  }
});

test("forced colours leave states and the focus in view", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/settings");
  const chosen = page.getByRole("radio", { name: "Normal" });
  await expect(chosen).toHaveCSS("outline-style", "solid");
  await page.getByRole("switch", { name: "Single-key shortcuts" }).focus();
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus-visible")).toHaveCSS("outline-width", "3px");
});
