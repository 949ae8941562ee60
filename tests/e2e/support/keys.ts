import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until the element has the focus, as somebody without a mouse does, and finds that the focus is seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target, "the focus is seen").not.toHaveCSS("outline-style", "none");
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached ${target}`);
}

/** Opens the select that has the focus and picks an option by the arrow keys. */
export async function chooseByKeys(page: Page, option: string): Promise<void> {
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
