"use client";

import { useQuery } from "@tanstack/react-query";
import { runRepeatsOptions } from "@/lib/client/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { passRateMargin } from "@/lib/core/metrics/pass-rate";
import { caseCountWords } from "@/lib/core/repeats/case-count-words";
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
import { doneShare, gaveUpCases, progressSegments, retriedCases, scoredCases, wastedShare } from "./run-numbers";
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
        freshness !== "fresh" && "text-muted",
      )}
    >
      <ProgressTile run={run} asOf={freshness === "fresh" ? null : asOf} lost={lost} />
      <PassRateTile run={run} lost={lost} />
      <TimeTile run={run} over={over} lost={lost} nowMs={nowMs} />
      <CostTile run={run} over={over} lost={lost} />
      <RateTile run={run} over={over} lost={lost} />
      <Tile
        lost={lost}
        label="429"
        value={formatCount(run.attempts.rateLimited)}
        unit={over ? undefined : `· ${formatCount(run.rateLimitedLastMinute)} in 60 s`}
        sub={`Wasted ${formatPercent(wastedShare(run.attempts))} of attempts`}
        chart="chart-errors"
      />
      <RetriedTile run={run} lost={lost} />
      <Tile
        lost={lost}
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

function ProgressTile({ run, asOf, lost }: { run: RunResponse; asOf: string | null; lost: boolean }) {
  const { counts } = run;
  const seen = `as of ${asOf}${lost ? `: ${formatExact(counts.done)} / ${formatExact(counts.total)}` : ""}`;
  return (
    <Tile
      className="col-span-2 2xl:col-span-1"
      label={run.repeats === 1 ? "Progress" : `Progress · ${caseCountWords(run)}`}
      value={lost ? UNKNOWN : `${formatExact(counts.done)} / ${formatExact(counts.total)}`}
      unit={lost ? undefined : formatPercent(doneShare(counts))}
      sub={
        asOf === null
          ? `${formatExact(counts.passed)} passed · ${formatExact(counts.failed)} failed · ${formatExact(counts.notScored)} not scored`
          : seen
      }
    >
      <ProgressBar
        label="Progress"
        segments={lost ? [] : progressSegments(counts)}
        total={counts.total}
        className="my-1"
      />
    </Tile>
  );
}

function PassRateTile({ run, lost }: { run: RunResponse; lost: boolean }) {
  const margin = usePassRateMargin(run);
  return (
    <Tile
      lost={lost}
      label={isTerminal(run.state) ? "Pass rate" : "Pass rate so far"}
      value={formatPercent(run.passRate)}
      unit={
        margin === null || margin < 0.0005
          ? undefined
          : `± ${formatNumber(Number((margin * 100).toFixed(margin < 0.1 ? 1 : 0)))}`
      }
      sub={`of ${formatExact(scoredCases(run))} scored, ${formatExact(run.counts.notScored)} not scored`}
    />
  );
}

/** Half of the 95 % interval; null where it is not known. Repeats of a case count for less than as many cases. */
function usePassRateMargin(run: RunResponse): number | null {
  const repeats = useQuery({ ...runRepeatsOptions(run), enabled: run.repeats > 1 });
  if (run.repeats === 1) return passRateMargin(run.counts);
  const interval = repeats.data?.passRateInterval ?? null;
  return interval === null ? null : (interval.high - interval.low) / 2;
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
  const eta = useSteadyEta(run, nowMs);
  if (over)
    return (
      <Tile
        label="Took"
        value={formatDuration(run.activeMs)}
        hint="Time running, pauses left out"
        sub={tookAgainst(run)}
        chart="chart-progress"
      />
    );
  const { text, remark, finishes } = timeLeftOf(run, eta, nowMs);
  const when = finishes === null ? "" : `${finishes} · `;
  return (
    <Tile
      lost={lost}
      label="Time left"
      value={text}
      unit={remark ?? undefined}
      sub={`${when}${formatElapsed(run.activeMs)} running`}
      hint="Time running, pauses left out"
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
  const set = run.effectiveLimits.requestsPerSecond;
  const limit = run.paceRps?.requestsPerSecond ?? set;
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
  const now = run.rateNow;
  return (
    <Tile
      lost={lost}
      label="Rate now"
      value={formatNumber(now)}
      unit={`/ ${formatNumber(limit)} rps${run.paceRps?.reported === true ? " reported" : ""}`}
      sub={`Limit used ${now === null ? UNKNOWN : formatPercent(Math.min(1, now / limit))}${shareText(run, limit)}${paceText(run)}`}
      chart="chart-attempts"
    />
  );
}

/** What others at the pool leave to the run, where that is less than its limit. */
function shareText({ shareRps }: RunResponse, limit: number): string {
  const binds = shareRps !== null && shareRps < limit;
  return binds ? ` · share ${formatNumber(shareRps)}` : "";
}

/** What is set, where the pool keeps to less. */
function paceText({ paceRps, effectiveLimits }: RunResponse): string {
  if (paceRps === null) return "";
  return ` · ${formatNumber(effectiveLimits.requestsPerSecond)} set`;
}

function RetriedTile({ run, lost }: { run: RunResponse; lost: boolean }) {
  const retried = retriedCases(run);
  const backoff = run.active.longestBackoffMs;
  const share = run.counts.done === 0 ? null : retried / run.counts.done;
  return (
    <Tile
      lost={lost}
      label="Retried cases"
      value={formatPercent(share)}
      unit={`${formatCount(retried)}`}
      sub={`${formatCount(gaveUpCases(run))} gave up${backoff === null ? "" : ` · backoff ${formatDuration(backoff)}`}`}
      chart="chart-histogram"
    />
  );
}

/**
 * How long one has waited for a slot or a permit at most, first, since it tells of a run that is stuck; then where the
 * cases are that are not done. After "at once" was lowered, the calls beyond it go on to their end.
 */
function queueText({ active, counts, effectiveLimits }: RunResponse): string {
  const slots = effectiveLimits.concurrency;
  const draining = active.calling > slots ? [`draining to ${formatCount(slots)}`] : [];
  const backingOff = active.backingOff > 0 ? [`${formatCount(active.backingOff)} backing off`] : [];
  const judging = active.judging > 0 ? [`${formatCount(active.judging)} with judges`] : [];
  const waits = active.oldestWaitMs === null ? [] : [`longest wait ${formatDuration(active.oldestWaitMs)}`];
  return [...waits, ...draining, `queue ${formatCount(counts.pending)}`, ...backingOff, ...judging].join(" · ");
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
      lost={lost}
      label="In flight"
      value={formatCount(run.active.calling)}
      unit={`/ ${formatCount(slots)}`}
      sub={queueText(run)}
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
