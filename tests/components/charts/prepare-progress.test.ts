import { describe, expect, it } from "vitest";
import { spanTicks } from "@/components/charts/axis-ticks";
import { clipLine, type ProgressState, prepareProgress } from "@/components/charts/prepare-progress";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 10_000, originMs: T0 };
/** Two cases end each second, for ten seconds. */
const rows = prepareTimeRows(
  Array.from({ length: 10 }, (_, at) => bucketAt(T0 + at * 1000, { finished: 2 })),
  1000,
  window,
  false,
);
const state = (over: Partial<ProgressState> = {}): ProgressState => ({
  done: 20,
  total: 100,
  doneBefore: null,
  activeMs: 10_000,
  nowMs: T0 + 10_000,
  expectedMs: 40_000,
  etaMs: 40_000,
  ...over,
});

describe("progress against forecast (C7)", () => {
  it("counts up to what is done now, and holds it against what was expected by then", () => {
    const { rows: shown } = prepareProgress(rows, window, state());
    expect(shown.map((row) => row.done)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    expect(shown.at(-1)?.expected).toBe(25);
  });

  it("begins a range that reaches to now with what was done before it", () => {
    const late = rows.slice(5);
    expect(prepareProgress(late, window, state()).rows[0]?.done).toBe(12);
  });

  it("begins a range of the past with what was done before that", () => {
    const early = rows.slice(2, 5);
    expect(prepareProgress(early, window, state({ doneBefore: 4 })).rows.map((row) => row.done)).toEqual([6, 8, 10]);
  });

  it.each([
    ["behind", {}, -2000],
    ["ahead", { activeMs: 5000 }, 3000],
    ["unknown before the first case", { done: 0 }, null],
    ["unknown without a forecast", { expectedMs: null }, null],
  ])("is %s", (_what, over, aheadMs) => {
    expect(prepareProgress(rows, window, state(over)).aheadMs).toBe(aheadMs);
  });

  it("moves the forecast on by the time that the run was paused", () => {
    // Ten seconds on the clock, four of them running.
    const { forecast } = prepareProgress(rows, window, state({ activeMs: 4000 }));
    expect(forecast).toEqual({ fromMs: T0 + 6000, from: 0, toMs: T0 + 46_000, to: 100 });
  });

  it("leads on from now while the run goes on, and the picture reaches a part of the way", () => {
    const { reforecast, window: shown } = prepareProgress(rows, window, state());
    expect(reforecast).toEqual({ fromMs: T0 + 10_000, from: 20, toMs: T0 + 50_000, to: 100 });
    expect(shown.toMs).toBe(T0 + 13_500);
  });

  it("leads nowhere from a range of the past, or once the run is over", () => {
    const past = { ...window, toMs: T0 + 5000 };
    expect(prepareProgress(rows.slice(0, 5), past, state({ doneBefore: 0 })).reforecast).toBeNull();
    const over = prepareProgress(rows, window, state({ etaMs: null }));
    expect([over.reforecast, over.window.toMs]).toEqual([null, window.toMs]);
  });

  it("has an axis that holds both, and need not begin at 0", () => {
    const { yTicks } = prepareProgress(rows, window, state());
    expect([yTicks[0], (yTicks.at(-1) ?? 0) >= 25]).toEqual([0, true]);
    expect(spanTicks(940, 960)).toEqual([940, 945, 950, 955, 960]);
    expect(spanTicks(0, 3)).toEqual([0, 1, 2, 3]);
  });
});

describe("a line within a window", () => {
  const line = { fromMs: T0, from: 0, toMs: T0 + 100_000, to: 200 };
  it.each([
    ["that reaches beyond it ends at its edge", { fromMs: T0 - 5000, toMs: T0 + 25_000 }, [T0, 0, T0 + 25_000, 50]],
    [
      "that began before it begins at its edge",
      { fromMs: T0 + 50_000, toMs: T0 + 300_000 },
      [T0 + 50_000, 100, T0 + 100_000, 200],
    ],
    ["that is beyond it is not drawn", { fromMs: T0 + 100_000, toMs: T0 + 120_000 }, null],
    ["that is before it is not drawn", { fromMs: T0 - 9000, toMs: T0 }, null],
  ])("%s", (_what, span, expected) => {
    const clipped = clipLine(line, { ...span, originMs: T0 });
    expect(clipped && [clipped.fromMs, clipped.from, clipped.toMs, clipped.to]).toEqual(expected);
  });
  it("is none where there is none", () => {
    expect(clipLine(null, window)).toBeNull();
  });
});
