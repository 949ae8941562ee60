import { describe, expect, it } from "vitest";
import { prepareOverlay } from "@/components/charts/prepare-overlay";
import { comparisonOf, leftOut } from "@/components/runs/compare/compare-url-state";
import { configRows } from "@/components/runs/compare/config-diff";
import { relativeDelta } from "@/components/runs/compare/summary-rows";
import { runWith } from "../run-builder";

describe("the configuration of compared runs", () => {
  const one = runWith();
  const two = runWith({
    target: { ...one.target, prompt: "Another {{question}}", params: { temperature: 0.2 } },
    effectiveLimits: { ...one.effectiveLimits, requestsPerSecond: 99 },
  });

  it("marks what differs, and nothing else", () => {
    const differing = configRows([one, two]).filter((row) => row.differs);
    expect(differing.map((row) => row.name)).toEqual(["Prompt", "temperature", "Requests per second"]);
    expect(differing.find((row) => row.name === "temperature")?.values).toEqual(["–", "0.2"]);
    expect(configRows([one, one, one]).some((row) => row.differs)).toBe(false);
  });
});

describe("lines of several runs", () => {
  const points = (seconds: number) =>
    Array.from({ length: seconds }, (_, at) => ({
      elapsedMs: (at + 1) * 1000,
      startedPerSecond: at + 1,
      done: (at + 1) * 10,
      passRate: at === 0 ? null : 0.5,
    }));
  const runs = [
    { runId: "a", bucketMs: 1000, points: points(4) },
    { runId: "b", bucketMs: 1000, points: points(2) },
    { runId: "c", bucketMs: 1000, points: [] },
  ];

  it("share one axis, end where their run ends, and end at its figure", () => {
    const { rows, ends, toMs } = prepareOverlay(runs, "done");
    expect(toMs).toBe(4000);
    expect(rows.map((row) => row.x)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(rows.map((row) => row.values[0])).toEqual([0, 10, 20, 30, 40]);
    expect(rows.map((row) => row.values[1])).toEqual([0, 10, 20, null, null]);
    expect(ends).toEqual([{ x: 4000, y: 40 }, { x: 2000, y: 20 }, null]);
  });

  it("leave out what is not known, and hold a long run in few points", () => {
    expect(prepareOverlay(runs, "passRate").rows.map((row) => row.values[0])).toEqual([null, null, 0.5, 0.5, 0.5]);
    const long = [{ runId: "a", bucketMs: 60_000, points: points(7200) }];
    const { rows, ends } = prepareOverlay(long, "rate");
    expect(rows.length).toBeLessThanOrEqual(151);
    expect(ends[0]).toEqual({ x: 7_200_000, y: 7200 });
    expect(prepareOverlay([], "rate").rows.length).toBeGreaterThan(0);
  });
});

describe("what an address means", () => {
  it("names each run once, eight at most, and a baseline that is among them", () => {
    expect(comparisonOf("a,b,,a,c", "b")).toEqual({ runs: ["a", "b", "c"], base: "b" });
    expect(comparisonOf("a,b", "z")).toEqual({ runs: ["a", "b"], base: "a" });
    expect(comparisonOf("1,2,3,4,5,6,7,8,9", null).runs).toHaveLength(8);
    expect(comparisonOf("", null)).toEqual({ runs: [], base: "" });
  });

  it.each([
    [10, 12, "▲ 20\u00a0%"],
    [10, 5, "▼ 50\u00a0%"],
    [0, 3, "▲"],
    [4, 4, "="],
    [null, 4, null],
  ])("from %s to %s is %s", (before, now, delta) => expect(relativeDelta(before, now).delta).toBe(delta));
});

describe("what a comparison leaves out of its address", () => {
  it.each<[string, string | null, readonly string[], string | null]>([
    ["a,b,,a", "b", [], null],
    ["a,b", null, [], null],
    ["a,b", "z", [], "z"],
    ["1,2,3,4,5,6,7,8,9,10,9", "9", ["9", "10"], "9"],
    ["", "z", [], null],
  ])("of %s with the baseline %s", (runs, base, beyond, unknown) => {
    const left = leftOut({ runs: runs.split(","), base }, comparisonOf(runs, base));
    expect(left).toEqual({ runs: beyond, base: unknown });
  });
});
