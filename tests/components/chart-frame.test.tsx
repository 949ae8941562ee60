import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { AttemptsHistogram } from "@/components/charts/attempts-histogram";
import { ChartFrame } from "@/components/charts/chart-frame";
import { ChartGroup } from "@/components/charts/chart-group";
import { ChartLegend } from "@/components/charts/chart-legend";
import { LOOK } from "@/components/charts/series-look";
import { show } from "./screen";

const table = () => ({
  columns: ["Elapsed", "Started"],
  rows: [
    ["0:10", "5 rps"],
    ["0:05", "4 rps"],
  ],
});

function frame() {
  show(
    <ChartFrame id="c" title="Attempts per second" summary="5 rps started." table={table}>
      <button type="button">plot</button>
    </ChartFrame>,
  );
  return userEvent.setup();
}

describe("a chart", () => {
  it("has a name and a sentence that can be read without seeing it", () => {
    frame();
    expect(screen.getByRole("figure", { name: /Attempts per second/ })).toBeTruthy();
    expect(screen.getByText("5 rps started.")).toBeTruthy();
  });

  it("changes its sentence slowly while live, and tells the last figures as soon as the run is over", () => {
    const chart = (live: boolean, summary: string) => (
      <ChartGroup live={live}>
        <ChartFrame id="c" title="Attempts per second" summary={summary} table={table}>
          <button type="button">plot</button>
        </ChartFrame>
      </ChartGroup>
    );
    vi.useFakeTimers();
    try {
      const { rerender } = show(chart(true, "4 rps started."));
      act(() => void vi.advanceTimersByTime(1000));
      rerender(chart(true, "5 rps started."));
      act(() => void vi.advanceTimersByTime(1000));
      rerender(chart(true, "6 rps started."));
      act(() => void vi.advanceTimersByTime(1000));
      expect(screen.getByText("5 rps started.")).toBeTruthy();
      rerender(chart(false, "6 rps started."));
      act(() => void vi.advanceTimersByTime(0));
      expect(screen.getByText("6 rps started.")).toBeTruthy();
    } finally {
      vi.useRealTimers();
    }
  });

  it("has its sentence and the figure beside its title from one moment, or keeps up with what stands in it", () => {
    const chart = (n: number, keepsUp: boolean) => (
      <ChartGroup live>
        <ChartFrame
          id="c"
          title="Progress"
          remark={`${n} s behind`}
          summary={`Behind by ${n} s.`}
          keepsUp={keepsUp}
          table={table}
        >
          <button type="button">plot</button>
        </ChartFrame>
      </ChartGroup>
    );
    vi.useFakeTimers();
    try {
      const { rerender } = show(chart(1, false));
      for (const n of [2, 3]) {
        rerender(chart(n, false));
        act(() => void vi.advanceTimersByTime(1000));
      }
      expect([screen.queryByText("2 s behind"), screen.queryByText("Behind by 2 s.")]).not.toContain(null);
      rerender(chart(4, true));
      expect([screen.queryByText("4 s behind"), screen.queryByText("Behind by 4 s.")]).not.toContain(null);
    } finally {
      vi.useRealTimers();
    }
  });

  it("turns into a table by its button, with heads for columns and rows", async () => {
    const user = frame();
    await user.click(screen.getByRole("button", { name: "View as table" }));
    const shown = screen.getByRole("table", { name: "Attempts per second" });
    expect(
      within(shown)
        .getAllByRole("columnheader")
        .map((cell) => cell.textContent),
    ).toEqual(["Elapsed", "Started"]);
    expect(
      within(shown)
        .getAllByRole("rowheader")
        .map((cell) => cell.textContent),
    ).toEqual(["0:10", "0:05"]);
  });

  it("turns into a table and back by the key T inside of it", async () => {
    const user = frame();
    screen.getByRole("button", { name: "plot" }).focus();
    await user.keyboard("t");
    expect(screen.getByRole("table")).toBeTruthy();
    // The plot is gone; the focus stays in the chart, so that the same key leads back.
    await user.keyboard("t");
    expect(screen.queryByRole("table")).toBeNull();
  });
});

describe("a legend", () => {
  const entries = [
    { key: "a", label: "Started", look: LOOK.started },
    { key: "b", label: "Limit", look: LOOK.limit },
  ];

  it("says which series are on, and switches one off", async () => {
    const onToggle = vi.fn();
    show(<ChartLegend entries={entries} hidden={new Set()} onToggle={onToggle} />);
    const started = screen.getByRole("button", { name: "Started" });
    expect(started.getAttribute("aria-pressed")).toBe("true");
    await userEvent.setup().click(started);
    expect(onToggle).toHaveBeenCalledWith("a");
  });

  it("cuts a long name, and tells the whole to who points at it", () => {
    const name = "A · a run whose name takes more than the width of a chart";
    show(
      <ChartLegend entries={[{ key: "a", label: name, look: LOOK.started }]} hidden={new Set()} onToggle={vi.fn()} />,
    );
    expect(screen.getByRole("button", { name }).contains(screen.getByTitle(name))).toBe(true);
  });

  it("does not switch the last one off", async () => {
    const onToggle = vi.fn();
    show(<ChartLegend entries={entries} hidden={new Set(["b"])} onToggle={onToggle} />);
    await userEvent.setup().click(screen.getByRole("button", { name: "Started" }));
    expect(onToggle).not.toHaveBeenCalled();
  });
});

describe("the histogram of attempts", () => {
  const histogram = (onPick = vi.fn()) => {
    const { container } = show(
      <AttemptsHistogram
        attemptsPerCase={[
          { attempts: 1, cases: 90, lost: 0 },
          { attempts: 2, cases: 10, lost: 3 },
        ]}
        retrying={[
          { attempts: 2, cases: 4 },
          { attempts: 3, cases: 1 },
        ]}
        maxAttempts={4}
        onPick={onPick}
      />,
    );
    return { container, onPick, user: userEvent.setup() };
  };
  const parts = (container: HTMLElement) => [...container.querySelectorAll("[data-part]")];

  it("shows the cases of a bar that is pressed", async () => {
    const { onPick, user } = histogram();
    await user.click(screen.getByRole("button", { name: /10 cases took 2 attempts, 4 more go on after 2 attempts/ }));
    expect(onPick).toHaveBeenCalledWith(2);
  });

  it("tells cases that go on from those that ended, by pattern as well", async () => {
    const { container } = histogram();
    expect(parts(container).map((part) => part.getAttribute("data-part"))).toEqual([
      "succeeded",
      "succeeded",
      "retrying",
      "gaveUp",
      "retrying",
    ]);
    const fills = parts(container).map((part) => part.getAttribute("fill"));
    expect(fills[2]).toBe("url(#pattern-backoff-dots)");
    expect(fills[3]).toBe("url(#pattern-error-hatch)");
    expect(
      screen.getByText(/90 of 100 finished cases took one attempt.*3 gave up; 5 cases still retrying/),
    ).toBeTruthy();
  });

  it("keeps what is switched off where its group does: in the URL", async () => {
    const toggle = vi.fn();
    const series = { hidden: new Set(["histogram.retrying", "attempts.succeeded"]), toggle };
    const { container } = show(
      <ChartGroup live series={series}>
        <AttemptsHistogram
          attemptsPerCase={[{ attempts: 1, cases: 9, lost: 0 }]}
          retrying={[{ attempts: 1, cases: 2 }]}
          maxAttempts={2}
          onPick={vi.fn()}
        />
      </ChartGroup>,
    );
    expect(parts(container).map((part) => part.getAttribute("data-part"))).toEqual(["succeeded"]);
    await userEvent.setup().click(screen.getByRole("button", { name: "Gave up" }));
    expect(toggle).toHaveBeenCalledWith("histogram.gaveUp");
  });

  it("leaves out a part that is switched off, and tells all in the table", async () => {
    const { container, user } = histogram();
    await user.click(screen.getByRole("button", { name: "Still retrying" }));
    expect(parts(container).some((part) => part.getAttribute("data-part") === "retrying")).toBe(false);
    await user.click(screen.getByRole("button", { name: "View as table" }));
    const rows = within(screen.getByRole("table")).getAllByRole("row");
    expect(rows.map((row) => [...row.children].map((cell) => cell.textContent?.replace(/\s/g, " ")).join(" "))).toEqual(
      [
        "Attempts Finished cases Share Gave up Still retrying",
        "1 90 90 % 0 0",
        "2 10 10 % 3 4",
        "3 0 0 % 0 1",
        "4 0 0 % 0 0",
      ],
    );
  });
});
