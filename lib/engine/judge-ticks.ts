import type { Limits } from "@/lib/core/limits/limits";
import type { JudgeTick } from "@/lib/core/metrics/tick";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import { Gauge } from "./gauge";
import type { CallActivity } from "./model-line";

type Gauged = "at-gate" | "calling" | "backing-off";

interface PoolMeter {
  readonly limits: () => Limits;
  readonly gauges: Record<Gauged, Gauge>;
  counts: Pick<JudgeTick, "started" | "ok" | "rateLimited" | "otherErrors" | "tokens">;
}

/** A pool that judges of a run call; what is in force there is read when a second closes. */
export interface JudgedPool {
  readonly id: string;
  limits(): Limits;
}

/** What the judges of a run do, per pool and second. Times are monotonic ms. */
export class JudgeTicks {
  readonly #pools = new Map<string, PoolMeter>();

  constructor(pools: readonly JudgedPool[], nowMs: number) {
    for (const { id, limits } of pools) {
      const gauges = { "at-gate": new Gauge(nowMs), calling: new Gauge(nowMs), "backing-off": new Gauge(nowMs) };
      this.#pools.set(id, { limits, gauges, counts: noCounts() });
    }
  }

  changeActivity(poolId: string, from: CallActivity | null, to: CallActivity | null, nowMs: number): void {
    const gauges = this.#pools.get(poolId)?.gauges;
    if (from !== null) gauges?.[gaugeOf(from)].add(-1, nowMs);
    if (to !== null) gauges?.[gaugeOf(to)].add(1, nowMs);
  }

  sent(poolId: string): void {
    const meter = this.#pools.get(poolId);
    if (meter !== undefined) meter.counts.started += 1;
  }

  ended(poolId: string, attempt: AttemptRecord): void {
    const counts = this.#pools.get(poolId)?.counts;
    if (counts === undefined) return;
    counts[attempt.outcome === "ok" ? "ok" : attempt.outcome === "rate-limited" ? "rateLimited" : "otherErrors"] += 1;
    counts.tokens += (attempt.inputTokens ?? 0) + (attempt.outputTokens ?? 0);
  }

  /** Questions in that state now. */
  gauge(poolId: string, activity: Gauged): number {
    return this.#pools.get(poolId)?.gauges[activity].value ?? 0;
  }

  /** The second that is over, one entry a pool; a fresh one begins. */
  close(nowMs: number): JudgeTick[] {
    return [...this.#pools].map(([poolId, meter]) => {
      const { counts, gauges } = meter;
      const { requestsPerSecond, concurrency } = meter.limits();
      meter.counts = noCounts();
      return {
        poolId,
        ...counts,
        inFlight: gauges.calling.takeMean(nowMs),
        waiting: gauges["at-gate"].takeMean(nowMs),
        backingOff: gauges["backing-off"].takeMean(nowMs),
        limit: { requestsPerSecond, concurrency },
      };
    });
  }
}

function gaugeOf(activity: CallActivity): Gauged {
  return activity === "calling" || activity === "backing-off" ? activity : "at-gate";
}

function noCounts(): PoolMeter["counts"] {
  return { started: 0, ok: 0, rateLimited: 0, otherErrors: 0, tokens: 0 };
}
