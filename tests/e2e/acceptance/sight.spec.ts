import type { Page } from "@playwright/test";
import type { Api } from "../support/api";
import { contrastsOf, type Places } from "../support/pixels";
import { RunPage } from "../support/run-page";
import { expect, test } from "../support/test";

/** High enough that all charts are in the picture, and so fine that the strokes of small letters fill whole pixels. */
test.use({ viewport: { width: 1440, height: 1600 }, deviceScaleFactor: 3 });
test.setTimeout(240_000);

const MARK_LEAST = 3;
const TEXT_LEAST = 4.5;
/** Of the points along a mark so many have to stand out: dashes and stripes leave the others free. */
const MARK_SHARE = 0.2;
/** Of the points across a key: an outline has two. */
const KEY_SHARE = 0.05;

/** A run that has known everything: 429s, 5xx, cut connections, retries, and cases that gave up. */
async function fullRun(api: Api, name: string): Promise<string> {
  const provider = await api.createSimulated(
    name,
    { requestsPerSecond: 14, burst: 2, concurrency: 6, retry: { attempts: 3, baseDelayMs: 300, maxDelayMs: 600 } },
    {
      limits: { requestsPerSecond: 12, burst: 3 },
      faults: { error500: 0.15, reset: 0.1 },
      latencyMedianMs: 300,
      dialect: "none",
      retryAfter: "none",
    },
  );
  const dataset = await api.createDataset(name, 150);
  const { id } = await api.startRun({ name, datasetId: dataset.id, providerId: provider.id });
  const over = await api.runIn(id, ["finished"], 60_000);
  expect(over.attempts.rateLimited).toBeGreaterThan(0);
  expect(over.attempts.transient).toBeGreaterThan(0);
  return id;
}

interface Series {
  readonly label: string;
  /** How it is drawn, its colour left out. */
  readonly look: string;
}

/** What the legends and keys of the charts show, by the chart's title. */
function seriesByChart(page: Page): Promise<Record<string, Series[]>> {
  return page.evaluate(() => {
    const charts: Record<string, { label: string; look: string }[]> = {};
    for (const figure of document.querySelectorAll("figure")) {
      const title = figure.querySelector("h2")?.firstChild?.textContent ?? "";
      charts[title] = [...figure.querySelectorAll("[data-legend] li, tbody th")].flatMap((entry) => {
        const mark = entry.querySelector("svg path, svg rect");
        if (mark === null) return [];
        const fill = mark.getAttribute("fill") ?? "";
        const look =
          mark.tagName === "path"
            ? `line ${mark.getAttribute("stroke-dasharray") ?? "solid"} ${mark.getAttribute("stroke-width")}`
            : fill.startsWith("url(")
              ? fill
              : fill === "var(--panel)"
                ? "outline"
                : "filled";
        return [{ label: entry.textContent ?? "", look }];
      });
    }
    return charts;
  });
}

/** Where the keys of the series lie, each crossed through its middle. */
function keysOf(page: Page): Promise<Places["spots"]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("figure [data-legend] svg, figure tbody th svg")].map((svg) => {
      const { x, y, width, height } = svg.getBoundingClientRect();
      const points = [];
      for (let right = 0.5; right < width; right += 0.5) points.push({ x: x + right, y: y + height / 2 });
      return { name: `the key of ${svg.parentElement?.textContent}`, points };
    }),
  );
}

/** Where lines, bars and limits lie that are drawn in the charts over time, each along its outline. */
function marksOf(page: Page): Promise<Places["spots"]> {
  return page.evaluate(() => {
    const along = (shape: SVGGeometryElement) => {
      const matrix = shape.getScreenCTM();
      const length = shape.getTotalLength();
      if (matrix === null || length === 0) return [];
      return Array.from({ length: 120 }, (_, n) => {
        const { x, y } = shape.getPointAtLength((length * n) / 120).matrixTransform(matrix);
        return { x, y };
      });
    };
    // One line of each chart is drawn in no colour: it only gives the tooltip its points.
    const lines = ":is(.recharts-line-curve, .recharts-area-curve, .recharts-reference-line-line):not([stroke=none])";
    const bars = ".recharts-surface rect[fill*=pattern]";
    const limits = ".recharts-surface path[stroke='var(--fg)'][stroke-dasharray]";
    return [...document.querySelectorAll<SVGGeometryElement>(`${lines}, ${bars}, ${limits}`)].map((shape) => ({
      name: `${shape.closest("figure")?.querySelector("h2")?.textContent}: ${shape.getAttribute("stroke")}`,
      points: along(shape).filter(({ x, y }) => x > 2 && y > 2 && x < innerWidth - 2 && y < innerHeight - 2),
    }));
  });
}

/** Where texts lie that are seen as a whole. */
function textsOf(page: Page): Promise<Places["boxes"]> {
  return page.evaluate(() => {
    const inSight = ({ x, y, width, height }: DOMRect) =>
      width > 0 && height > 0 && x >= 0 && y >= 0 && x + width < innerWidth && y + height < innerHeight;
    // Not cut off by a part of the page that scrolls, nor too long for its place.
    const whole = ({ left, top, right, bottom }: DOMRect, element: Element) => {
      for (let around: Element | null = element; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === "visible") continue;
        const edge = around.getBoundingClientRect();
        if (left < edge.left - 1 || right > edge.right + 1) return false;
        if (top < edge.top - 1 || bottom > edge.bottom + 1) return false;
      }
      return true;
    };
    const bar = document.querySelector("header.sticky");
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || (node.textContent ?? "").trim() === "") continue;
      if (parent.closest(".sr-only, [disabled], [aria-disabled=true], script, style, title, defs") !== null) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      // What is scrolled under the bar at the top is not seen.
      if (bar !== null && !bar.contains(parent) && box.top < bar.getBoundingClientRect().bottom) continue;
      if (!inSight(box) || !whole(box, parent)) continue;
      const { x, y, width, height } = box;
      texts.push({ name: (node.textContent ?? "").trim().slice(0, 40), box: { x, y, width, height } });
    }
    return texts;
  });
}

/** What does not stand out, in words, and how much colour is left. */
async function faint(page: Page, decoder: Page): Promise<{ faint: string[]; chroma: number }> {
  const [keys, drawn, texts] = [await keysOf(page), await marksOf(page), await textsOf(page)];
  expect(keys.length, "keys of series").toBeGreaterThan(15);
  expect(drawn.length, "marks").toBeGreaterThan(15);
  expect(texts.length, "texts").toBeGreaterThan(80);
  const ground = await page.locator("figure").first().boundingBox();
  if (ground === null) throw new Error("there is no chart");
  const { spots, boxes, chroma } = await contrastsOf(page, decoder, {
    ground: { x: ground.x + 4, y: ground.y + 4 },
    spots: [...keys, ...drawn],
    boxes: texts,
  });
  const marks = spots.flatMap(({ name, contrasts }, n) => {
    const seen = contrasts.filter((each) => each >= MARK_LEAST).length;
    const least = (n < keys.length ? KEY_SHARE : MARK_SHARE) * contrasts.length;
    return seen >= least ? [] : [`${name}: ${Math.max(...contrasts).toFixed(2)} at most, in ${seen} places`];
  });
  const pale = boxes.filter(({ widest }) => widest < TEXT_LEAST);
  return { faint: [...marks, ...pale.map(({ name, widest }) => `“${name}”: ${widest.toFixed(2)}`)], chroma };
}

test("check 19: without hue, without any colour, and with forced colours every series is told and all stands out", async ({
  page,
  context,
  api,
  tag,
}) => {
  const id = await fullRun(api, `Sight ${tag}`);
  const run = new RunPage(page);
  await run.open(id);
  const decoder = await context.newPage();
  await page.bringToFront();
  await expect(run.chart("429s and errors").locator(".recharts-surface rect[fill*=throttle]").first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);

  await test.step("series of a chart differ by pattern, dash, width or outline, and each has its name", async () => {
    await page.getByRole("button", { name: "More charts" }).click();
    await expect(run.chart("Permits left")).toBeVisible();
    const charts = await seriesByChart(page);
    expect(Object.keys(charts).length).toBeGreaterThan(8);
    for (const [title, series] of Object.entries(charts)) {
      const looks = series.map(({ look }) => look);
      expect(new Set(looks).size, `${title}: ${JSON.stringify(series)}`).toBe(looks.length);
      for (const { label } of series) expect(label, title).not.toBe("");
    }
    // What is drawn is drawn as its key says.
    const bars = run.chart("429s and errors").locator(".recharts-surface rect[fill*=pattern]");
    const drawn = await bars.evaluateAll((all) => [...new Set(all.map((bar) => bar.getAttribute("fill")))]);
    const keys = charts["429s and errors"]?.map(({ look }) => look) ?? [];
    expect(drawn.length).toBeGreaterThan(1);
    for (const fill of drawn) expect(keys).toContain(fill);
    await page.getByRole("button", { name: "More charts" }).click();
    await expect(run.chart("Permits left")).toBeHidden();
  });

  const cdp = await context.newCDPSession(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    for (const type of ["deuteranopia", "achromatopsia"] as const) {
      await test.step(`${type}, ${colorScheme}`, async () => {
        await cdp.send("Emulation.setEmulatedVisionDeficiency", { type });
        const seen = await faint(page, decoder);
        expect.soft(seen.faint, `${type}, ${colorScheme}`).toEqual([]);
        if (type === "achromatopsia") expect(seen.chroma, "hardly a colour is left").toBeLessThan(24);
      });
    }
  }

  await test.step("forced colours", async () => {
    await cdp.send("Emulation.setEmulatedVisionDeficiency", { type: "none" });
    await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
    await expect.poll(() => page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
    expect.soft((await faint(page, decoder)).faint, "forced colours").toEqual([]);
    const bar = run.chart("429s and errors").locator(".recharts-surface rect[fill*=pattern]").first();
    await expect(bar, "patterns stay").toHaveCSS("fill", /pattern-/);
  });
});
