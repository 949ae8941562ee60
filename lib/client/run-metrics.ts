import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { MetricsBucket, MetricsResponse, metricsResponse } from "@/lib/contracts/metrics";
import { apiGet, withQuery } from "./api-client";
import { foldSeconds } from "./fold-buckets";
import { runKeys } from "./runs";

export const RUN_RANGES = ["2m", "5m", "15m", "all"] as const;
export type RunRange = (typeof RUN_RANGES)[number];

const RANGE_MS: Record<Exclude<RunRange, "all">, number> = { "2m": 120_000, "5m": 300_000, "15m": 900_000 };
/** A bar is 4 px wide in two columns on a screen of 1440, and a chart is drawn each second. */
const BUCKETS = 80;
/** Seconds kept from the stream: as many as the longest rolling range needs. */
export const LIVE_SECONDS_MAX = 960;
const LIVE_SPAN_LEAST_MS = 60_000;
const ENDED_SPAN_LEAST_MS = 10_000;

/** The span that a range shows, epoch ms. `endMs` is the end of a run that is over, else now. */
export function rangeWindow(
  range: RunRange,
  startMs: number,
  endMs: number,
  live: boolean,
): { fromMs: number; toMs: number } {
  const from = range === "all" ? startMs : Math.max(startMs, endMs - RANGE_MS[range]);
  // A run that has just begun is not blown up over the whole width, and one that is over leaves no empty time.
  return { fromMs: from, toMs: Math.max(endMs, from + (live ? LIVE_SPAN_LEAST_MS : ENDED_SPAN_LEAST_MS)) };
}

export interface MetricsScope {
  readonly range: RunRange;
  /** While the run is live it is read anew now and then, to make live buckets exact. */
  readonly live: boolean;
  /** Epoch ms; null while the run has not started. */
  readonly startMs: number | null;
  /** Epoch ms; null while the run goes on. */
  readonly endMs: number | null;
  /** A span of its own, epoch ms, instead of the range. */
  readonly span?: { readonly fromMs: number; readonly toMs: number } | null;
}

/** What the server recorded over a range. */
export function runMetricsOptions(id: string, { range, live, startMs, endMs, span = null }: MetricsScope) {
  return queryOptions({
    queryKey: [...runKeys.metrics(id), span ?? range, live],
    queryFn: ({ signal }) => {
      const { fromMs } = span ?? rangeWindow(range, startMs ?? Date.now(), endMs ?? Date.now(), live);
      const whole = span === null && (range === "all" || startMs === null);
      const from = whole ? undefined : new Date(fromMs).toISOString();
      const to = span === null ? undefined : new Date(span.toMs).toISOString();
      const path = withQuery(`/api/v1/runs/${encodeURIComponent(id)}/metrics`, { from, to, buckets: BUCKETS });
      return apiGet<typeof metricsResponse>(path, { signal });
    },
    enabled: startMs !== null,
    placeholderData: keepPreviousData,
    refetchInterval: live ? 15_000 : false,
    staleTime: live ? 0 : 60_000,
  });
}

/** What buckets of the whole run tell of the time before a moment; of the bucket it falls into, its part. */
export function sumBefore(
  { buckets, bucketMs }: Pick<MetricsResponse, "buckets" | "bucketMs">,
  atMs: number,
): { finished: number; costUsd: number } {
  let finished = 0;
  let costUsd = 0;
  for (const bucket of buckets) {
    const part = Math.min(1, Math.max(0, (atMs - Date.parse(bucket.t)) / bucketMs));
    finished += bucket.finished * part;
    costUsd += (bucket.costUsd ?? 0) * part;
  }
  return { finished: Math.round(finished), costUsd };
}

/** Adds a second to those that came live: in order of time, each once, no more than are needed. */
export function addLiveSecond(seconds: readonly MetricsBucket[], next: MetricsBucket): MetricsBucket[] {
  const last = seconds.at(-1);
  if (last === undefined || last.t < next.t) return [...seconds.slice(-(LIVE_SECONDS_MAX - 1)), next];
  const others = seconds.filter((second) => second.t !== next.t);
  const place = others.findIndex((second) => second.t > next.t);
  return (place === -1 ? [...others, next] : [...others.slice(0, place), next, ...others.slice(place)]).slice(
    -LIVE_SECONDS_MAX,
  );
}

/**
 * Stored buckets with the live seconds laid over them, on the grid of the stored ones. Where both know a bucket the
 * more complete one wins, so that seconds are neither lost nor counted twice.
 */
export function mergeLiveSeconds(
  stored: Pick<MetricsResponse, "from" | "bucketMs" | "buckets">,
  seconds: readonly MetricsBucket[],
): MetricsBucket[] {
  const { bucketMs } = stored;
  const gridMs = Date.parse(stored.buckets[0]?.t ?? stored.from);
  const buckets = new Map<number, MetricsBucket>();
  for (const bucket of stored.buckets) buckets.set(Date.parse(bucket.t), bucket);
  for (const [startMs, group] of groupByBucket(seconds, gridMs, bucketMs)) {
    const live = foldSeconds(startMs, group);
    const known = buckets.get(startMs);
    if (live !== null && (known === undefined || known.samples < live.samples)) buckets.set(startMs, live);
  }
  return [...buckets.entries()].sort(([a], [b]) => a - b).map(([, bucket]) => bucket);
}

function groupByBucket(
  seconds: readonly MetricsBucket[],
  gridMs: number,
  bucketMs: number,
): Map<number, MetricsBucket[]> {
  const groups = new Map<number, MetricsBucket[]>();
  for (const second of seconds) {
    const at = Date.parse(second.t);
    if (at < gridMs) continue;
    const startMs = gridMs + Math.floor((at - gridMs) / bucketMs) * bucketMs;
    const group = groups.get(startMs);
    if (group === undefined) groups.set(startMs, [second]);
    else group.push(second);
  }
  return groups;
}
