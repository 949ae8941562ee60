import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

/** More than the six connections that a browser opens to one host over HTTP/1.1. */
const TABS = 8;

test(`${TABS} tabs of one browser all load and all hear of their run`, async ({ context, api, tag }) => {
  test.setTimeout(180_000);
  const provider = await api.createSimulated(`Tabs ${tag}`, { requestsPerSecond: 2, burst: 1, concurrency: 2 });
  const dataset = await api.createDataset(`Tabs ${tag}`, 2000);
  const { id } = await api.startRun({ name: `Tabs ${tag}`, datasetId: dataset.id, providerId: provider.id });
  await api.runIn(id, ["running"]);
  const pages: RunPage[] = [];
  for (let n = 0; n < TABS; n += 1) {
    const run = new RunPage(await context.newPage());
    await run.page.goto(`/runs/${id}?tab=config`);
    await expect(run.header, `tab ${n + 1}`).toContainText("Live", { timeout: 30_000 });
    pages.push(run);
  }

  await test.step("news reach every tab, also those whose turn is over", async () => {
    await api.act(id, "pause");
    for (const run of pages) await run.expectState("Paused", 30_000);
    await api.act(id, "resume");
    for (const run of pages) await run.expectState("Running", 30_000);
  });

  await test.step("a tab that is looked at again is live at once", async () => {
    const first = pages[0];
    if (first === undefined) throw new Error("no tab");
    await first.page.bringToFront();
    await first.page.getByRole("tab", { name: "Live" }).click();
    await expect(first.figures).toBeVisible();
    await api.act(id, "cancel");
    for (const run of pages) await run.expectState("Cancelled", 30_000);
  });
});
