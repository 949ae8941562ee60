import type { Api } from "../support/api";
import { firstNumber, RunPage } from "../support/run-page";
import { mostWithin, type Simulator } from "../support/simulator";
import { expect, test } from "../support/test";

const LATENCY = { latencyMedianMs: 1200 };
/** Tells nothing of its limits, else the pool would keep to them. */
const MUTE = { ...LATENCY, dialect: "none", retryAfter: "none" } as const;

async function start(api: Api, vendor: Simulator, name: string, cases: number, limits: object) {
  const provider = await api.createProvider({
    name,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 5, burst: 10, concurrency: 8, ...limits },
  });
  const dataset = await api.createDataset(name, cases);
  // So tolerant that no answer is wrong: what fails here fails for the provider.
  const evaluators = [{ type: "numeric" as const, tolerance: 1000 }];
  return api.startRun({ name, datasetId: dataset.id, providerId: provider.id, evaluators });
}

test("check 5: attempts per second move each second and keep to the limit, which is drawn and named", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  const vendor = await simulator(LATENCY);
  // Slots enough that the rate is what binds, on a busy machine too.
  const { id } = await start(api, vendor, `Rate ${tag}`, 1200, { concurrency: 16 });
  const run = new RunPage(page);
  await run.open(id);
  const chart = run.chart("Attempts per second");
  await expect(chart.getByText("limit 5", { exact: true })).toBeVisible();
  const curve = chart.locator("path.recharts-area-area").first();
  await expect(curve).toBeVisible();
  // Twenty moves are watched, not a minute: one a second on a machine that is not busy.
  const moves = await curve.evaluateHandle((path) => {
    const seen = { moves: 0, shape: path.getAttribute("d") };
    const figure = path.closest("figure") ?? document.body;
    new MutationObserver(() => {
      const shape = figure.querySelector("path.recharts-area-area")?.getAttribute("d") ?? null;
      if (shape === seen.shape) return;
      seen.shape = shape;
      seen.moves += 1;
    }).observe(figure, { subtree: true, childList: true, attributes: true, attributeFilter: ["d"] });
    return seen;
  });
  await expect.poll(() => moves.evaluate((seen) => seen.moves), { timeout: 60_000 }).toBeGreaterThanOrEqual(20);
  expect(await run.figure("Rate now"), "the mean of ten seconds").toBeLessThan(5.6);

  await api.act(id, "cancel");
  const arrivals = vendor.arrivals();
  const [first = 0] = arrivals;
  // From where the burst is spent, no more start than the rate gives.
  const spent = arrivals.findIndex((at, n) => n + 1 >= 10 + (5 * (at - first)) / 1000 - 2);
  expect(spent, "the burst is spent").toBeGreaterThan(0);
  const steady = arrivals.slice(spent);
  const seconds = ((steady.at(-1) ?? 0) - (steady[0] ?? 0)) / 1000;
  expect(seconds).toBeGreaterThan(10);
  expect((steady.length - 3) / seconds, "started per second").toBeLessThanOrEqual(5);
  const { buckets } = await api.metrics(id);
  for (const bucket of buckets) expect(bucket.started, bucket.t).toBeLessThanOrEqual(15);
  expect(mostWithin(vendor.arrivals(), 1000), "in any second, by the provider's clock").toBeLessThanOrEqual(15);
});

test("check 6: a stretch of 429s is striped, counted as the provider counts, named as what binds, and fails no case", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  const vendor = await simulator(MUTE);
  const { id } = await start(api, vendor, `Stretch ${tag}`, 2000, {
    burst: 1,
    concurrency: 16,
    retry: { attempts: 8, baseDelayMs: 800, maxDelayMs: 800, jitter: "none" },
  });
  const run = new RunPage(page);
  await run.open(id);
  await expect.poll(() => run.figure("Progress")).toBeGreaterThan(10);
  await expect(run.header).not.toContainText("PROVIDER");
  // Of six that are sent, one is refused. It lasts until all has been seen, not for half a minute.
  vendor.change({ ...MUTE, limits: { requestsPerSecond: 4, burst: 2 } });
  await expect.poll(() => vendor.stats().rateLimited).toBeGreaterThan(0);
  await expect(run.header).toContainText(/Bound by PROVIDER/, { timeout: 15_000 });
  const bar = run.chart("429s and errors").locator('svg rect[fill="url(#pattern-throttle-stripes)"]');
  // The first is the legend's.
  await expect.poll(() => bar.count()).toBeGreaterThan(2);
  await expect(run.tile("In flight")).toContainText(/\d backing off/);

  await test.step("its cases are retrying, none has failed", async () => {
    await expect(async () => {
      await page.goto(`/runs/${id}?tab=cases&state=running`);
      const rows = page.getByRole("table", { name: "Cases" });
      await expect(rows.getByText("backing off").first()).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 40_000 });
    await page.goto(`/runs/${id}?tab=cases&outcome=rate-limited`);
    const rows = page.getByRole("table", { name: "Cases" });
    await expect(rows.getByRole("row").nth(1)).toBeVisible();
    await expect(rows.getByText(/^(failed|not scored)$/)).toHaveCount(0);
  });

  vendor.change(MUTE);
  await api.act(id, "pause");
  const stood = await api.runIn(id, ["paused"]);
  expect(stood.counts).toMatchObject({ failed: 0, notScored: 0, done: stood.counts.passed });
  const { rateLimited, requests } = vendor.stats();
  expect(stood.attempts).toMatchObject({ total: requests, rateLimited });
  await run.open(id);
  await run.expectState("Paused");
  expect(await run.figure("429")).toBe(rateLimited);
  expect(await run.figure("Progress")).toBe(stood.counts.done);
  const [, ...errors] = await run.table("429s and errors");
  expect(errors.reduce((sum, row) => sum + firstNumber(row[2] ?? ""), 0)).toBe(rateLimited);
  await api.act(id, "cancel");
});

test("check 7: a lone 429 in five minutes is in the chart and in the log, with case, attempt and wait", async ({
  page,
  api,
  simulator,
  tag,
}) => {
  // One request more than the bucket holds comes at once: exactly one is refused, and waits as long as it was told.
  const strict = await simulator({ limits: { requestsPerSecond: 0.5, burst: 3 }, latencyMedianMs: 30, retryAfter: 2 });
  const { id } = await start(api, strict, `Lone ${tag}`, 4, { requestsPerSecond: 50, burst: 4, concurrency: 4 });
  const over = await api.runIn(id, ["finished"]);
  expect(strict.stats().rateLimited).toBe(1);
  expect(over.counts).toMatchObject({ done: 4, failed: 0, notScored: 0 });

  const run = new RunPage(page);
  await run.open(id, "?from=0&to=300");
  const bar = run.chart("429s and errors").locator(".recharts-surface rect[fill*=throttle-stripes]");
  await expect(bar).toHaveCount(1);
  const box = await bar.boundingBox();
  expect(box?.height ?? 0, "tall enough to be seen").toBeGreaterThanOrEqual(3);
  expect(box?.width ?? 0, "wide enough to be seen").toBeGreaterThanOrEqual(3);
  await page.getByRole("tab", { name: "Log" }).click();
  const log = page.getByRole("log");
  await expect(log).toContainText(/Retry 2\/4 of case case-000\d: 429/);
  await expect(log).toContainText("waits 2.0 s (Retry-After)");
});

// Longer than the twelve seconds of a usual Retry-After: a busy machine needs time to look.
const WAIT_S = 24;

test("check 8: a Retry-After is counted down, nothing starts meanwhile, and charts, log and time left tell it", async ({
  page,
  context,
  api,
  simulator,
  tag,
}) => {
  const calm = { latencyMedianMs: 300, retryAfter: WAIT_S };
  const vendor = await simulator(calm);
  const name = `Wait ${tag}`;
  const { id } = await start(api, vendor, name, 1000, { requestsPerSecond: 6, burst: 2 });
  const run = new RunPage(page);
  const limits = await context.newPage();
  await limits.goto("/limits");
  await run.open(id);
  const chip = limits
    .getByRole("listitem")
    .filter({ hasText: name })
    .getByText(/^Cooldown/);
  await api.runDone(id, 25);
  await expect(chip).toHaveCount(0);
  vendor.change({ ...calm, limits: { requestsPerSecond: 0.01, burst: 1 } });
  await expect.poll(() => vendor.stats().rateLimited).toBeGreaterThan(0);
  vendor.change(calm);

  await expect(run.header).toContainText(/Bound by PROVIDER: .* asked to wait .*\(Retry-After\).*Resumes in/);
  await expect(run.tile("Time left")).toContainText(/waits \d+\ss.*then ≈/);
  for (const counter of [() => run.header.getByText(/Resumes in/).textContent(), () => chip.textContent()]) {
    const left = async () => secondsIn((await counter()) ?? "");
    const before = await left();
    expect(before).toBeLessThanOrEqual(WAIT_S);
    await expect.poll(left, { message: "it counts down" }).toBeLessThan(before);
  }
  await expect(run.chart("Attempts per second").locator('.recharts-surface rect[fill="var(--throttle)"]')).toHaveCount(
    1,
  );
  await expect(run.chart("Slots by state").locator('.recharts-surface rect[fill="var(--throttle)"]')).toHaveCount(1);
  const errors = run.chart("429s and errors");
  await expect(errors.locator("[data-until]"), "says until when, and hides no bar").toBeVisible();
  const [words, bars] = await Promise.all(
    ["[data-until]", ".recharts-cartesian-grid"].map((part) => errors.locator(part).first().boundingBox()),
  );
  expect((words?.y ?? 0) + (words?.height ?? 0)).toBeLessThanOrEqual((bars?.y ?? 0) + 1);
  await expect(page.getByLabel("Latest events")).toContainText(new RegExp(`Cooldown ${WAIT_S} s`));

  const refused = vendor.stats().requests;
  await expect.poll(() => vendor.stats().requests, { timeout: 60_000, message: "it goes on" }).toBeGreaterThan(refused);
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByRole("log")).toContainText(new RegExp(`Cooldown ${WAIT_S} s: .*Retry-After`));
  await api.act(id, "cancel");
  const arrivals = vendor.arrivals();
  const longest = Math.max(...arrivals.map((at, n) => at - (arrivals[n - 1] ?? at)));
  expect(longest, "nothing started until it was over").toBeGreaterThanOrEqual(WAIT_S * 1000 - 100);
  const { buckets } = await api.metrics(id);
  const cooling = buckets.filter((bucket) => bucket.cooldown);
  expect(cooling.slice(1, -1).reduce((sum, bucket) => sum + bucket.started, 0)).toBe(0);
});

/** The seconds that a countdown names: "Resumes in 12 s", "Cooldown 9.0 s, until …". */
function secondsIn(text: string): number {
  const named = /(?:in|Cooldown)\s([\d.]+)\ss/.exec(text)?.[1];
  if (named === undefined) throw new Error(`no countdown in "${text}"`);
  return Number(named);
}
