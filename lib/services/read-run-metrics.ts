import type { z } from "zod";
import type { MetricsBucket, MetricsResponse, metricsQuery } from "@/lib/contracts/metrics";
import { type FoldedBucket, foldBucket, foldTicks, quantiles } from "@/lib/core/metrics/fold-ticks";
import { type LatencyHistogram, latencyCount, mergeLatency } from "@/lib/core/metrics/latency-histogram";
import type { Tick } from "@/lib/core/metrics/tick";
import { isTerminal } from "@/lib/core/runs/run-state";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { isoTimeOf, isoTimeOrNull } from "./iso-time";

const SECOND_MS = 1000;

/**
 * What happened from `from` to `to` in at most `buckets` buckets. Absent: from the run's first second to its last, or to
 * the last full second while it goes on.
 * @throws DomainError not-found
 */
export async function readRunMetrics(
  context: ServiceContext,
  runId: string,
  query: z.output<typeof metricsQuery>,
): Promise<MetricsResponse> {
  const run = await findRun(context, runId);
  const whole = await wholeRange(context, run);
  const frame = foldTicks([], query.from ?? whole.from, query.to ?? whole.to, query.buckets);
  const buckets: MetricsBucket[] = [];
  let group: Tick[] = [];
  const latency: LatencyHistogram = {};
  const limiterWait: LatencyHistogram = {};
  let at = 0;
  // Ticks come in order, so a bucket is folded as soon as the next one begins: memory does not grow with the run.
  const closeUpTo = (t: number) => {
    for (
      let bucket = frame.buckets[at];
      bucket !== undefined && t >= bucket.t + frame.bucketMs;
      bucket = frame.buckets[at]
    ) {
      buckets.push(bucketView(foldBucket(group, bucket.t)));
      group = [];
      at += 1;
    }
  };
  for await (const tick of ticksOf(context, runId, frame.fromMs, frame.toMs)) {
    closeUpTo(tick.t);
    group.push(tick);
    mergeLatency(latency, tick.latency);
    mergeLatency(limiterWait, tick.limiterWait);
  }
  closeUpTo(frame.toMs);
  return {
    from: isoTimeOf(frame.fromMs),
    to: isoTimeOf(frame.toMs),
    bucketMs: frame.bucketMs,
    buckets,
    latencyMs: { ...quantiles(latency), n: latencyCount(latency) },
    limiterWaitMs: quantiles(limiterWait),
  };
}

/** One second as the event stream shows it. */
export function tickBucket(tick: Tick): MetricsBucket {
  return bucketView(foldBucket([tick], tick.t));
}

function bucketView(bucket: FoldedBucket): MetricsBucket {
  return { ...bucket, t: isoTimeOf(bucket.t), cooldownUntil: isoTimeOrNull(bucket.cooldownUntil) };
}

async function wholeRange(context: ServiceContext, run: RunRecord): Promise<{ from: number; to: number }> {
  const stored = await context.stores.metrics.range(run.id);
  const live = context.supervisor.live(run.id)?.recentTicks ?? [];
  const from = stored?.first ?? live[0]?.t ?? run.startedAt ?? run.createdAt;
  const newest = Math.max(stored?.newest ?? 0, live.at(-1)?.t ?? 0);
  const ended = newest === 0 ? from : newest + SECOND_MS;
  const goesOn = !isTerminal(run.state) && run.state !== "paused" && run.state !== "queued";
  const now = Math.floor(context.clock.now() / SECOND_MS) * SECOND_MS;
  return { from, to: goesOn ? Math.max(ended, now) : ended };
}

/** Stored ticks in order, then those that the engine has not written yet. */
export async function* ticksOf(context: ServiceContext, runId: string, from: number, to: number): AsyncGenerator<Tick> {
  // Taken first: what is written meanwhile is then in both, and told apart by its time.
  const live = context.supervisor.live(runId)?.recentTicks.slice() ?? [];
  let last = -1;
  for await (const chunk of context.stores.metrics.tickChunks(runId, from, to)) {
    yield* chunk;
    last = chunk.at(-1)?.t ?? last;
  }
  for (const tick of live) if (tick.t > last && tick.t >= from && tick.t < to) yield tick;
}
