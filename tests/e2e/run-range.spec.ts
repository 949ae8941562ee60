import type { Locator } from "@playwright/test";
import { firstNumber, RunPage } from "./support/run-page";
import { expect, test } from "./support/test";

/** So slow that there are seconds to choose from, and over before the page is opened. */
const LIMITS = { requestsPerSecond: 8, burst: 4, concurrency: 4 };
const CASES = 72;

/** Small type is as high, from the top of an "l" to the foot of a "p", px. */
const TYPE_PX = 10;

/** The names at the ends of a chart's lines, each of which has to be readable: within the figure and under no other. */
async function namesIn(chart: Locator): Promise<string[]> {
  const frame = await chart.boundingBox();
  const names: { text: string; from: number; to: number; middle: number }[] = [];
  for (const name of await chart.locator("[data-end]").all()) {
    const box = await name.boundingBox();
    if (box === null || frame === null) return ["not drawn"];
    const { x: from, width, y, height } = box;
    const own = { text: await name.innerHTML(), from, to: from + width, middle: y + height / 2 };
    if (from < frame.x || own.to > frame.x + frame.width) return [`${own.text} is cut off`];
    const over = names.find(
      (other) => from < other.to && own.to > other.from && Math.abs(own.middle - other.middle) < TYPE_PX,
    );
    if (over !== undefined) return [`${own.text} lies over ${over.text}`];
    names.push(own);
  }
  return names.map(({ text }) => text).sort();
}

test("a range is chosen on a chart, holds for cases and log, and stands in the URL", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(`Range ${tag}`, LIMITS);
  const dataset = await api.createDataset(`Range ${tag}`, CASES);
  const { id } = await api.startRun({ name: `Range ${tag}`, datasetId: dataset.id, providerId: provider.id });
  const over = await api.runIn(id, ["finished"], 45_000);
  expect(over.expected?.durationMs).toBeGreaterThan(0);
  const note = await api.request("POST", `/api/v1/runs/${id}/notes`, { text: "looked at it" });
  expect(note.status).toBe(200);

  const run = new RunPage(page);
  await run.open(id);
  const chart = run.chart("Attempts per second");
  const plot = chart.locator(".recharts-cartesian-grid");
  await expect(plot).toBeVisible();
  const whole = await run.table("Attempts per second");

  await test.step("its lines bear their names at their ends, on a phone too", async () => {
    const desktop = page.viewportSize();
    for (const width of [desktop?.width ?? 1280, 390]) {
      await page.setViewportSize({ width, height: desktop?.height ?? 800 });
      await expect.poll(() => namesIn(chart)).toEqual(["finished", "limit 8", "started"]);
      await expect
        .poll(() => namesIn(run.chart("Provider latency and limiter wait")))
        .toEqual(["p50", "p95", "wait p50", "wait p95"]);
      await expect.poll(() => namesIn(run.chart("Progress against forecast"))).toEqual(["done", "forecast"]);
    }
    await page.setViewportSize(desktop ?? { width: 1280, height: 800 });
    await chart.getByRole("button", { name: "Cases finished" }).click();
    await expect.poll(() => namesIn(chart)).toEqual(["limit 8", "started"]);
    await chart.getByRole("button", { name: "Cases finished" }).click();
  });

  await test.step("by dragging", async () => {
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the chart has no plot");
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 });
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/[?&]from=\d+/);
    await expect(page).toHaveURL(/[?&]to=\d+/);
  });
  const chip = page.getByRole("button", { name: /^\d+:\d\d–\d+:\d\d\s*Reset$/ });
  await expect(chip).toBeVisible();
  await expect.poll(async () => (await run.table("Attempts per second")).length).toBeLessThan(whole.length);

  await expect(run.chart("Provider latency and limiter wait").getByText(/^In this range: provider/)).toBeVisible();
  await expect(run.chart("Slots by state").getByText(/^On average in this range: /)).toBeVisible();

  const url = new URL(page.url());
  const [from, to] = [Number(url.searchParams.get("from")), Number(url.searchParams.get("to"))];
  const startMs = Date.parse(over.startedAt ?? "");
  const ended = await api.cases(id, `&from=${startMs + from * 1000}&to=${startMs + to * 1000}`);
  expect(ended.length).toBeGreaterThan(0);
  expect(ended.length).toBeLessThan(CASES);

  await test.step("the cases are those that ended in it, also for whoever gets the link", async () => {
    await page.getByRole("tab", { name: /Cases/ }).click();
    await expect(page.getByText(`${ended.length} match`)).toBeVisible();
    await page.reload();
    await expect(page.getByText(`${ended.length} match`)).toBeVisible();
  });

  await test.step("Back goes back to the whole", async () => {
    await page.goBack();
    await expect(page).not.toHaveURL(/tab=/);
    await expect(plot).toBeVisible();
    await page.goBack();
    await expect(chip).toBeHidden();
    await expect(page).not.toHaveURL(/from=/);
  });

  await test.step("by Shift and the arrows, and reset by a double press", async () => {
    await chart.locator("svg.recharts-surface").first().focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.down("Shift");
    for (let presses = 0; presses < 6; presses++) await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.up("Shift");
    await expect(chip).toBeVisible();
    // The range is drawn anew before it is pressed: until then its plot may still move.
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    // By the pointer, not by the plot: what is drawn there may be the area, the line or a bar.
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the chart has no plot");
    await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    await expect(chip).toBeHidden();
  });

  await test.step("nonsense is passed over", async () => {
    await run.open(id, "?from=90&to=3&range=never");
    await expect(chip).toBeHidden();
    await expect(plot).toBeVisible();
  });
});

test("marks lead to the log, the log to the charts, and the other charts tell the rest", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(`Marks ${tag}`, LIMITS);
  const dataset = await api.createDataset(`Marks ${tag}`, 40);
  const { id } = await api.startRun({ name: `Marks ${tag}`, datasetId: dataset.id, providerId: provider.id });
  await api.runDone(id, 4);
  const note = await api.request("POST", `/api/v1/runs/${id}/notes`, { text: "model redeployed" });
  expect(note.status).toBe(200);
  const over = await api.runIn(id, ["finished"], 30_000);

  const run = new RunPage(page);
  await run.open(id, "?charts=more");
  const mark = run.chart("Attempts per second").getByRole("button", { name: /model redeployed.*Open in the log/ });
  await mark.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/tab=log/);
  const row = page.getByRole("log").locator("[aria-current=true]");
  await expect(row).toContainText("model redeployed");

  await row.getByRole("button", { name: /show in the charts/ }).click();
  await expect(page).toHaveURL(/from=\d+/);
  await expect(page.getByRole("button", { name: /Reset$/ })).toBeVisible();
  await page.getByRole("button", { name: /Reset$/ }).click();

  await test.step("a row under the pointer shows its time in the charts", async () => {
    await page.getByLabel("Latest events").getByText("model redeployed").hover();
    await expect(run.chart("Slots by state").locator("[data-pointed]")).toBeAttached();
  });

  await test.step("progress, permits, waits and the time of a case are what the API tells", async () => {
    const [, ...progress] = await run.table("Progress against forecast");
    expect(firstNumber(progress[0]?.[2] ?? "")).toBe(over.counts.done);
    expect((await run.table("Permits left")).length).toBeGreaterThan(1);
    const [, ...waits] = await run.table("Backoff waits");
    expect(waits.map((cells) => cells[0])).toEqual(["<1", "1–2", "2–5", "5–15", "15–60", ">60"]);
    await expect(run.chart("Where a case's time goes")).toContainText(/wait .*, call .*, backoff .*, overhead /);
  });

  await test.step("the log comes as a file", async () => {
    await page.getByRole("tab", { name: "Log" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download NDJSON" }).click();
    expect((await download).suggestedFilename()).toMatch(/-log\.ndjson$/);
  });
});

test("a very long name is cut before the actions give way, and no tile is", async ({ page, api, tag }) => {
  const provider = await api.createSimulated(`Long ${tag}`, LIMITS);
  const dataset = await api.createDataset(`Long ${tag}`, 200);
  const name = `Long ${tag} ${"very long name ".repeat(12)}`.trim();
  const { id } = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  await api.runDone(id, 8);
  const run = new RunPage(page);
  await run.open(id);
  for (const width of [1440, 1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toHaveText(name);
    await expect(heading).toHaveAttribute("title", name);
    if (width > 1000) {
      const [text, action] = await Promise.all([heading.boundingBox(), run.button("Edit limits").boundingBox()]);
      expect((text?.x ?? 0) + (text?.width ?? 0), `beside each other at ${width}`).toBeLessThan(action?.x ?? 0);
      expect(Math.abs((text?.y ?? 0) - (action?.y ?? 0)), `in one row at ${width}`).toBeLessThan(24);
    }
    for (const label of ["Time left", "In flight", "Provider latency"]) {
      const cut = await run
        .tile(label)
        .locator(":scope > span:last-child")
        .evaluate((sub) => sub.scrollHeight > sub.clientHeight + 1 || sub.scrollWidth > sub.clientWidth + 1);
      expect(cut, `${label} is cut at ${width}`).toBe(false);
    }
  }
  await api.act(id, "cancel");
});
