import { RunPage } from "./support/run-page";
import { slowRun } from "./support/slow-run";
import { expect, test } from "./support/test";

test("values that are wrong are told at their field and nothing is sent", async ({ page, api, tag }) => {
  const { id } = await slowRun(api, `Wrong ${tag}`);
  const run = new RunPage(page);
  await run.open(id);
  await run.button("Edit limits").click();
  const panel = run.editPanel;
  const patches: string[] = [];
  page.on("request", (request) => request.method() === "PATCH" && patches.push(request.url()));
  await panel.getByLabel("Requests per second").fill("0");
  await panel.getByLabel("Burst").fill("1.5");
  await panel.getByLabel("Attempts").fill("0");
  await panel.getByRole("button", { name: "Apply" }).click();
  await expect(panel.getByLabel("Requests per second")).toBeFocused();
  await expect(panel.getByLabel("Requests per second")).toHaveAccessibleDescription(/above 0/);
  await expect(panel.getByLabel("Burst")).toHaveAccessibleDescription(/whole, at least 1/);
  await expect(panel.getByLabel("Attempts")).toHaveAccessibleDescription(/1 means no retry/);
  expect(patches).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await api.act(id, "cancel");
});

test("of two edits at once the second is refused, keeps its values and may go over the first", async ({
  page,
  api,
  guard,
  tag,
}) => {
  guard.allow(/status of 409/);
  const { id } = await slowRun(api, `Twice ${tag}`);
  const run = new RunPage(page);
  await run.open(id);
  await run.button("Edit limits").click();
  const panel = run.editPanel;
  await panel.getByLabel("Requests per second").fill("9");
  await panel.getByLabel("Reason").fill("Mine");
  await api.editLimits(id, {
    limits: { requestsPerSecond: 6 },
    reason: "Theirs",
    revision: (await api.run(id)).limitsRevision,
  });
  await expect(run.tile("Rate now")).toContainText("/ 6 rps");
  await expect(panel.getByText("6 → 9"), "what holds now stands at the field").toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(panel.getByRole("button", { name: "Apply", exact: true }), "the foot is in sight").toBeInViewport({
    ratio: 1,
  });
  await panel.getByLabel("Requests per second").press("Control+Enter");
  await expect(panel.getByText(/set 5→6 rps/)).toBeVisible();
  await expect(panel.getByRole("alert")).toBeFocused();
  await expect(panel.getByText(/set 5→6 rps/)).toBeInViewport({ ratio: 1 });
  const [mine, foot] = await Promise.all(
    ["Apply mine over it", "Cancel"].map((name) => panel.getByRole("button", { name, exact: true }).boundingBox()),
  );
  expect((mine?.y ?? 0) + (mine?.height ?? 0), "over the foot, not under it").toBeLessThanOrEqual(foot?.y ?? 0);
  await expect(panel.getByLabel("Requests per second")).toHaveValue("9");
  await expect(panel.getByLabel("Reason")).toHaveValue("Mine");
  expect((await api.run(id)).limits.requestsPerSecond, "theirs holds").toBe(6);
  await panel.getByRole("button", { name: "Apply mine over it" }).click();
  await expect.poll(async () => (await api.run(id)).limits.requestsPerSecond).toBe(9);
  await api.act(id, "cancel");
});
