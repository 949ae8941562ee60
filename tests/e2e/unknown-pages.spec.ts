import { expect, test } from "./support/test";

test("a page that does not exist says so and leads back", async ({ page, guard }) => {
  guard.allow(/status of 404/);
  const response = await page.goto("/nowhere");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/runs$/);
});

for (const path of ["/runs/run_unknown", "/datasets/ds_unknown", "/presets/unknown", "/providers/prv_unknown"]) {
  test(`${path}: what does not exist is said to be missing, in the page's frame`, async ({ page, guard }) => {
    guard.allow(/status of 404/);
    await page.goto(path);
    await expect(page.getByRole("main")).toContainText(/not (be )?found|no such|does not exist|is gone|there is no/i);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("button", { name: "Retry" })).toHaveCount(0);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  });
}
