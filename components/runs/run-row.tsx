"use client";

import { Pin } from "lucide-react";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import type { RunListItem } from "@/lib/contracts/runs";
import { formatCount, formatExact, formatNumber, formatPercent } from "@/lib/format";
import { Sparkline } from "../charts/sparkline";
import { PRIORITY_WORDS } from "../limit-fields/priority-choice";
import { Badge } from "../ui/badge";
import { ProgressBar } from "../ui/progress-bar";
import { Td, Tr } from "../ui/table";
import { costRemark, totalCostText } from "./cost-text";
import { RelativeTime } from "./relative-time";
import { RowTick } from "./row-tick";
import { doneShare, progressSegments, scoredCases } from "./run-numbers";
import { RunRowMenu } from "./run-row-menu";
import { RunStateBadge } from "./run-state-badge";
import { useRunActions } from "./use-run-actions";

/** One run of the list. On a narrow screen its state and progress stand under its name. */
export function RunRow({
  run,
  withCost,
  withLost,
  providerClass,
  ticked,
  onTick,
}: {
  run: RunListItem;
  withCost: boolean;
  withLost: boolean;
  /** From which width on the provider has its column. */
  providerClass: string;
  ticked: boolean;
  onTick: () => void;
}) {
  const actions = useRunActions(run);
  return (
    <Tr className={ticked ? "bg-sunken hover:bg-sunken" : "has-[a:focus-visible]:bg-panel"}>
      <Td className="pr-0">
        <RowTick label={`Tick ${run.name}`} checked={ticked} onChange={onTick} />
      </Td>
      <Td className="hidden px-2 md:table-cell">
        <RunStateBadge run={run} />
      </Td>
      <NameCell run={run} refusal={actions.refusal} />
      <Td
        className={`hidden truncate px-2 text-muted ${providerClass}`}
        title={`${run.providerName} · ${run.target.model}`}
      >
        {run.providerName} · {run.target.model}
      </Td>
      <Td className="hidden px-2 md:table-cell">
        <Progress run={run} />
      </Td>
      <RateCells run={run} />
      {withLost && (
        <Td
          numeric
          title={run.counts.notScored > 0 ? `${formatExact(run.counts.notScored)} not scored` : undefined}
          className={`hidden px-1 md:table-cell ${run.counts.notScored > 0 ? "" : "text-muted"}`}
        >
          {run.counts.done === 0 ? "–" : formatCount(run.counts.notScored)}
        </Td>
      )}
      <Td numeric className="px-2">
        {run.passRate === null ? <span className="text-muted">–</span> : formatPercent(run.passRate, scoredCases(run))}
      </Td>
      {withCost && (
        <Td
          numeric
          title={costRemark(run) ?? undefined}
          className={`hidden md:table-cell ${run.cost.totalUsd === null ? "text-muted" : ""}`}
        >
          {run.cost.free ? "$0" : totalCostText(run)}
        </Td>
      )}
      <Td className="hidden px-2 text-muted md:table-cell">
        <RelativeTime iso={run.startedAt ?? run.createdAt} />
      </Td>
      <Td className="pr-2 pl-0">
        <RunRowMenu run={run} actions={actions} />
      </Td>
    </Tr>
  );
}

function NameCell({ run, refusal }: { run: RunListItem; refusal: Error | null }) {
  return (
    <Td className="w-full max-w-0 md:w-auto md:max-w-none md:truncate" title={`${run.name}, ${run.datasetName}`}>
      <div className="truncate">
        {run.pinned && (
          <Pin role="img" aria-label="Pinned" className="mr-1.5 inline size-3.5 align-[-2px] text-muted" />
        )}
        <Link href={`/runs/${run.id}`} data-row-link className="font-medium hover:underline">
          {run.name}
        </Link>
        {run.priority !== "normal" && (
          <Badge tone="outline" className="ml-2">
            {PRIORITY_WORDS[run.priority]}
            <span className="sr-only"> priority</span>
          </Badge>
        )}
        <span className="ml-2 hidden text-muted md:inline">{run.datasetName}</span>
      </div>
      {refusal !== null && (
        <p role="alert" className="whitespace-normal text-danger text-xs">
          {errorMessage(refusal)}
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 md:hidden">
        <RunStateBadge run={run} />
        <Progress run={run} />
      </div>
    </Td>
  );
}

function Progress({ run: { name, counts } }: { run: RunListItem }) {
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

function RateCells({ run }: { run: RunListItem }) {
  const limit = run.effectiveLimits.requestsPerSecond;
  const running = run.state === "running";
  return (
    <>
      <Td className="hidden md:table-cell">
        {running ? (
          <div className="flex items-center gap-2">
            <Sparkline values={run.sparkline} max={limit} label="Attempts per second over the last minute" />
            <span className="whitespace-nowrap text-xs tabular-nums">
              {formatNumber(run.rateNow)} / {formatNumber(limit)}
            </span>
          </div>
        ) : (
          <span className="text-muted">–</span>
        )}
      </Td>
      <Td numeric className="hidden md:table-cell">
        {running ? formatCount(run.rateLimitedLastMinute) : <span className="text-muted">–</span>}
      </Td>
    </>
  );
}
