import { describe, expect, it } from "vitest";
import { foldSeconds } from "@/lib/client/fold-buckets";
import { addLiveSecond, LIVE_SECONDS_MAX, mergeLiveSeconds, rangeWindow } from "@/lib/client/run-metrics";
import type { MetricsBucket } from "@/lib/contracts/metrics";
import { bucketAt } from "./bucket-builder";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const second = (n: number, over: Partial<MetricsBucket> = {}) => bucketAt(T0 + n * 1000, over);

function stored(bucketMs: number, buckets: MetricsBucket[]): Parameters<typeof mergeLiveSeconds>[0] {
  return { from: new Date(T0).toISOString(), bucketMs, buckets };
}

describe("folding seconds into a bucket", () => {
  it("adds counts, averages gauges and keeps the busiest second", () => {
    const folded = foldSeconds(T0, [
      second(0, { started: 4, inFlight: 2, rateLimited: 1 }),
      second(1, { started: 6, inFlight: 6 }),
    ]);
    expect(folded).toMatchObject({ started: 10, startedMax: 6, inFlight: 4, rateLimited: 1, samples: 2 });
  });

  it("weighs quantiles by their samples and leaves out seconds without any", () => {
    const folded = foldSeconds(T0, [
      second(0, { latencyMs: { p50: 100, p95: 200, n: 9 } }),
      second(1, { latencyMs: { p50: 200, p95: 400, n: 1 } }),
      second(2),
    ]);
    expect(folded?.latencyMs).toEqual({ p50: 110, p95: 220, n: 10 });
  });

  it("takes the limit of the last second, because a limit is a state and not a mean", () => {
    const folded = foldSeconds(T0, [
      second(0),
      second(1, { limit: { requestsPerSecond: 8, burst: 10, concurrency: 8 } }),
    ]);
    expect(folded?.limit?.requestsPerSecond).toBe(8);
  });
});

describe("what the provider says is left", () => {
  it("is the least of the bucket's seconds", () => {
    const headroom = (requests: number | null) => ({ requests, tokens: null });
    const folded = foldSeconds(T0, [second(0, { headroom: headroom(0.4) }), second(1, { headroom: headroom(null) })]);
    expect(folded?.headroom).toEqual({ requests: 0.4, tokens: null });
  });
});

describe("laying live seconds over stored buckets", () => {
  it("puts seconds after the stored ones on the grid of the stored ones", () => {
    const base = stored(3000, [bucketAt(T0, { samples: 3, started: 9 })]);
    const merged = mergeLiveSeconds(base, [
      second(3, { started: 5 }),
      second(4, { started: 2 }),
      second(6, { started: 1 }),
    ]);
    expect(merged.map((b) => [Date.parse(b.t) - T0, b.started])).toEqual([
      [0, 9],
      [3000, 7],
      [6000, 1],
    ]);
  });

  it("does not count a second twice that both know", () => {
    const base = stored(3000, [bucketAt(T0, { samples: 3, started: 9 })]);
    const merged = mergeLiveSeconds(base, [second(1, { started: 3 }), second(2, { started: 3 })]);
    expect(merged.map((b) => b.started)).toEqual([9]);
  });

  it("replaces a stored bucket that was read half way by the more complete live one", () => {
    const base = stored(3000, [bucketAt(T0, { samples: 1, started: 3 })]);
    const merged = mergeLiveSeconds(
      base,
      [0, 1, 2].map((n) => second(n, { started: 3 })),
    );
    expect(merged.map((b) => b.started)).toEqual([9]);
  });
});

describe("collecting live seconds", () => {
  it("keeps them in order and each once, also when a replay brings old ones", () => {
    let seconds: MetricsBucket[] = [];
    for (const n of [3, 1, 2, 3, 4]) seconds = addLiveSecond(seconds, second(n, { started: n }));
    expect(seconds.map((s) => s.started)).toEqual([1, 2, 3, 4]);
  });

  it("holds no more than the longest rolling range needs", () => {
    let seconds: MetricsBucket[] = [];
    for (let n = 0; n < LIVE_SECONDS_MAX + 50; n++) seconds = addLiveSecond(seconds, second(n));
    expect(seconds).toHaveLength(LIVE_SECONDS_MAX);
    expect(Date.parse(seconds[0]?.t ?? "")).toBe(T0 + 50_000);
  });
});

describe("the span of a range", () => {
  it("rolls once the run is longer than the range", () => {
    expect(rangeWindow("2m", T0, T0 + 300_000, true)).toEqual({ fromMs: T0 + 180_000, toMs: T0 + 300_000 });
    expect(rangeWindow("all", T0, T0 + 300_000, true)).toEqual({ fromMs: T0, toMs: T0 + 300_000 });
  });

  it("shows at least a minute, so that the first seconds are not blown up", () => {
    expect(rangeWindow("5m", T0, T0 + 4000, true)).toEqual({ fromMs: T0, toMs: T0 + 60_000 });
    expect(rangeWindow("all", T0, T0 + 24_000, false)).toEqual({ fromMs: T0, toMs: T0 + 24_000 });
    expect(rangeWindow("all", T0, T0 + 800, false)).toEqual({ fromMs: T0, toMs: T0 + 10_000 });
  });
});
