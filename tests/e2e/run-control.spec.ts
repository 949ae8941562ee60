import { z } from "zod";
import { RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

test("cases lost to the provider are not scored, never wrong, and can be queued again", async ({ page, api, tag }) => {
  const name = `Lost ${tag}`;
  const provider = await api.createSimulated(
    name,
    { requestsPerSecond: 50, burst: 10, concurrency: 10, retry: { attempts: 1 } },
    { faults: { error500: 0.3 } },
  );
  const dataset = await api.createDataset(name, 60);
  const { id } = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  const over = await api.runIn(id, ["finished"]);
  expect(over.counts.notScored).toBeGreaterThan(0);
  const scored = over.counts.passed + over.counts.failed;
  const run = new RunPage(page);
  await run.open(id);
  await run.expectState("Finished with gaps");
  await expect(run.tile("Pass rate")).toContainText(`of ${scored} scored`);
  await expect(run.tile("Progress")).toContainText(`${over.counts.notScored} not scored`);
  // From now on the provider is well.
  await api.send("PATCH", `/api/v1/providers/${provider.id}`, z.unknown(), {
    simulated: { latencyMedianMs: 20 },
  });
  await run.button(`Requeue ${over.counts.notScored} not scored`).click();
  const dialog = page.getByRole("dialog", { name: "Requeue cases that are not scored" });
  const requeue = dialog.getByRole("button", { name: /^Requeue/ });
  await expect(requeue).toHaveText(`Requeue ${over.counts.notScored} cases`);
  await dialog.getByLabel(/5xx, timeout or network/).click();
  await expect(requeue).toBeDisabled();
  await dialog.getByLabel(/5xx, timeout or network/).click();
  await requeue.click();
  await expect(dialog).toHaveCount(0);
  await run.expectState("Finished");
  await expect(run.tile("Pass rate")).toContainText("of 60 scored");
  expect((await api.run(id)).counts).toMatchObject({ done: 60, notScored: 0 });
});
