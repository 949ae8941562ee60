import type { CDPSession, Page } from "@playwright/test";

export interface PagePace {
  /** First contentful paint, ms after the navigation began. */
  readonly firstPaintMs: number;
  readonly longestTaskMs: number;
  readonly tasksOver200Ms: number;
  /** The sum of all layout shifts. */
  readonly layoutShift: number;
}

interface Seen {
  longest: number;
  over200: number;
  shift: number;
}
declare global {
  interface Window {
    pace: Seen;
  }
}

/** Watches what the pages that this one opens from now on do to their main thread. */
export async function watchPace(page: Page): Promise<{ read(): Promise<PagePace>; forget(): Promise<void> }> {
  await page.addInitScript(() => {
    window.pace = { longest: 0, over200: 0, shift: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        window.pace.longest = Math.max(window.pace.longest, duration);
        if (duration > 200) window.pace.over200 += 1;
      }
    }).observe({ type: "longtask", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ("value" in entry) window.pace.shift += Number(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  return {
    read: () =>
      page.evaluate(() => ({
        firstPaintMs: Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0),
        longestTaskMs: Math.round(window.pace.longest),
        tasksOver200Ms: window.pace.over200,
        layoutShift: Number(window.pace.shift.toFixed(3)),
      })),
    /** What was seen so far no longer counts. */
    forget: () =>
      page.evaluate(() => {
        window.pace = { longest: 0, over200: 0, shift: 0 };
      }),
  };
}

/** Bytes of the page's heap that are in use once all that is not needed has been collected. */
export async function usedHeap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return (await session.send("Runtime.getHeapUsage")).usedSize;
}
