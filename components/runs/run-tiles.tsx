"use client";

import type { RunResponse } from "@/lib/contracts/runs";
import { passRateMargin } from "@/lib/core/metrics/pass-rate";
import { isTerminal } from "@/lib/core/runs/run-state";
import {
  formatCount,
  formatDuration,
  formatElapsed,
  formatExact,
  formatNumber,
  formatPercent,
  UNKNOWN,
} from "@/lib/format";
import { cn } from "../ui/cn";
import { ProgressBar } from "../ui/progress-bar";
import { CostTile } from "./cost-tile";
import { doneShare, progressSegments, retriedCases, scoredCases, wastedShare } from "./run-numbers";
import { Tile } from "./tile";
import { timeLeftOf } from "./time-left";
import { useSteadyEta } from "./use-steady-eta";

/** `stale`: shown greyed, as of an earlier time. `lost`: figures that move are not shown at all. */
export type Freshness = "fresh" | "stale" | "lost";

/** The figures of the run, in fixed places, so that digits never push each other. */
export function RunTiles({
  run,
  freshness,
  asOf,
  nowMs,
}: {
  run: RunResponse;
  freshness: Freshness;
  /** When the figures were last heard, as a clock time. */
  asOf: string | null;
  nowMs: number | null;
}) {
  const over = isTerminal(run.state);
  const lost = freshness === "lost";
  return (
    <section
      aria-label="Figures of the run"
      className={cn(
        "grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line md:grid-cols-5 2xl:grid-cols-[2fr_repeat(8,minmax(0,1fr))]",
        freshness === "stale" && "text-muted",
      )}
    >
      <ProgressTile run={run} asOf={freshness === "fresh" ? null : asOf} />
      <PassRateTile run={run} />
      <TimeTile run={run} over={over} lost={lost} nowMs={nowMs} />
      <CostTile run={run} over={over} />
      <RateTile run={run} over={over} lost={lost} />
      <Tile
        label="429"
        value={formatCount(run.attempts.rateLimited)}
        unit={over || lost ? undefined : `· ${formatCount(run.rateLimitedLastMinute)} in 60 s`}
        sub={`Wasted ${formatPercent(wastedShare(run.attempts))} of attempts`}
        chart="chart-errors"
      />
      <RetriedTile run={run} lost={lost} />
      <Tile
        label="Provider latency"
        value={formatDuration(run.times.providerLatencyMs.p50)}
        unit="p50"
        sub={`p95 ${formatDuration(run.times.providerLatencyMs.p95)} · limiter wait ${formatDuration(run.times.limiterWaitMs.p50)}`}
        chart="chart-latency"
      />
      <InFlightTile run={run} over={over} lost={lost} />
    </section>
  );
}

function ProgressTile({ run, asOf }: { run: RunResponse; asOf: string | null }) {
  const { counts } = run;
  return (
    <Tile
      className="col-span-2 2xl:col-span-1"
      label="Progress"
      value={`${formatExact(counts.done)} / ${formatExact(counts.total)}`}
      unit={formatPercent(doneShare(counts))}
      sub={
        asOf === null
          ? `${formatExact(counts.passed)} passed · ${formatExact(counts.failed)} failed · ${formatExact(counts.notScored)} not scored`
          : `as of ${asOf}`
      }
    >
      <ProgressBar label="Progress" segments={progressSegments(counts)} total={counts.total} className="my-1" />
    </Tile>
  );
}

function PassRateTile({ run }: { run: RunResponse }) {
  const margin = passRateMargin(run.counts);
  return (
    <Tile
      label={isTerminal(run.state) ? "Pass rate" : "Pass rate so far"}
      value={formatPercent(run.passRate)}
      unit={
        margin === null || margin < 0.0005
          ? undefined
          : `± ${formatNumber(Number((margin * 100).toFixed(margin < 0.1 ? 1 : 0)))}`
      }
      sub={`of ${formatExact(scoredCases(run))} scored`}
    />
  );
}

function TimeTile({
  run,
  over,
  lost,
  nowMs,
}: {
  run: RunResponse;
  over: boolean;
  lost: boolean;
  nowMs: number | null;
}) {
  const etaMs = useSteadyEta(run.etaMs, nowMs);
  const elapsed = formatDuration(Math.round(run.activeMs / 1000) * 1000);
  if (over) return <Tile label="Took" value={elapsed} sub={tookAgainst(run)} chart="chart-progress" />;
  const { text, remark, finishes } = timeLeftOf(run, etaMs, nowMs, lost);
  const when = finishes === null ? "" : `${finishes} · `;
  return (
    <Tile
      label="Time left"
      value={text}
      unit={remark ?? undefined}
      sub={`${when}${formatElapsed(run.activeMs)} elapsed`}
      chart="chart-progress"
    />
  );
}

/** How long it took against what its launch expected. */
function tookAgainst({ expected, activeMs, state }: RunResponse): string {
  if (expected === null || state !== "finished") return "pauses left out";
  const difference = activeMs - expected.durationMs;
  if (Math.abs(difference) < 1000) return "as its launch expected";
  return `${formatDuration(Math.abs(difference))} ${difference > 0 ? "more" : "less"} than expected`;
}

function RateTile({ run, over, lost }: { run: RunResponse; over: boolean; lost: boolean }) {
  const limit = run.effectiveLimits.requestsPerSecond;
  if (over) {
    const mean = run.activeMs > 0 ? (run.attempts.total / run.activeMs) * 1000 : null;
    return (
      <Tile
        label="Mean rate"
        value={formatNumber(mean)}
        unit={`/ ${formatNumber(limit)} rps`}
        sub={`${formatCount(run.attempts.total)} attempts`}
        chart="chart-attempts"
      />
    );
  }
  const now = lost ? null : run.rateNow;
  return (
    <Tile
      label="Rate now"
      value={formatNumber(now)}
      unit={`/ ${formatNumber(limit)} rps`}
      sub={`Limit used ${now === null ? UNKNOWN : formatPercent(Math.min(1, now / limit))}${shareText(run, lost)}`}
      chart="chart-attempts"
    />
  );
}

/** What others at the pool leave to the run, where that is less than its limit. */
function shareText({ shareRps, effectiveLimits }: RunResponse, lost: boolean): string {
  const binds = !lost && shareRps !== null && shareRps < effectiveLimits.requestsPerSecond;
  return binds ? ` · share ${formatNumber(shareRps)}` : "";
}

function RetriedTile({ run, lost }: { run: RunResponse; lost: boolean }) {
  const retried = retriedCases(run);
  const backoff = lost ? null : run.active.longestBackoffMs;
  const share = run.counts.done === 0 ? null : retried / run.counts.done;
  return (
    <Tile
      label="Retried cases"
      value={formatPercent(share)}
      unit={`${formatCount(retried)}`}
      sub={`${formatCount(run.counts.notScored)} not scored${backoff === null ? "" : ` · backoff ${formatDuration(backoff)}`}`}
      chart="chart-histogram"
    />
  );
}

/** The case that has waited longest for a slot or a permit. */
function oldestText(run: RunResponse, lost: boolean): string {
  const oldest = lost ? null : run.active.oldestWaitMs;
  return oldest === null ? "none waits" : `waits ≤ ${formatDuration(oldest)}`;
}

function InFlightTile({ run, over, lost }: { run: RunResponse; over: boolean; lost: boolean }) {
  const slots = run.effectiveLimits.concurrency;
  if (over)
    return (
      <Tile
        label="In flight"
        value="0"
        unit={`/ ${formatCount(slots)}`}
        sub={`${formatCount(run.counts.pending)} never started`}
        chart="chart-slots"
      />
    );
  return (
    <Tile
      label="In flight"
      value={lost ? UNKNOWN : formatCount(run.active.calling)}
      unit={`/ ${formatCount(slots)} · ${oldestText(run, lost)}`}
      sub={`Queue ${formatCount(run.counts.pending)}${run.active.backingOff > 0 ? ` · ${formatCount(run.active.backingOff)} backing off` : ""}${run.active.judging > 0 ? ` · ${formatCount(run.active.judging)} with judges` : ""}`}
      chart="chart-slots"
    >
      <ProgressBar
        label="Slots in use"
        segments={[
          { label: "calling", value: lost ? 0 : run.active.calling, tone: "call" },
          { label: "waiting for a permit", value: lost ? 0 : run.active.waitingForPermit, tone: "wait" },
        ]}
        total={slots}
        className="my-1"
      />
    </Tile>
  );
}
