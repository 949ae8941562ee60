import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ChartGroup, type ChartHold } from "@/components/charts/chart-group";
import { PLOT } from "@/components/charts/plot-place";
import { RangeSurface } from "@/components/charts/range-surface";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";
import { show } from "../screen";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 100_000, originMs: T0 };
const rows = prepareTimeRows(
  Array.from({ length: 10 }, (_, at) => bucketAt(T0 + at * 10_000, { samples: 10 })),
  10_000,
  window,
  false,
);
/** A pixel of the plot is a second. */
const WIDTH = PLOT.left + 100 + PLOT.right;

/** The test's document has no pointer events; a mouse event by their name bears what they would. */
function pointer(type: "down" | "move" | "up", target: Element, second: number, pointerType = "mouse") {
  const place = { clientX: PLOT.left + second, clientY: 20, button: 0, bubbles: true };
  const event = Object.assign(new MouseEvent(`pointer${type}`, place), { pointerId: 1, pointerType });
  fireEvent(target, event);
}

function surface(hold?: ChartHold) {
  const onSelect = vi.fn();
  show(
    <ChartGroup live={hold !== undefined} onSelect={onSelect} hold={hold}>
      <RangeSurface rows={rows} window={window}>
        <button type="button">mark</button>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: stands for the chart */}
        <div tabIndex={0} data-testid="chart" />
      </RangeSurface>
    </ChartGroup>,
  );
  const chart = screen.getByTestId("chart");
  const ground = chart.parentElement as HTMLElement;
  ground.getBoundingClientRect = () => new DOMRect(0, 0, WIDTH, 100);
  const seconds = () =>
    onSelect.mock.calls.map(([range]) =>
      range === null ? null : [(range.fromMs - T0) / 1000, (range.toMs - T0) / 1000],
    );
  return { chart, ground, seconds };
}

describe("choosing a range on a chart", () => {
  beforeEach(() => {
    // What the browser has and the test's document lacks.
    Element.prototype.setPointerCapture = () => {};
  });

  it("is dragging over it, in either direction", () => {
    const { chart, ground, seconds } = surface();
    pointer("down", chart, 60);
    pointer("move", ground, 40);
    pointer("move", ground, 20);
    expect(screen.getByText("0:20 to 1:00")).toBeTruthy();
    pointer("up", ground, 20);
    expect(seconds()).toEqual([[20, 60]]);
    expect(screen.queryByText("0:20 to 1:00")).toBeNull();
  });

  it.each([
    ["a press that hardly moves", "chart", 63, "mouse"],
    ["a finger, which scrolls", "chart", 20, "touch"],
    ["what begins on a mark", "mark", 20, "mouse"],
  ])("is not %s", (_what, begins, second, kind) => {
    const { chart, ground, seconds } = surface();
    pointer("down", begins === "chart" ? chart : screen.getByRole("button"), 60, kind);
    pointer("move", ground, second, kind);
    pointer("up", ground, second, kind);
    expect(seconds()).toEqual([]);
  });

  it("ends at the edges of the plot", () => {
    const { chart, ground, seconds } = surface();
    pointer("down", chart, 90);
    pointer("move", ground, 500);
    pointer("up", ground, 500);
    expect(seconds()).toEqual([[90, 100]]);
  });

  it("is Shift with the arrows, from the newest point on, until Shift is let go", async () => {
    const { chart, seconds } = surface();
    chart.focus();
    const user = userEvent.setup();
    await user.keyboard("{Shift>}{ArrowLeft}{ArrowLeft}{ArrowRight}{/Shift}");
    expect(seconds()).toEqual([[80, 100]]);
  });

  it("is Shift with Home or End, as far as there are points", async () => {
    const { chart, seconds } = surface();
    chart.focus();
    const user = userEvent.setup();
    await user.keyboard("{Shift>}{Home}{ArrowRight}{/Shift}");
    expect(seconds()).toEqual([[10, 100]]);
  });

  it("is forgotten by Escape, and the whole is asked for by a double press", async () => {
    const { chart, seconds } = surface();
    chart.focus();
    const user = userEvent.setup();
    await user.keyboard("{Shift>}{ArrowLeft}{Escape}{/Shift}");
    expect(seconds()).toEqual([]);
    await user.dblClick(chart);
    expect(seconds()).toEqual([null]);
  });
});

describe("keys in a chart", () => {
  /** The arrows that reached the chart inside, Home and End turned into them. */
  function arrowsIn(chart: HTMLElement) {
    const seen: string[] = [];
    chart.addEventListener("keydown", ({ key }) => key.startsWith("Arrow") && seen.push(key));
    return seen;
  }

  it("lead to the last point and back to the first", async () => {
    const { chart } = surface();
    const arrows = arrowsIn(chart);
    chart.focus();
    const user = userEvent.setup();
    // The chart stands at its first point when it gets the focus.
    await user.keyboard("{End}");
    expect(arrows).toEqual(Array.from({ length: rows.length - 1 }, () => "ArrowRight"));
  });

  it("belong to a mark that has the focus", async () => {
    const toggle = vi.fn();
    const { chart } = surface({ held: false, toggle });
    const arrows = arrowsIn(chart);
    screen.getByRole("button", { name: "mark" }).focus();
    await userEvent.setup().keyboard("{End} ");
    expect(arrows).toEqual([]);
    expect(toggle).not.toHaveBeenCalled();
  });

  it("hold the picture, and say so once", async () => {
    const toggle = vi.fn();
    const { chart } = surface({ held: false, toggle });
    chart.focus();
    await userEvent.setup().keyboard(" ");
    expect(toggle).toHaveBeenCalledTimes(1);
    expect(await screen.findByText("Held still. Space follows the run again.")).toBeTruthy();
    expect(screen.getAllByRole("status")).toHaveLength(1);
  });
});
