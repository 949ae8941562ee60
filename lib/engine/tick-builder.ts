import { addLatency } from "@/lib/core/metrics/latency-histogram";
import type { Tick } from "@/lib/core/metrics/tick";
import type { AttemptRecord } from "@/lib/core/runs/case-result";

/** The counts of one second while it lasts. */
export type TickCounts = Omit<
  Tick,
  | "poolId"
  | "inFlight"
  | "waiting"
  | "backingOff"
  | "idle"
  | "queued"
  | "permits"
  | "limit"
  | "tokenLimit"
  | "headroom"
  | "shareRps"
  | "otherRuns"
  | "cooldownUntil"
  | "paused"
  | "hold"
>;

export function emptyTickCounts(t: number): TickCounts {
  return {
    t,
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
    inputTokens: 0,
    outputTokens: 0,
    costUsd: null,
    latency: {},
    limiterWait: {},
  };
}

/** Counts an attempt that ended in this second. */
export function countAttempt(counts: TickCounts, attempt: AttemptRecord): void {
  counts[tickKeyOf(attempt)] += 1;
  counts.inputTokens += attempt.inputTokens ?? 0;
  counts.outputTokens += attempt.outputTokens ?? 0;
  if (attempt.costUsd !== null) counts.costUsd = (counts.costUsd ?? 0) + attempt.costUsd;
  addLatency(counts.limiterWait, attempt.limiterWaitMs);
  if (attempt.status !== null) addLatency(counts.latency, attempt.providerLatencyMs);
}

function tickKeyOf(attempt: AttemptRecord) {
  switch (attempt.outcome) {
    case "ok":
      return "ok";
    case "rate-limited":
      return "rateLimited";
    case "slow-down":
      return "slowDown";
    case "overloaded":
      return "overloaded";
    case "transient":
      return attempt.detail === "timeout" ? "timeout" : attempt.detail === "network" ? "network" : "transient5xx";
    case "quota-exhausted":
      return "quotaExhausted";
    case "auth":
      return "auth";
    case "bad-request":
      return "badRequest";
    case "cancelled":
      return "cancelled";
  }
}
