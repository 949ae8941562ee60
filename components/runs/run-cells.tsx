"use client";

import type { ReactNode } from "react";
import type { RunListItem } from "@/lib/contracts/runs";
import { pinWords } from "@/lib/core/presets/preset-pin";
import { formatCount, formatDuration, formatExact, formatNumber, formatPercent, UNKNOWN } from "@/lib/format";
import { Sparkline } from "../charts/sparkline";
import { ProgressBar } from "../ui/progress-bar";
import { Td } from "../ui/table";
import { costRemark, totalCostText } from "./cost-text";
import { RelativeTime } from "./relative-time";
import { COLUMN_LOOKS, type RunColumn } from "./run-columns";
import { doneShare, gaveUpCases, progressSegments, scoredCases } from "./run-numbers";

interface Cell {
  readonly content: ReactNode;
  /** Of less weight: a remark, or nothing known. */
  readonly muted?: boolean;
  /** More of it, on hover. */
  readonly title?: string | undefined;
  /** Words of any length: cut where they do not fit. */
  readonly cut?: boolean;
}

const NOTHING: Cell = { content: UNKNOWN, muted: true };

const CELLS: Readonly<Record<RunColumn, (run: RunListItem) => Cell>> = {
  dataset: ({ datasetName }) => text(datasetName),
  provider: ({ providerName, target }) => text(`${providerName} · ${target.model}`),
  preset: (run) => (run.preset === null ? NOTHING : text(pinWords(run))),
  progress: (run) => ({ content: <RunProgress run={run} /> }),
  rate: (run) => (run.state === "running" ? { content: <RateNow run={run} /> } : NOTHING),
  "429": ({ state, rateLimitedLastMinute }) =>
    state === "running" ? { content: formatCount(rateLimitedLastMinute) } : NOTHING,
  lost: (run) => lostCell(run, run.counts.notScored, "not scored"),
  gaveUp: (run) => lostCell(run, gaveUpCases(run), "used up their attempts"),
  passRate: (run) => (run.passRate === null ? NOTHING : { content: formatPercent(run.passRate, scoredCases(run)) }),
  cost: (run) => ({
    content: run.cost.free ? "$0" : totalCostText(run),
    muted: run.cost.totalUsd === null,
    title: costRemark(run) ?? undefined,
  }),
  started: ({ startedAt, createdAt }) => ({ content: <RelativeTime iso={startedAt ?? createdAt} />, muted: true }),
  duration: ({ activeMs }) =>
    activeMs === 0 ? NOTHING : { content: formatDuration(activeMs), muted: true, title: "Time spent running" },
  by: ({ createdBy }) => text(createdBy),
};

function text(content: string): Cell {
  return { content, muted: true, title: content, cut: true };
}

function lostCell({ counts }: RunListItem, cases: number, what: string): Cell {
  if (counts.done === 0) return NOTHING;
  return cases === 0
    ? { content: "0", muted: true }
    : { content: formatCount(cases), title: `${formatExact(cases)} ${what}` };
}

/** Which screens show a column: narrow ones only the pass rate, and where it is tight the provider needs a wide one. */
export function columnVisibility(column: RunColumn, tight: boolean): string {
  if (COLUMN_LOOKS[column].narrow === true) return "";
  return column === "provider" && tight ? "hidden min-[1400px]:table-cell" : "hidden md:table-cell";
}

/** What a run has in one of the columns. */
export function RunCell({ run, column, tight }: { run: RunListItem; column: RunColumn; tight: boolean }) {
  const { content, muted = false, title, cut = false } = CELLS[column](run);
  const { padding, numeric = false } = COLUMN_LOOKS[column];
  return (
    <Td
      numeric={numeric}
      title={title}
      className={`${cut ? "truncate" : ""} ${padding} ${muted ? "text-muted" : ""} ${columnVisibility(column, tight)}`}
    >
      {content}
    </Td>
  );
}

export function RunProgress({ run: { name, counts } }: { run: RunListItem }) {
  return (
    <div className="flex items-center gap-2">
      <ProgressBar
        label={`Progress of ${name}`}
        segments={progressSegments(counts)}
        total={counts.total}
        className="w-12"
      />
      <span className="whitespace-nowrap text-xs tabular-nums" title={formatPercent(doneShare(counts))}>
        {formatExact(counts.done)} / {formatExact(counts.total)}
      </span>
    </div>
  );
}

function RateNow({ run }: { run: RunListItem }) {
  const limit = run.paceRps?.requestsPerSecond ?? run.effectiveLimits.requestsPerSecond;
  return (
    <div className="flex items-center gap-2">
      <Sparkline values={run.sparkline} max={limit} label="Attempts per second over the last minute" />
      <span className="whitespace-nowrap text-xs tabular-nums">
        {formatNumber(run.rateNow)} / {formatNumber(limit)}
      </span>
    </div>
  );
}
