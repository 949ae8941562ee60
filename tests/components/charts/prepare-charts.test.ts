import { describe, expect, it } from "vitest";
import { logTicks, timeTicks, valueTicks } from "@/components/charts/axis-ticks";
import { prepareAttempts } from "@/components/charts/prepare-attempts";
import { prepareErrors } from "@/components/charts/prepare-errors";
import { prepareHistogram } from "@/components/charts/prepare-histogram";
import { prepareLatency } from "@/components/charts/prepare-latency";
import { prepareSlots } from "@/components/charts/prepare-slots";
import { prepareTokens } from "@/components/charts/prepare-tokens";
import { LOOK } from "@/components/charts/series-look";
import { placeEnds, placeMarks, placeWords, prepareBands } from "@/components/charts/time-marks";
import { firmAndPale, isForming, prepareTimeRows, stepSegments, unbroken } from "@/components/charts/time-rows";
import { timeTable } from "@/components/charts/time-table";
import type { MetricsBucket } from "@/lib/contracts/metrics";
import { formatClock } from "@/lib/format";
import { bucketAt } from "../../client/bucket-builder";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const window = { fromMs: T0, toMs: T0 + 60_000, originMs: T0 };
const at = (second: number, over: Partial<MetricsBucket> = {}) => bucketAt(T0 + second * 1000, over);
const rowsOf = (buckets: MetricsBucket[], bucketMs = 1000, live = false) =>
  prepareTimeRows(buckets, bucketMs, window, live);
const limit = (requestsPerSecond: number, concurrency = 8) => ({ requestsPerSecond, burst: 10, concurrency });

describe("axis ticks", () => {
  it("stand at round elapsed times, also when the window rolls", () => {
    expect(timeTicks(T0 + 7000, T0 + 127_000, T0).map((t) => (t - T0) / 1000)).toEqual([30, 60, 90, 120]);
  });

  it.each([
    [6.25, false, [0, 2, 4, 6, 8]],
    [1, true, [0, 1]],
    [3, true, [0, 1, 2, 3]],
    [0.9, false, [0, 0.25, 0.5, 0.75, 1]],
    [62.5, false, [0, 20, 40, 60, 80]],
  ])("reach %d (whole: %s) in round steps", (max, whole, ticks) => {
    expect(valueTicks(max, 4, whole)).toEqual(ticks);
  });

  it("enclose a span of powers", () => {
    expect(logTicks(0.03, 12)).toEqual([0.01, 0.1, 1, 10, 100]);
  });
});

describe("time rows", () => {
  it("break where time is missing", () => {
    const rows = rowsOf([at(0), at(1), at(9)]);
    expect(rows.map((row) => row.bucket !== null)).toEqual([true, true, false, true]);
    expect(rows[2]).toMatchObject({ startMs: T0 + 2000, endMs: T0 + 9000 });
  });

  it("take a bucket without samples as a gap and not as zero", () => {
    expect(rowsOf([at(0), at(1, { samples: 0 }), at(2)]).map((row) => row.bucket !== null)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("mark the last bucket as forming while it is not full and the run is live", () => {
    const buckets = [at(0, { samples: 4 }), at(4, { samples: 2 })];
    expect(rowsOf(buckets, 4000, true).map((row) => row.forming)).toEqual([false, true]);
    expect(rowsOf(buckets, 4000, false).map((row) => row.forming)).toEqual([false, false]);
  });

  it("part a line into what stands firm and a pale stretch from the last firm point on", () => {
    const rows = rowsOf(
      [0, 4, 8].map((second) => at(second, { samples: second === 8 ? 2 : 4 })),
      4000,
      true,
    );
    const held = firmAndPale(rows, isForming).map(({ name, holds }) => [name, rows.map(holds)]);
    expect(held).toEqual([
      ["firm", [true, true, false]],
      ["pale", [false, true, true]],
    ]);
    const [firm, ...pale] = firmAndPale(rows, () => false);
    expect([rows.map((row) => firm?.holds(row)), pale]).toEqual([[true, true, true], []]);
    const single = firmAndPale(rows, (row) => row === rows[1]);
    expect(single.map(({ holds }) => rows.map(holds))).toEqual([
      [true, false, true],
      [true, true, true],
    ]);
  });

  it("keep the bucket that still forms apart from the stretch before it", () => {
    const rows = rowsOf([at(0, { samples: 4 }), at(4, { samples: 4 }), at(8, { samples: 1 })], 4000, true);
    expect(unbroken(rows).map((stretch) => stretch.map((row) => row.forming))).toEqual([[false, false], [true]]);
  });

  it("leave out what lies outside the window", () => {
    expect(rowsOf([at(-5), at(10), at(70)])).toHaveLength(1);
  });

  it("keep a limit as one segment until it changes", () => {
    const rows = rowsOf([at(0, { limit: limit(5) }), at(1, { limit: limit(5) }), at(2, { limit: limit(8) })]);
    expect(stepSegments(rows, (b) => b.limit?.requestsPerSecond ?? null)).toEqual([
      { fromMs: T0, toMs: T0 + 2000, value: 5 },
      { fromMs: T0 + 2000, toMs: T0 + 3000, value: 8 },
    ]);
  });
});

describe("attempts per second", () => {
  it("are means over the seconds that the bucket holds, also while it forms", () => {
    const rows = rowsOf([at(0, { samples: 4, started: 20 }), at(4, { samples: 2, started: 9 })], 4000, true);
    const data = prepareAttempts(rows);
    expect(data.rows.map((row) => row.started)).toEqual([5, 4.5]);
  });

  it("leave room above the limit line", () => {
    const data = prepareAttempts(rowsOf([at(0, { started: 4, limit: limit(5) })]));
    expect(data.yTicks.at(-1)).toBeGreaterThanOrEqual(6.25);
  });

  it("stand against the run's share of its pool, while that is below its limit", () => {
    const alone = at(0, { limit: limit(5) });
    const shared = (second: number, shareRps: number) => at(second, { limit: limit(5), shareRps });
    const data = prepareAttempts(rowsOf([alone, shared(1, 2.5), shared(2, 2.5), shared(3, 40)]));
    expect(data.share).toEqual([{ fromMs: T0 + 1000, toMs: T0 + 3000, value: 2.5 }]);
    expect(data.summary.share).toBeNull();
    expect(prepareAttempts(rowsOf([alone, shared(1, 2.5)])).summary.share).toBe(2.5);
  });

  it("stay readable under a limit that is far away", () => {
    const data = prepareAttempts(rowsOf([at(0, { started: 4, limit: limit(500) })]));
    expect(data.yTicks.at(-1)).toBeLessThan(10);
  });
});

describe("errors", () => {
  it("put each outcome into one kind and count nothing twice", () => {
    const bucket = at(0, {
      rateLimited: 2,
      otherErrors: 7,
      errors: {
        slowDown: 1,
        overloaded: 1,
        http5xx: 1,
        timeout: 1,
        network: 1,
        quotaExhausted: 0,
        auth: 1,
        badRequest: 1,
        cancelled: 0,
      },
    });
    const { totals } = prepareErrors(rowsOf([bucket]));
    expect(totals).toEqual({ rateLimited: 2, server: 3, timeout: 1, network: 1, refused: 2 });
  });

  it("fit the axis to the kinds that are shown", () => {
    const rows = rowsOf([at(0, { rateLimited: 50, errors: { ...at(0).errors, timeout: 2 } })]);
    expect(prepareErrors(rows, new Set(["rateLimited"])).yTicks.at(-1)).toBe(2);
  });
});

describe("slots", () => {
  it("stack backing off above the concurrency, because it holds no slot", () => {
    const data = prepareSlots(rowsOf([at(0, { inFlight: 5, waiting: 2, idle: 1, backingOff: 6, limit: limit(5, 8) })]));
    expect(data.yTicks.at(-1)).toBeGreaterThanOrEqual(14);
    expect(data.concurrency).toEqual([{ fromMs: T0, toMs: T0 + 1000, value: 8 }]);
  });
});

describe("latency", () => {
  const latency = (p50: number, p95: number, n = 50) => ({
    latencyMs: { p50, p95, n },
    limiterWaitMs: { p50: 10, p95: 20 },
  });

  it("is in seconds and has a gap where nothing ended", () => {
    expect(prepareLatency(rowsOf([at(0, latency(1200, 2400)), at(1)])).rows.map((row) => row.callP50)).toEqual([
      1.2,
      null,
    ]);
  });

  it("goes logarithmic where slow calls are ten times slower, but never with a zero", () => {
    expect(prepareLatency(rowsOf([at(0, latency(100, 2000))])).scale).toBe("log");
    expect(prepareLatency(rowsOf([at(0, latency(100, 900))])).scale).toBe("linear");
    const zero = { ...latency(100, 2000), limiterWaitMs: { p50: 0, p95: 0 } };
    expect(prepareLatency(rowsOf([at(0, zero)])).scale).toBe("linear");
  });
});

describe("histogram of attempts per case", () => {
  const seen = [
    { attempts: 1, cases: 900, lost: 0 },
    { attempts: 2, cases: 90, lost: 0 },
    { attempts: 4, cases: 10, lost: 4 },
  ];

  const bars = (hideFirst = false, retrying: { attempts: number; cases: number }[] = []) =>
    prepareHistogram({ finished: seen, retrying }, 4, hideFirst);

  it("has a bar for every number of attempts that is allowed", () => {
    expect(bars().map((bar) => [bar.attempts, bar.cases, bar.last])).toEqual([
      [1, 900, false],
      [2, 90, false],
      [3, 0, false],
      [4, 10, true],
    ]);
    expect(bars()[1]).toMatchObject({ share: 0.09, heights: { succeeded: 0.1, retrying: 0, gaveUp: 0 } });
    expect(bars()[3]).toMatchObject({ lost: 4, heights: { succeeded: 6 / 900, gaveUp: 4 / 900 } });
  });

  it("refits the height to the retries when first tries are hidden", () => {
    expect(bars(true)[0]).toMatchObject({ hidden: true, heights: { succeeded: 0 } });
    expect(bars(true)[1]?.heights.succeeded).toBe(1);
  });

  it("stacks the cases that go on upon those that ended, and leaves them out of the shares", () => {
    const [, two, three] = bars(true, [
      { attempts: 2, cases: 10 },
      { attempts: 3, cases: 5 },
    ]);
    expect(two).toMatchObject({ share: 0.09, retrying: 10, heights: { succeeded: 0.9, retrying: 0.1 } });
    expect(three).toMatchObject({ cases: 0, share: 0, heights: { retrying: 0.05 } });
  });
});

describe("marks and bands", () => {
  it("join marks that stand too close to be read", () => {
    const marks = [0, 1, 40].map((s) => ({ id: `${s}`, atMs: T0 + s * 1000, label: `edit ${s}` }));
    const placed = placeMarks(marks, (ms) => (ms - T0) / 100);
    expect(placed.map((mark) => mark.label)).toEqual(["2 changes", "edit 40"]);
  });

  it("bear their words where none is written over another, the newest first", () => {
    const mark = (id: string, x: number, label: string) => ({ id, x, label, marks: [] });
    const plot = { left: 44, right: 344 };
    // 60 px of words each.
    const far = placeWords([mark("a", 100, "0123456789"), mark("b", 300, "0123456789")], plot);
    expect([far.get("a"), far.get("b")]).toEqual([
      { x: 107, anchor: "start" },
      { x: 293, anchor: "end" },
    ]);
    const near = placeWords([mark("a", 120, "0123456789"), mark("b", 150, "0123456789")], plot);
    expect([near.get("a"), near.get("b")]).toEqual([
      { x: 113, anchor: "end" },
      { x: 157, anchor: "start" },
    ]);
    const crowded = placeWords(
      [60, 85, 110].map((x) => mark(`${x}`, x, "0123456789")),
      plot,
    );
    expect([...crowded.keys()]).toEqual(["110"]);
    expect(placeWords([mark("a", 60, "x".repeat(60))], plot).size).toBe(0);
  });

  it("shade the gap behind a paused bucket as paused, and a gap of another cause not", () => {
    const rows = rowsOf([at(0), at(1, { paused: true }), at(9), at(20)]);
    expect(prepareBands(rows)).toEqual([{ kind: "paused", fromMs: T0 + 1000, toMs: T0 + 9000 }]);
  });

  it("shade paused and cooling spans, neighbours as one", () => {
    const rows = rowsOf([at(0), at(1, { paused: true }), at(2, { paused: true }), at(3, { cooldown: true })]);
    expect(prepareBands(rows)).toEqual([
      { kind: "paused", fromMs: T0 + 1000, toMs: T0 + 3000 },
      { kind: "cooldown", fromMs: T0 + 3000, toMs: T0 + 4000 },
    ]);
  });
});

describe("a cooldown's band", () => {
  const cooling = (second: number, untilSecond: number) =>
    at(second, { cooldown: true, cooldownUntil: new Date(T0 + untilSecond * 1000).toISOString() });

  it("reaches as far as the provider asked to wait, also beyond now", () => {
    const untilMs = T0 + 14_500;
    const now = rowsOf([at(1), cooling(2, 14.5), cooling(3, 14.5)]);
    expect(prepareBands(now)).toEqual([{ kind: "cooldown", fromMs: T0 + 2000, toMs: untilMs, untilMs }]);
  });

  it("ends within the bucket in which the wait ended, and where the run went on before", () => {
    const long = prepareTimeRows(
      [
        bucketAt(T0, { samples: 10, cooldown: true, cooldownUntil: new Date(T0 + 4000).toISOString() }),
        bucketAt(T0 + 10_000, { samples: 10 }),
      ],
      10_000,
      window,
      false,
    );
    expect(prepareBands(long)).toMatchObject([{ fromMs: T0, toMs: T0 + 4000 }]);
    expect(prepareBands(rowsOf([cooling(2, 60), at(3)]))).toMatchObject([{ toMs: T0 + 3000, untilMs: T0 + 60_000 }]);
  });

  it("bears its end as text, the newest first where there is no room for all", () => {
    const bands = [0, 20, 100].map((second) => ({
      kind: "cooldown" as const,
      fromMs: T0 + second * 1000,
      toMs: T0 + second * 1000 + 5000,
      untilMs: T0 + second * 1000 + 5000,
    }));
    const placed = placeEnds(bands, (ms) => (ms - T0) / 1000, { right: 160, width: 50 });
    expect(placed.map(({ x, untilMs }) => [x, (untilMs - T0) / 1000])).toEqual([
      [102, 105],
      [22, 25],
    ]);
    expect(placeEnds(bands, (ms) => (ms - T0) / 1000, { right: 110, width: 50 })[0]?.x).toBe(60);
  });

  it("stands in the table, where there was one", () => {
    const series = [{ key: "n", label: "n", look: LOOK.started, format: () => "1" }];
    expect(timeTable(rowsOf([at(0)]), series, T0).columns).not.toContain("Cooldown until");
    const { columns, rows } = timeTable(rowsOf([at(0), cooling(1, 9)]), series, T0);
    expect(columns.at(-1)).toBe("Cooldown until");
    expect(rows.map((row) => row.at(-1))).toEqual([formatClock(T0 + 9000), "–"]);
  });
});

describe("tokens (C9)", () => {
  const long = { fromMs: T0, toMs: T0 + 600_000, originMs: T0 };

  it("are those of the last minute, rolling", () => {
    const seconds = Array.from({ length: 90 }, (_, second) => at(second, { tokens: second < 10 ? 100 : 0 }));
    const { rows } = prepareTokens(prepareTimeRows(seconds, 1000, long, false));
    expect([0, 9, 59, 60, 68, 69].map((second) => rows[second]?.perMinute)).toEqual([100, 1000, 1000, 900, 100, 0]);
  });

  it("are per minute where a bucket is longer than one", () => {
    const buckets = [0, 120, 240].map((second) => at(second, { tokens: 5000, samples: 120 }));
    const { rows } = prepareTokens(prepareTimeRows(buckets, 120_000, long, false));
    expect(rows.map((row) => row.perMinute)).toEqual([2500, 2500, 2500]);
  });

  it("are not told for a gap, and count nothing from before it twice", () => {
    const { rows } = prepareTokens(prepareTimeRows([at(0, { tokens: 7 }), at(100, { tokens: 5 })], 1000, long, false));
    expect(rows.map((row) => row.perMinute)).toEqual([7, null, 5]);
  });

  it("stand beside what the provider says is left, in per cent", () => {
    const headroom = { requests: 0.25, tokens: null };
    const told = prepareTokens(rowsOf([at(0), at(1, { headroom, tokenLimit: 90_000 })]));
    expect(told.now).toMatchObject({ requestsLeft: 25, tokensLeft: null, limit: 90_000 });
    expect(told.yTicks.at(-1)).toBeGreaterThanOrEqual(90_000);
    expect(prepareTokens(rowsOf([at(0)])).now).toMatchObject({ requestsLeft: null, tokensLeft: null });
  });
});
