import { describe, expect, it } from "vitest";
import { prepareCaseTime } from "@/components/charts/prepare-case-time";
import { preparePermits } from "@/components/charts/prepare-permits";
import { prepareWaits } from "@/components/charts/prepare-waits";
import { rangeAround, rangeBetween } from "@/components/charts/time-range";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);

describe("where a case's time goes (C5)", () => {
  const expected = { wait: 500, call: 1200, backoff: 100 };
  const input = { done: 10, waitMs: 4000, callMs: 12_000, backoffMs: 1000, overheadMs: 3000, expected };
  const ends = (over: Partial<typeof expected> | { wait: null; backoff: null }) =>
    prepareCaseTime({ ...input, expected: { ...expected, ...over } })?.expectedEnds.map(({ part, at }) => [part, at]);

  it("is the mean of each part with its share, and what was expected of it", () => {
    expect(prepareCaseTime(input)).toEqual({
      slices: [
        { part: "wait", meanMs: 400, share: 0.2, expectedMs: 500 },
        { part: "call", meanMs: 1200, share: 0.6, expectedMs: 1200 },
        { part: "backoff", meanMs: 100, share: 0.05, expectedMs: 100 },
        { part: "overhead", meanMs: 300, share: 0.15, expectedMs: null },
      ],
      meanMs: 2000,
      width: 1,
      expectedEnds: [
        { part: "wait", at: 0.25 },
        { part: "call", at: 0.85 },
        { part: "backoff", at: 0.9 },
      ],
    });
  });

  it.each([
    ["before the first case", { ...input, done: 0 }],
    ["where calls were not summed up", { ...input, callMs: null }],
  ])("is not known %s", (_when, given) => {
    expect(prepareCaseTime(given)).toBeNull();
  });

  it("has no end for a part that is expected to take no time", () => {
    expect(ends({ wait: 0, backoff: 0 })).toEqual([["call", 0.6]]);
  });

  it("knows of a run from before waits were reckoned where its calls would end", () => {
    expect(ends({ wait: null, backoff: null })).toEqual([["call", 0.8]]);
  });

  it("leaves room for an expectation beyond what is spent, and out what is far beyond", () => {
    const slow = prepareCaseTime({ ...input, expected: { wait: 1000, call: 3000, backoff: 0 } });
    expect(slow).toMatchObject({
      width: 0.5,
      expectedEnds: [
        { part: "wait", at: 0.25 },
        { part: "call", at: 1 },
      ],
    });
    const hopeless = prepareCaseTime({ ...input, expected: { wait: 600, call: 90_000, backoff: 0 } });
    expect(hopeless?.expectedEnds.map(({ part }) => part)).toEqual(["wait"]);
    expect(hopeless?.width).toBeCloseTo(1 / 3, 9);
  });

  it("leaves out what was not counted", () => {
    const data = prepareCaseTime({ ...input, overheadMs: null, expected: null });
    expect(data?.slices.at(-1)).toEqual({ part: "overhead", meanMs: null, share: 0, expectedMs: null });
    expect(data?.expectedEnds).toEqual([]);
  });

  it("stays finite where no time went by", () => {
    const nothing = { done: 3, waitMs: 0, callMs: 0, backoffMs: 0, overheadMs: 0, expected: null };
    expect(prepareCaseTime(nothing)?.slices.map((slice) => slice.share)).toEqual([0, 0, 0, 0]);
  });
});

describe("backoff waits (C11)", () => {
  it("stand in classes named by their seconds, on one scale", () => {
    const ends = [1000, 2000, 5000, 15_000, 60_000, null];
    const bars = prepareWaits(ends.map((underMs, at) => ({ underMs, asked: at, computed: at === 1 ? 10 : 0 })));
    expect(bars.map((bar) => bar.label)).toEqual(["<1", "1–2", "2–5", "5–15", "15–60", ">60"]);
    expect(bars.map((bar) => bar.askedHeight)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(bars[1]?.computedHeight).toBe(1);
  });
});

describe("permits (C8)", () => {
  const window = { fromMs: T0, toMs: T0 + 60_000, originMs: T0 };
  const limit = (burst: number) => ({ requestsPerSecond: 5, burst, concurrency: 8 });
  const rows = prepareTimeRows(
    [
      bucketAt(T0, { permits: 10, limit: limit(10) }),
      bucketAt(T0 + 1000, { permits: 4, limit: limit(10) }),
      bucketAt(T0 + 2000, { permits: -0.5, limit: limit(20) }),
      bucketAt(T0 + 5000, { permits: 30, limit: limit(20) }),
    ],
    1000,
    window,
    false,
  );

  it("are held against the burst of their time, and gaps stay gaps", () => {
    const data = preparePermits(rows);
    expect(data.rows.map((row) => row.permits)).toEqual([10, 4, 0, null, 30]);
    expect(data.rows.map((row) => row.full)).toEqual([1, 0.4, 0, null, 1]);
    expect(data.burst.map((segment) => segment.value)).toEqual([10, 20, 20]);
    expect(data.now).toEqual({ permits: 30, burst: 20 });
    expect(data.yTicks.at(-1)).toBeGreaterThanOrEqual(30);
  });

  it("of nothing are nothing", () => {
    expect(preparePermits([])).toMatchObject({ rows: [], burst: [], now: null });
  });
});

describe("a chosen range", () => {
  const between = (a: number, b: number) => {
    const { fromMs, toMs } = rangeBetween(T0 + a, T0 + b, T0);
    return [(fromMs - T0) / 1000, (toMs - T0) / 1000];
  };
  it.each([
    [10_400, 22_100, [10, 23]],
    [22_100, 10_400, [10, 23]],
    [-5000, 8000, [0, 8]],
    [10_000, 10_500, [8, 13]],
    [0, 0, [0, 5]],
  ])("between %d and %d ms holds whole seconds, five at least", (a, b, seconds) => {
    expect(between(a, b)).toEqual(seconds);
  });

  it("around a moment does not begin before the run", () => {
    expect(rangeAround(T0 + 4000, 15_000, T0)).toEqual({ fromMs: T0, toMs: T0 + 19_000 });
  });
});
