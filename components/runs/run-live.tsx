"use client";

import { useMemo, useState } from "react";
import type { LinkView } from "@/lib/client/link-state";
import type { RunRange } from "@/lib/client/run-metrics";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatClock } from "@/lib/format";
import { CaseTimeChart } from "../charts/case-time-chart";
import { ChartGroup } from "../charts/chart-group";
import type { ExpectedParts } from "../charts/prepare-case-time";
import type { TimeMark } from "../charts/time-marks";
import type { TimeRange } from "../charts/time-range";
import { cn } from "../ui/cn";
import { AdviceCard } from "./advice-card";
import { JudgesCard } from "./judges-card";
import { LatestEvents } from "./latest-events";
import { EditLimitsPanel, RunCharts } from "./lazy-parts";
import { LimitsCard } from "./limits-card";
import type { LimitEdit } from "./limits-edit";
import { RepeatsCard } from "./repeats-card";
import { isCutOff } from "./run-link";
import { type Freshness, RunTiles } from "./run-tiles";
import { useSeriesInUrl } from "./run-url-state";
import { useRunMarks } from "./use-run-marks";
import { useRunMetrics } from "./use-run-metrics";

function freshnessOf(link: LinkView): Freshness {
  if (link.kind === "ended" || link.kind === "live" || link.kind === "connecting") return "fresh";
  return isCutOff(link) ? "lost" : "stale";
}

function expectedParts(expected: RunResponse["expected"]): ExpectedParts | null {
  if (expected === null) return null;
  const { latencyMs, attemptsPerCase, limiterWaitMs, backoffMs } = expected;
  return { wait: limiterWaitMs, call: latencyMs * attemptsPerCase, backoff: backoffMs };
}

/** The live part of a run: figures, charts, limits and what happened last. */
export function RunLive(props: {
  run: RunResponse;
  link: LinkView;
  /** When the last event came, epoch ms. */
  eventAt: number | null;
  nowMs: number;
  range: RunRange;
  /** The range that the reader chose; null: the rolling one. */
  chosen: TimeRange | null;
  onChoose: (range: TimeRange | null) => void;
  held: boolean;
  onReading: (reading: boolean) => void;
  onToggleHold: () => void;
  /** The edit that is open; null: none. */
  editing: LimitEdit | null;
  editBlocked: string | null;
  onEdit: () => void;
  onCloseEdit: () => void;
  onOpenLog: (entryId?: string) => void;
  onPickAttempts: (attempts: number) => void;
  onOpenMark: (marks: readonly TimeMark[]) => void;
}) {
  const { run, link, eventAt, nowMs, range, held, editing } = props;
  const [pointedMs, setPointedMs] = useState<number | null>(null);
  const marks = useRunMarks(run.id);
  const metrics = useRunMetrics(run, range, props.chosen, nowMs);
  const freshness = freshnessOf(link);
  const live = !isTerminal(run.state);
  const series = useSeriesInUrl();
  const { chosen, onToggleHold } = props;
  const canHold = live && chosen === null;
  const hold = useMemo(() => (canHold ? { held, toggle: onToggleHold } : undefined), [canHold, held, onToggleHold]);
  return (
    <div className="flex flex-col gap-3">
      <RunTiles run={run} freshness={freshness} asOf={eventAt === null ? null : formatClock(eventAt)} nowMs={nowMs} />
      {!live && <AdviceCard run={run} />}
      <ChartGroup
        live={live}
        onActive={props.onReading}
        pointedMs={pointedMs}
        onSelect={props.onChoose}
        onOpenMark={props.onOpenMark}
        series={series}
        hold={hold}
      >
        <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_300px]">
          <RunCharts
            run={run}
            metrics={metrics}
            marks={marks}
            held={held}
            nowMs={nowMs}
            unseenFromMs={freshness === "lost" ? eventAt : null}
            onPickAttempts={props.onPickAttempts}
          />
          <div className={cn("flex min-w-0 flex-col gap-3", editing !== null && "order-first xl:order-none")}>
            {editing !== null && live ? (
              <EditLimitsPanel
                key={editing.id}
                run={run}
                start={editing}
                blocked={props.editBlocked}
                onClose={props.onCloseEdit}
              />
            ) : (
              <LimitsCard run={run} onEdit={props.onEdit} canEdit={live && props.editBlocked === null} />
            )}
            <CaseTimeChart
              done={run.counts.done}
              waitMs={run.times.limiterWaitTotalMs}
              backoffMs={run.times.backoffMs}
              callMs={run.times.callTotalMs}
              overheadMs={run.times.overheadTotalMs}
              expected={expectedParts(run.expected)}
            />
            <RepeatsCard run={run} />
            <JudgesCard run={run} />
            <LatestEvents run={run} onOpenLog={props.onOpenLog} onPoint={setPointedMs} onChoose={props.onChoose} />
          </div>
        </div>
      </ChartGroup>
    </div>
  );
}
