"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { type Comparison, compareTimelineOptions } from "@/lib/client/compare";
import { ChartGroup } from "../../charts/chart-group";
import { OverlayChart } from "../../charts/overlay-chart";
import { OVERLAY_METRICS } from "../../charts/prepare-overlay";
import { ErrorBand } from "../../ui/error-band";
import type { TaggedRun } from "./compared-run";

/** How the runs went, over the time each was running. */
export function OverlayCharts({
  comparison,
  runs,
  live,
}: {
  comparison: Comparison;
  runs: readonly TaggedRun[];
  live: boolean;
}) {
  const timeline = useQuery(compareTimelineOptions(comparison, live));
  const lines = useMemo(() => runs.map(({ run, tag }) => ({ id: run.id, name: run.name, tag })), [runs]);
  return (
    <section aria-labelledby="compare-charts">
      <h2 id="compare-charts" className="mb-2 font-semibold text-base">
        Over time
      </h2>
      {timeline.isError && (
        <ErrorBand
          className="mb-2"
          message={`The charts could not be loaded. ${errorMessage(timeline.error)}`}
          onRetry={() => void timeline.refetch()}
        />
      )}
      <ChartGroup live={live}>
        <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
          {OVERLAY_METRICS.map((metric) => (
            <OverlayChart key={metric} metric={metric} runs={lines} timeline={timeline.data} />
          ))}
        </div>
      </ChartGroup>
    </section>
  );
}
