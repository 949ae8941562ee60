import { usedHeap, watchPace } from "../support/page-pace";
import { RunPage } from "../support/run-page";
import { expect, test } from "../support/test";

const RATE = 20;
const WATCHED_S = 60;
const MB = 1024 * 1024;
/** Of 50 MB in half an hour; what builds up at first, the seconds that charts keep, counts here as well. */
const GROWTH_MOST_MB = 15;
/** A task of 200 ms on a machine that does nothing else; here other tests run beside it. */
const PATIENCE = 10;

// Half an hour is watched by `npm run bench -- browser`, on a machine that does nothing else.
test("watch: a minute at 20 per second neither fills the page's memory nor blocks it", async ({
  page,
  context,
  api,
  tag,
}) => {
  test.setTimeout(240_000);
  const limits = { requestsPerSecond: RATE, burst: 40, concurrency: 32 };
  const provider = await api.createSimulated(`Watch ${tag}`, limits, {
    latencyMedianMs: 600,
    faults: { error500: 0.02 },
  });
  const dataset = await api.createDataset(`Watch ${tag}`, RATE * WATCHED_S * 4);
  const { id } = await api.startRun({ name: `Watch ${tag}`, datasetId: dataset.id, providerId: provider.id });
  const pace = await watchPace(page);
  const heap = await context.newCDPSession(page);
  const run = new RunPage(page);
  await run.open(id);
  await expect(run.chart("Attempts per second").locator("svg.recharts-surface").first()).toBeVisible();
  // What is loaded and built up once is not growth.
  await api.runDone(id, RATE * 15, 60_000);
  await pace.forget();
  const before = await usedHeap(heap);
  await api.runDone(id, RATE * (15 + WATCHED_S), 150_000);
  const growthMb = ((await usedHeap(heap)) - before) / MB;
  const { longestTaskMs, tasksOver200Ms } = await pace.read();
  console.log(
    `watch: heap grew ${growthMb.toFixed(1)} MB in a minute, longest task ${longestTaskMs} ms, ${tasksOver200Ms} over 200 ms`,
  );
  await run.expectState("Running");
  expect(growthMb).toBeLessThan(GROWTH_MOST_MB);
  expect(longestTaskMs).toBeLessThan(200 * PATIENCE);
  await api.act(id, "cancel");
});
