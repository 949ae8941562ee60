import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AttemptsChart } from "@/components/charts/attempts-chart";
import { LatencyChart } from "@/components/charts/latency-chart";
import { PermitsChart } from "@/components/charts/permits-chart";
import { ProgressChart } from "@/components/charts/progress-chart";
import { SlotsChart } from "@/components/charts/slots-chart";
import type { TimeChartInput } from "@/components/charts/time-figure";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { TokensChart } from "@/components/charts/tokens-chart";
import { bucketAt } from "../../client/bucket-builder";
import { show } from "../screen";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 100_000, originMs: T0 };
const buckets = Array.from({ length: 100 }, (_, at) => bucketAt(T0 + at * 1000, { started: 5, finished: 4 }));
const rows = prepareTimeRows(buckets, 1000, window, false);
const input = { rows, window, bands: [], marks: [], bucketMs: 1000, ofRange: null, loading: false };

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

describe("the sentence of a chart over time", () => {
  beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));
  afterEach(() => vi.restoreAllMocks());

  // A busy start and a quiet end: what holds now is not what held over the range.
  const moving = [0, 1, 2, 3].map((second) =>
    bucketAt(T0 + second * 1000, {
      started: second < 2 ? 9 : 1,
      inFlight: second < 2 ? 6 : 2,
      queued: second < 2 ? 20 : 0,
      permits: second < 2 ? 0 : 4,
      tokens: second < 2 ? 300 : 100,
      latencyMs: { p50: second < 3 ? 200 : 350, p95: 500, n: 9 },
      limiterWaitMs: { p50: 10, p95: 20 },
    }),
  );
  const of = (ofRange: TimeChartInput["ofRange"]) => ({
    ...input,
    rows: prepareTimeRows(moving, 1000, window, false),
    ofRange,
  });
  const times = { latencyMs: { p50: 240, p95: 510 }, limiterWaitMs: { p50: 12, p95: 30 } };
  const told = (chart: ReactElement) => {
    show(chart);
    return (screen.getByRole("figure").textContent ?? "").replace(/\u00a0/g, " ");
  };

  it("has no figure beside it before there is anything to tell", async () => {
    const progress = { done: 30, total: 100, doneBefore: null, activeMs: 90_000, expectedMs: 100_000, etaMs: 1000 };
    const chart = (loading: boolean) => (
      <ProgressChart input={{ ...of(null), rows: [], loading }} {...progress} nowMs={T0 + 90_000} />
    );
    const { rerender } = show(chart(true));
    expect(screen.getByText("Loading…")).toBeTruthy();
    expect(screen.queryByText(/behind/)).toBeNull();
    rerender(chart(false));
    expect(await screen.findByText(/behind/)).toBeTruthy();
  });

  it.each([
    [
      "latency",
      (at: TimeChartInput) => <LatencyChart input={at} timeoutMs={60_000} />,
      "Provider 350 ms at the median",
    ],
    ["slots", (at: TimeChartInput) => <SlotsChart input={at} />, "2 calling and 0 waiting"],
    ["queue", (at: TimeChartInput) => <SlotsChart input={at} />, "queue 0"],
    ["permits", (at: TimeChartInput) => <PermitsChart input={at} />, "4 of 10 permits left; 4 attempts can start"],
    ["tokens", (at: TimeChartInput) => <TokensChart input={at} />, "800 tokens in the last minute"],
  ])("tells of now while the run is followed: %s", (_what, chart, text) => {
    expect(told(chart(of(null)))).toContain(text);
  });

  it.each([
    [
      "latency",
      (at: TimeChartInput) => <LatencyChart input={at} timeoutMs={60_000} />,
      "In this range: provider 240 ms at the median, 510 ms at p95; limiter wait 12 ms.",
    ],
    ["slots", (at: TimeChartInput) => <SlotsChart input={at} />, "On average in this range: 4 calling and 0 waiting"],
    ["queue", (at: TimeChartInput) => <SlotsChart input={at} />, "mean queue 10"],
    ["attempts", (at: TimeChartInput) => <AttemptsChart input={at} />, "In this range: 5 rps started on average"],
    ["permits", (at: TimeChartInput) => <PermitsChart input={at} />, "In this range 2 of 10 permits were left"],
    [
      "tokens",
      (at: TimeChartInput) => <TokensChart input={at} />,
      "800 tokens in this range, 12 k a minute on average",
    ],
  ])("tells of the whole range once it is over, or one was chosen: %s", (_what, chart, text) => {
    expect(told(chart(of(times)))).toContain(text);
  });
});
