import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldTicks } from "@/lib/core/metrics/fold-ticks";
import { buildTick } from "../../support/build-tick";

const start = 1_700_000_000_000;

describe("foldTicks", () => {
  it("sums counts, takes the mean of gauges and the most of seconds", () => {
    const ticks = [
      buildTick({ t: start, started: 2, ok: 1, inFlight: 2, permits: 4, latency: { 50: 1 } }),
      buildTick({ t: start + 1000, started: 6, rateLimited: 1, inFlight: 4, permits: 0, latency: { 60: 3 } }),
    ];
    const { buckets, bucketMs } = foldTicks(ticks, start, start + 2000, 1);
    expect(bucketMs).toBe(2000);
    expect(buckets).toHaveLength(1);
    expect(buckets[0]).toMatchObject({
      t: start,
      samples: 2,
      started: 8,
      startedMax: 6,
      ok: 1,
      rateLimited: 1,
      inFlight: 3,
      inFlightMax: 4,
      permits: 2,
    });
    expect(buckets[0]?.latencyMs.n).toBe(4);
    // The second of four is the first of three in its bucket.
    expect(buckets[0]?.latencyMs.p50).toBeCloseTo(1.1 ** (59 + 1 / 6), 6);
  });

  it("folds two days of seconds into one bucket", () => {
    const tick = buildTick({ t: 0, started: 3, inFlight: 2 });
    const ticks = Array.from({ length: 172_800 }, (_, at) => ({ ...tick, t: at * 1000 }));
    const { buckets } = foldTicks(ticks, 0, 172_800_000, 1);
    expect(buckets[0]).toMatchObject({ samples: 172_800, startedMin: 3, startedMax: 3, inFlightMax: 2 });
  });

  it("shows a gap as a gap and not as a zero", () => {
    const ticks = [buildTick({ t: start }), buildTick({ t: start + 2000 })];
    const { buckets } = foldTicks(ticks, start, start + 3000, 10);
    expect(buckets.map((bucket) => bucket.samples)).toEqual([1, 0, 1]);
    expect(buckets[1]).toMatchObject({ limit: null, permits: null, latencyMs: { p50: null, n: 0 } });
  });

  it("takes the limits in force at the bucket's end", () => {
    const limit = (requestsPerSecond: number) => ({ requestsPerSecond, burst: 1, concurrency: 1 });
    const ticks = [buildTick({ t: start + 1000, limit: limit(8) }), buildTick({ t: start, limit: limit(5) })];
    expect(foldTicks(ticks, start, start + 2000, 1).buckets[0]?.limit?.requestsPerSecond).toBe(8);
  });

  it("takes the least that the provider said is left, and knows of none in ticks from before it was recorded", () => {
    const headroom = (requests: number | null, tokens: number | null) => ({ requests, tokens });
    const ticks = [
      buildTick({ t: start, headroom: headroom(0.5, null), tokenLimit: 100 }),
      buildTick({ t: start + 1000, headroom: headroom(0, null), tokenLimit: 200 }),
      buildTick({ t: start + 2000 }),
    ];
    const [both, old] = foldTicks(ticks, start, start + 4000, 2).buckets;
    expect(both).toMatchObject({ headroom: { requests: 0, tokens: null }, tokenLimit: 200 });
    expect(old).toMatchObject({ headroom: { requests: null, tokens: null }, tokenLimit: null });
  });

  it("counts ticks of two pools in one second as one second", () => {
    const ticks = [
      buildTick({ t: start, poolId: "a", started: 2, inFlight: 3 }),
      buildTick({ t: start, poolId: "b", started: 1, inFlight: 1 }),
    ];
    const [bucket] = foldTicks(ticks, start, start + 1000, 1).buckets;
    expect(bucket).toMatchObject({ samples: 1, started: 3, startedMax: 3, inFlight: 4, inFlightMax: 4 });
  });

  it("keeps the lowest and the highest second beside the mean", () => {
    const ticks = [
      buildTick({ t: start, started: 9, inFlight: 2, waiting: 3, backingOff: 0, permits: 4, inputTokens: 70 }),
      buildTick({ t: start + 1000, started: 3, inFlight: 8, waiting: 0, backingOff: 2, permits: 0.5, outputTokens: 5 }),
    ];
    expect(foldTicks(ticks, start, start + 2000, 1).buckets[0]).toMatchObject({
      startedMin: 3,
      startedMax: 9,
      inFlightMin: 2,
      inFlightMax: 8,
      waitingMin: 0,
      waitingMax: 3,
      backingOffMin: 0,
      backingOffMax: 2,
      permitsMin: 0.5,
      permitsMax: 4,
      tokensMin: 5,
      tokensMax: 70,
    });
  });

  it("takes a recorded second in which nothing started as quietest, a paused or missing one not", () => {
    const startedMin = (...ticks: ReturnType<typeof buildTick>[]) =>
      foldTicks(ticks, start, start + 4000, 1).buckets[0]?.startedMin;
    const busy = buildTick({ t: start, started: 5 });
    const missing = buildTick({ t: start + 2000, started: 4 });
    expect(startedMin(busy, missing)).toBe(4);
    expect(startedMin(busy, buildTick({ t: start + 1000 }), missing)).toBe(0);
    expect(startedMin(busy, buildTick({ t: start + 1000, paused: true }), missing)).toBe(4);
    expect(startedMin(buildTick({ t: start, paused: true }))).toBeNull();
  });

  it("adds up the pools of a second before it looks for the lowest", () => {
    const ticks = [
      buildTick({ t: start, poolId: "a", started: 1 }),
      buildTick({ t: start, poolId: "b", started: 4 }),
      buildTick({ t: start + 1000, poolId: "a", started: 3 }),
    ];
    expect(foldTicks(ticks, start, start + 2000, 1).buckets[0]).toMatchObject({ startedMin: 3, startedMax: 5 });
  });

  it("marks a bucket in which the run was paused or the pool cooled down", () => {
    const ticks = [buildTick({ t: start, cooldownUntil: start + 500 }), buildTick({ t: start + 1000, paused: true })];
    const { buckets } = foldTicks(ticks, start, start + 2000, 2);
    expect(buckets.map((bucket) => [bucket.cooldown, bucket.paused])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("gives no buckets of an empty range", () => {
    expect(foldTicks([], start, start, 10).buckets).toEqual([]);
    expect(foldTicks([buildTick({ t: start })], start, start - 1, 10).buckets).toEqual([]);
  });

  it("keeps every count, in at most n aligned buckets of whole seconds that cover the range", () => {
    const seconds = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 5000 }), started: fc.nat(500), ok: fc.nat(500), timeout: fc.nat(9) }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 1, max: 400 }), (rows, shift, n) => {
        const fromMs = start + shift;
        const ticks = rows.map((row) => buildTick({ ...row, t: Math.ceil(fromMs / 1000) * 1000 + row.at * 1000 }));
        const toMs = Math.max(fromMs, ...ticks.map((tick) => tick.t)) + 1;
        const folded = foldTicks(ticks, fromMs, toMs, n);
        const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
        expect(folded.buckets.length).toBeLessThanOrEqual(n);
        expect(folded.bucketMs % 1000).toBe(0);
        expect(folded.fromMs % (n === 1 ? 1000 : folded.bucketMs)).toBe(0);
        expect(folded.fromMs).toBeLessThanOrEqual(fromMs);
        expect(folded.toMs).toBeGreaterThanOrEqual(toMs);
        expect(total(folded.buckets.map((b) => b.started))).toBe(total(rows.map((row) => row.started)));
        expect(total(folded.buckets.map((b) => b.ok))).toBe(total(rows.map((row) => row.ok)));
        expect(total(folded.buckets.map((b) => b.otherErrors))).toBe(total(rows.map((row) => row.timeout)));
      }),
    );
  });
});
