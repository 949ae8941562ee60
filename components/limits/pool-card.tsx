"use client";

import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import type { PoolResponse } from "@/lib/contracts/providers";
import { formatCount, formatPercent, formatPlural } from "@/lib/format";
import { limitsSentence } from "../limit-fields/limit-rows";
import { PRIORITY_WORDS } from "../limit-fields/priority-choice";
import { TestResult } from "../providers/test-result";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Notice } from "../ui/notice";
import { AdaptivePace } from "./adaptive-pace";
import { Cooldown } from "./cooldown";
import { LearnedLimits } from "./learned-limits";
import { PoolChanges } from "./pool-changes";
import { PoolMeters } from "./pool-meters";
import { RateHistory } from "./rate-history";
import { useUndoRefusal } from "./use-change-pool";
import { useKeyTest } from "./use-key-test";

/** One pool: its limits and where they come from, what goes through it now, who uses it, who changed it. */
export function PoolCard({ pool, stale, onEdit }: { pool: PoolResponse; stale: boolean; onEdit: () => void }) {
  const keyTest = useKeyTest(pool);
  const undoRefusal = useUndoRefusal(pool.id);
  return (
    <li className="rounded-lg border bg-panel p-4">
      <div className="flex flex-col justify-between gap-x-4 gap-y-2 sm:flex-row sm:items-start">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <h2 className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 font-semibold text-base">
              <Link href={`/providers/${encodeURIComponent(pool.providerId)}`} className="hover:underline">
                {pool.providerName}
              </Link>
              <span className="font-normal text-muted text-sm">
                {pool.model === "*" ? "all models" : <code className="font-mono">{pool.model}</code>}
              </span>
            </h2>
            <Cooldown pool={pool} />
          </div>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm tabular-nums">
            {limitsSentence(pool.limits)} <Origin origin={pool.origin} />
          </p>
        </div>
        <div className="flex shrink-0 gap-1.5">
          <Button
            size="sm"
            busy={keyTest.isPending}
            onClick={keyTest.start}
            aria-label={`Test the key of ${pool.providerName}`}
          >
            Test key
          </Button>
          <Button size="sm" onClick={onEdit} aria-label={`Edit limits of ${pool.providerName}`}>
            Edit
          </Button>
        </div>
      </div>
      {undoRefusal !== null && (
        <div role="alert">
          <Notice level="block" className="mt-3">
            The change was not undone: {errorMessage(undoRefusal)}
          </Notice>
        </div>
      )}
      <div className={cn((keyTest.result !== undefined || keyTest.error !== null) && "mt-3")}>
        <TestResult result={keyTest.result} error={keyTest.error} provider={{ id: pool.providerId }} />
      </div>
      <div className={cn("mt-4", stale && "opacity-50")}>
        <PoolMeters pool={pool} />
      </div>
      <div className="mt-3 flex flex-col gap-2 border-t pt-3 text-xs">
        <AdaptivePace pool={pool} />
        <LearnedLimits pool={pool} />
        <RunsUsing pool={pool} />
      </div>
      <RateHistory pool={pool} />
      <PoolChanges pool={pool} />
    </li>
  );
}

function Origin({ origin }: { origin: string }) {
  const ref = /^preset ([a-z0-9-]+)@(\d+)$/.exec(origin);
  if (ref === null) return <Badge tone="outline">{origin === "custom" ? "own values" : origin}</Badge>;
  return (
    <Link
      href={`/presets/${ref[1]}?v=${ref[2]}`}
      className="whitespace-nowrap text-muted text-xs underline underline-offset-2 hover:text-fg"
    >
      preset {ref[1]} v{ref[2]}
    </Link>
  );
}

/** What a run uses of the pool; beside others also its part of the turns, and the priority that it comes from. */
function usageWords(run: PoolResponse["runs"][number], shared: boolean): string {
  const use = `${run.inFlight} in flight, ${run.waiting} waiting, ${formatCount(run.startedLastMinute)} started in 60 s`;
  const priority = run.priority === "normal" ? "" : `${PRIORITY_WORDS[run.priority].toLowerCase()} priority, `;
  return shared ? `${priority}${formatPercent(run.share)} of the turns · ${use}` : `${priority}${use}`;
}

function RunsUsing({ pool }: { pool: PoolResponse }) {
  if (pool.runs.length === 0) return <p className="text-muted">No run uses it now.</p>;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1">
      <span className="text-muted">{formatPlural(pool.runs.length, "run uses it", "runs use it")}</span>
      {pool.runs.map((run) => (
        <span key={run.id} className="min-w-0 break-words sm:whitespace-nowrap">
          <Link href={`/runs/${encodeURIComponent(run.id)}`} className="text-accent underline underline-offset-2">
            {run.name}
          </Link>{" "}
          <span className="text-muted tabular-nums">{usageWords(run, pool.runs.length > 1)}</span>
        </span>
      ))}
    </div>
  );
}
