import type { MetricsBucket } from "@/lib/contracts/metrics";

/** A bucket of one quiet second at `t` (epoch ms), with overrides. */
export function bucketAt(t: number, over: Partial<MetricsBucket> = {}): MetricsBucket {
  return {
    t: new Date(t).toISOString(),
    samples: 1,
    started: 0,
    startedMax: over.started ?? 0,
    finished: 0,
    ok: 0,
    rateLimited: 0,
    otherErrors: 0,
    errors: {
      slowDown: 0,
      overloaded: 0,
      http5xx: 0,
      timeout: 0,
      network: 0,
      quotaExhausted: 0,
      auth: 0,
      badRequest: 0,
      cancelled: 0,
    },
    retries: 0,
    inFlight: 0,
    inFlightMax: 0,
    waiting: 0,
    backingOff: 0,
    idle: 0,
    queued: 0,
    limit: { requestsPerSecond: 5, burst: 10, concurrency: 8 },
    permits: 0,
    tokenLimit: null,
    headroom: { requests: null, tokens: null },
    paused: false,
    cooldown: false,
    tokens: 0,
    costUsd: null,
    latencyMs: { p50: null, p95: null, n: 0 },
    limiterWaitMs: { p50: null, p95: null },
    ...over,
  };
}
