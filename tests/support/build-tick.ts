import type { Tick } from "@/lib/core/metrics/tick";

/** A tick in which nothing happened, with what the test states laid over it. */
export function buildTick(over: Partial<Tick> = {}): Tick {
  return {
    t: 0,
    poolId: "pool",
    started: 0,
    finished: 0,
    ok: 0,
    rateLimited: 0,
    slowDown: 0,
    overloaded: 0,
    transient5xx: 0,
    timeout: 0,
    network: 0,
    quotaExhausted: 0,
    auth: 0,
    badRequest: 0,
    cancelled: 0,
    retries: 0,
    inFlight: 0,
    waiting: 0,
    backingOff: 0,
    idle: 0,
    queued: 0,
    permits: 0,
    limit: { requestsPerSecond: 5, burst: 10, concurrency: 8 },
    cooldownUntil: null,
    paused: false,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: null,
    latency: {},
    limiterWait: {},
    ...over,
  };
}
