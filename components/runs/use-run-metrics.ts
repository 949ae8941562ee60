"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { mergeLiveSeconds, type RunRange, rangeWindow, runMetricsOptions, sumBefore } from "@/lib/client/run-metrics";
import { runKeys } from "@/lib/client/runs";
import type { MetricsBucket } from "@/lib/contracts/metrics";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import type { RangeTimes } from "../charts/range-means";
import type { TimeRange } from "../charts/time-range";
import type { TimeWindow } from "../charts/time-rows";

const NONE: MetricsBucket[] = [];
const NO_TIMES: RangeTimes = { latencyMs: { p50: null, p95: null }, limiterWaitMs: { p50: null, p95: null } };

export interface RunMetrics {
  readonly buckets: readonly MetricsBucket[];
  readonly bucketMs: number;
  readonly window: TimeWindow;
  /** Where the newest figures end, epoch ms. */
  readonly newestMs: number;
  /** What came before a chosen range; null where none is chosen, or it is not known yet. */
  readonly before: { readonly finished: number; readonly costUsd: number } | null;
  /** The times of the whole range that is shown; null: it follows a run that goes on. */
  readonly ofRange: RangeTimes | null;
  readonly isLoading: boolean;
  /** The range that is shown is not read yet. */
  readonly isSettling: boolean;
  /** Names the range that is shown. */
  readonly rangeKey: string;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Silence after which the charts go on by the clock, so that the time without news becomes visible. */
const SILENT_MS = 3000;

/** The right end of live charts: where the newest second ends, so that they are drawn once a second and no more. */
function liveEndMs(seconds: readonly MetricsBucket[], nowMs: number): number {
  const newest = seconds.at(-1);
  const newestMs = newest === undefined ? 0 : Date.parse(newest.t) + 1000;
  return nowMs - newestMs > SILENT_MS ? nowMs : newestMs;
}

/** What the charts draw: stored buckets with the live seconds laid over them, and the span to show. */
export function useRunMetrics(run: RunResponse, range: RunRange, chosen: TimeRange | null, nowMs: number): RunMetrics {
  const live = !isTerminal(run.state);
  const startMs = run.startedAt === null ? null : Date.parse(run.startedAt);
  const endMs = run.finishedAt === null || live ? null : Date.parse(run.finishedAt);
  const stored = useQuery(runMetricsOptions(run.id, { range, live, startMs, endMs, span: chosen }));
  const whole = useQuery({
    ...runMetricsOptions(run.id, { range: "all", live, startMs, endMs }),
    enabled: chosen !== null && startMs !== null,
  });
  const client = useQueryClient();
  const { data: seconds = NONE } = useQuery<MetricsBucket[]>({
    queryKey: runKeys.liveSeconds(run.id),
    // Filled by the event stream alone.
    queryFn: () => client.getQueryData<MetricsBucket[]>(runKeys.liveSeconds(run.id)) ?? NONE,
    enabled: false,
    initialData: NONE,
  });
  const buckets = useMemo(
    // The few live seconds alone would look like the whole run, so they wait for what is stored.
    () => (stored.data === undefined ? (stored.isError ? seconds : NONE) : mergeLiveSeconds(stored.data, seconds)),
    [stored.data, stored.isError, seconds],
  );
  const originMs = startMs ?? nowMs;
  const lastMs = live ? liveEndMs(seconds, nowMs) : (endMs ?? nowMs);
  const { fromMs, toMs } = chosen ?? rangeWindow(range, originMs, Math.max(lastMs, originMs), live);
  const before = useMemo(
    () => (chosen === null || whole.data === undefined ? null : sumBefore(whole.data, chosen.fromMs)),
    [chosen, whole.data],
  );
  const follows = live && chosen === null;
  const { latencyMs, limiterWaitMs } = stored.data ?? NO_TIMES;
  const ofRange = useMemo(() => (follows ? null : { latencyMs, limiterWaitMs }), [follows, latencyMs, limiterWaitMs]);
  const window = useMemo(() => ({ fromMs, toMs, originMs }), [fromMs, toMs, originMs]);
  return {
    buckets,
    bucketMs: stored.data?.bucketMs ?? 1000,
    window,
    newestMs: Math.max(lastMs, originMs),
    before,
    ofRange,
    isLoading: stored.isLoading,
    isSettling: stored.isLoading || stored.isPlaceholderData,
    rangeKey: chosen === null ? range : `${chosen.fromMs}-${chosen.toMs}`,
    error: stored.error,
    retry: () => void stored.refetch(),
  };
}
