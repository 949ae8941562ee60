"use client";

import { useMemo } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { AttemptsChart } from "../charts/attempts-chart";
import { AttemptsHistogram } from "../charts/attempts-histogram";
import { CostChart } from "../charts/cost-chart";
import { ErrorsChart } from "../charts/errors-chart";
import { LatencyChart } from "../charts/latency-chart";
import { PermitsChart } from "../charts/permits-chart";
import { ProgressChart } from "../charts/progress-chart";
import { SlotsChart } from "../charts/slots-chart";
import { prepareBands, type TimeBand, type TimeMark } from "../charts/time-marks";
import { prepareTimeRows } from "../charts/time-rows";
import { TokensChart } from "../charts/tokens-chart";
import { WaitsHistogram } from "../charts/waits-histogram";
import { ErrorBand } from "../ui/error-band";
import { useHeld } from "../ui/use-held";
import { MoreCharts } from "./more-charts";
import { projectedCost } from "./run-numbers";
import type { RunMetrics } from "./use-run-metrics";

/** Both columns end at the same height. */
const COLUMN = "flex min-w-0 flex-col gap-3 [&>:last-child]:flex-1";

/** The charts of the run, on one shared span of time. */
export function RunCharts({
  run: current,
  metrics: newest,
  marks,
  held,
  unseenFromMs,
  nowMs,
  onPickAttempts,
}: {
  run: RunResponse;
  metrics: RunMetrics;
  marks: readonly TimeMark[];
  held: boolean;
  /** Since when the page has not heard of the run; null while it does. */
  unseenFromMs: number | null;
  nowMs: number;
  onPickAttempts: (attempts: number) => void;
}) {
  const still = held && !newest.isSettling;
  const metrics = useHeld(newest, still, newest.rangeKey);
  // What stands beside the rows is of the same moment as they.
  const run = useHeld(current, still, newest.rangeKey);
  const input = useChartInput(metrics, run, marks, unseenFromMs, nowMs);
  const priced = !run.cost.free && run.cost.totalUsd !== null;
  return (
    <div>
      {metrics.error !== null && (
        <ErrorBand
          className="mb-3"
          message={`The charts could not be loaded. ${metrics.error.message}`}
          onRetry={metrics.retry}
        />
      )}
      <div className="grid gap-3 lg:grid-cols-2">
        <div className={COLUMN}>
          <AttemptsChart input={input} />
          <ErrorsChart input={input} />
          <AttemptsHistogram
            attemptsPerCase={run.attemptsPerCase}
            retrying={run.retrying}
            maxAttempts={run.effectiveLimits.retry.attempts}
            onPick={onPickAttempts}
          />
        </div>
        <div className={COLUMN}>
          <SlotsChart input={input} />
          <LatencyChart input={input} timeoutMs={run.effectiveLimits.requestTimeoutMs} />
          <ProgressChart
            input={input}
            done={run.counts.done}
            total={run.counts.total}
            doneBefore={metrics.before?.finished ?? null}
            activeMs={run.activeMs}
            nowMs={metrics.newestMs}
            expectedMs={run.expected?.durationMs ?? null}
            etaMs={run.etaMs}
          />
        </div>
      </div>
      <MoreCharts>
        <PermitsChart input={input} />
        <TokensChart input={input} />
        {priced && (
          <CostChart
            input={input}
            totalUsd={run.cost.totalUsd ?? 0}
            endUsd={isTerminal(run.state) ? null : projectedCost(run)}
            budgetUsd={run.budgetUsd}
            beforeUsd={metrics.before?.costUsd ?? null}
          />
        )}
        <WaitsHistogram classes={run.backoffWaits} />
      </MoreCharts>
    </div>
  );
}

function useChartInput(
  metrics: RunMetrics,
  run: RunResponse,
  allMarks: readonly TimeMark[],
  unseenFromMs: number | null,
  nowMs: number,
) {
  const { buckets, bucketMs, window, ofRange } = metrics;
  const live = !isTerminal(run.state);
  const rows = useMemo(() => prepareTimeRows(buckets, bucketMs, window, live), [buckets, bucketMs, window, live]);
  const openBand = run.state === "paused" ? "paused" : unseenFromMs === null ? null : "unseen";
  // The clock moves the charts only while a band is open.
  const openToMs = openBand === null ? null : nowMs;
  const bands = useMemo(() => {
    const lastMs = Math.max(rows.at(-1)?.endMs ?? 0, openBand === "unseen" ? (unseenFromMs ?? 0) : 0);
    const open: TimeBand[] =
      openBand === null || openToMs === null || lastMs === 0 || openToMs <= lastMs
        ? []
        : [{ kind: openBand, fromMs: lastMs, toMs: openToMs }];
    return [...prepareBands(rows), ...open].filter((band) => band.toMs > window.fromMs && band.fromMs < window.toMs);
  }, [rows, openBand, openToMs, unseenFromMs, window]);
  const marks = useMemo(
    () => allMarks.filter((mark) => mark.atMs >= window.fromMs && mark.atMs <= window.toMs),
    [allMarks, window],
  );
  const loading = metrics.isLoading;
  return useMemo(
    () => ({ rows, bands, marks, window, bucketMs, ofRange, loading }),
    [rows, bands, marks, window, bucketMs, ofRange, loading],
  );
}
