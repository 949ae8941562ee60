import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AttemptsChart } from "@/components/charts/attempts-chart";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";
import { show } from "../screen";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 100_000, originMs: T0 };
const buckets = Array.from({ length: 100 }, (_, at) => bucketAt(T0 + at * 1000, { started: 5, finished: 4 }));
const rows = prepareTimeRows(buckets, 1000, window, false);
const input = { rows, window, bands: [], marks: [], bucketMs: 1000, loading: false };

const columns = (figure: HTMLElement) =>
  within(figure)
    .getAllByRole("columnheader")
    .map((head) => head.textContent);

describe("a chart over time as a table", () => {
  // The test's document has no sizes, and the chart library says so.
  beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));
  afterEach(() => vi.restoreAllMocks());

  it("has every bucket of the range, and no series that is switched off", async () => {
    const user = userEvent.setup();
    show(<AttemptsChart input={input} />);
    const figure = screen.getByRole("figure", { name: /Attempts per second/ });
    const toTable = () => user.click(within(figure).getByRole("button", { name: "View as table" }));
    await toTable();
    expect(columns(figure)).toEqual(["Elapsed", "Time", "Started", "Cases finished", "Limit"]);
    expect(within(figure).getAllByRole("row")).toHaveLength(1 + 100);
    await toTable();
    await user.click(within(figure).getByRole("button", { name: "Cases finished" }));
    await toTable();
    expect(columns(figure)).toEqual(["Elapsed", "Time", "Started", "Limit"]);
  });

  it("tells of the single seconds where a bucket holds several, for the series that are on", async () => {
    const user = userEvent.setup();
    const long = [0, 4].map((second) =>
      bucketAt(T0 + second * 1000, { samples: 4, started: 20, startedMin: 3, startedMax: 9 }),
    );
    show(<AttemptsChart input={{ ...input, rows: prepareTimeRows(long, 4000, window, false), bucketMs: 4000 }} />);
    const figure = screen.getByRole("figure", { name: /Attempts per second/ });
    const press = (name: string) => user.click(within(figure).getByRole("button", { name }));
    await press("View as table");
    expect(columns(figure)).toEqual([
      "Elapsed",
      "Time",
      "Started",
      "Cases finished",
      "Limit",
      "Busiest 1 s",
      "Quietest 1 s",
    ]);
    expect(within(figure).getAllByRole("cell", { name: "9" })).toHaveLength(2);
    await press("View as table");
    await press("Started");
    await press("View as table");
    expect(columns(figure)).toEqual(["Elapsed", "Time", "Cases finished", "Limit"]);
  });
});
