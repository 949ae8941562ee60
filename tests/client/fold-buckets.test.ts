import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldSeconds } from "@/lib/client/fold-buckets";
import { foldBucket } from "@/lib/core/metrics/fold-ticks";
import type { Tick } from "@/lib/core/metrics/tick";
import { tickBucket } from "@/lib/services/read-run-metrics";
import { buildTick } from "../support/build-tick";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);

const gauge = fc.double({ min: 0, max: 500, noNaN: true });
const few = fc.nat(40);
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
const counts = fc.record({
  started: few,
  finished: few,
  ok: few,
  rateLimited: few,
  overloaded: few,
  timeout: few,
  retries: few,
  inputTokens: few,
  outputTokens: few,
});
const gauges = fc.record({
  inFlight: gauge,
  waiting: gauge,
  backingOff: gauge,
  idle: gauge,
  queued: gauge,
  permits: gauge,
});
const rest = fc.record({
  paused: fc.boolean(),
  cooldownFor: fc.option(fc.integer({ min: -2000, max: 9000 })),
  costUsd: fc.option(gauge),
  shareRps: fc.option(gauge),
  tokenLimit: fc.option(few),
  headroom: fc.record({ requests: share, tokens: share }),
  latency: fc.record({ 40: few }),
  requestsPerSecond: gauge,
});

/** Seconds of one run in order; those that nobody saw are missing. */
const seconds: fc.Arbitrary<Tick[]> = fc
  .uniqueArray(fc.nat(120), { minLength: 1, maxLength: 40 })
  .chain((places) =>
    fc.tuple(...places.sort((a, b) => a - b).map((at) => fc.tuple(fc.constant(at), counts, gauges, rest))),
  )
  .map((made) =>
    made.map(([at, counted, gauged, { cooldownFor, requestsPerSecond, ...over }]) => {
      const t = T0 + at * 1000;
      return buildTick({
        ...counted,
        ...gauged,
        ...over,
        t,
        cooldownUntil: cooldownFor === null ? null : t + cooldownFor,
        limit: { requestsPerSecond, burst: 10, concurrency: 8 },
      });
    }),
  );

/** Every number as near as sums in another order can tell, and what else there is as it is. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(10));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}

describe("seconds that are folded in the browser", () => {
  it("are what the server makes of them, but for quantiles, which come near", () => {
    fc.assert(
      fc.property(seconds, (ticks) => {
        const folded = foldSeconds(T0, ticks.map(tickBucket));
        const { t, cooldownUntil, ...stored } = foldBucket(ticks, T0);
        const server = {
          ...stored,
          t: new Date(t).toISOString(),
          cooldownUntil: cooldownUntil === null ? null : new Date(cooldownUntil).toISOString(),
        };
        const compared = (bucket: typeof folded | typeof server) =>
          rounded({ ...bucket, latencyMs: bucket?.latencyMs.n, limiterWaitMs: null });
        expect(compared(folded)).toEqual(compared(server));
      }),
    );
  });

  it("lie between the lowest and the highest, whatever is folded", () => {
    fc.assert(
      fc.property(seconds, (ticks) => {
        const bucket = foldBucket(ticks, T0);
        const between = (low: number | null, value: number | null, high: number | null) => {
          if (low === null || value === null || high === null) return;
          expect(low).toBeLessThanOrEqual(value * (1 + 1e-9) + 1e-9);
          expect(high).toBeGreaterThanOrEqual(value * (1 - 1e-9) - 1e-9);
        };
        between(bucket.inFlightMin, bucket.inFlight, bucket.inFlightMax);
        between(bucket.waitingMin, bucket.waiting, bucket.waitingMax);
        between(bucket.backingOffMin, bucket.backingOff, bucket.backingOffMax);
        between(bucket.permitsMin, bucket.permits, bucket.permitsMax);
        if (ticks.some((tick) => tick.paused)) return;
        between(bucket.startedMin, bucket.started / bucket.samples, bucket.startedMax);
        between(bucket.tokensMin, bucket.tokens / bucket.samples, bucket.tokensMax);
      }),
    );
  });
});
