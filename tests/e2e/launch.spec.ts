import { launchParts, openLaunch, sentLaunches } from "./support/launch-page";
import { expect, test } from "./support/test";

test("a variable that the dataset lacks is named, with those that it has", async ({ page, api, tag }) => {
  const { query } = await launchParts(api, `Variable ${tag}`, 5);
  await openLaunch(page, query);
  const sent = sentLaunches(page);
  await page.getByLabel("Prompt template").fill("{{question}} in {{language}}");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByLabel("Prompt template")).toBeFocused();
  await expect(page.getByLabel("Prompt template")).toHaveAccessibleDescription(
    /has no \{\{language\}\}\. It has \{\{question\}\}/,
  );
  expect(sent).toEqual([]);
});

test("what the server refuses keeps the form as it was filled", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 422/);
  const { query } = await launchParts(api, `Refused ${tag}`, 5);
  await openLaunch(page, query);
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
