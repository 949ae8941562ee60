import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addLatency,
  type LatencyHistogram,
  latencyCount,
  latencyQuantileMs,
  mergeLatency,
} from "@/lib/core/metrics/latency-histogram";

const durations = fc.array(fc.double({ min: 1, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram: LatencyHistogram = {};
  for (const value of values) addLatency(histogram, value);
  return histogram;
}

function union(...parts: readonly LatencyHistogram[]): LatencyHistogram {
  const all: LatencyHistogram = {};
  for (const part of parts) mergeLatency(all, part);
  return all;
}

describe("the latency histogram", () => {
  it("knows no quantile of nothing", () => {
    expect(latencyQuantileMs({}, 0.5)).toBeNull();
  });

  it("gives every quantile within 10 % of the exact one", () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? 0;
        const found = latencyQuantileMs(histogramOf(values), q) ?? 0;
        // All up to 1 ms share one bucket; its edge is a little soft.
        if (exact > 1.01) expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.1);
      }),
    );
  });

  it("tells two runs apart by how much they differ, not by the step of its buckets", () => {
    // 2,000 values over half a decade: neighbouring ones are far nearer than a bucket is wide.
    const values = Array.from({ length: 2000 }, (_, at) => 200 * 10 ** (at / 4000));
    for (const factor of [1, 1.01, 1.03, 1.07]) {
      const slower = histogramOf(values.map((value) => value * factor));
      const found = (latencyQuantileMs(slower, 0.5) ?? 0) / (latencyQuantileMs(histogramOf(values), 0.5) ?? 1);
      expect(Math.abs(found - factor)).toBeLessThan(0.005);
    }
  });

  it("merges in any order and grouping to the same", () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        const whole = histogramOf([...a, ...b, ...c]);
        expect(union(union(x, y), z)).toEqual(whole);
        expect(union(x, union(y, z))).toEqual(whole);
        expect(union(z, x, y)).toEqual(whole);
        expect(latencyCount(whole)).toBe(a.length + b.length + c.length);
      }),
    );
  });
});
