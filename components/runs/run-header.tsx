"use client";

import Link from "next/link";
import type { LinkView } from "@/lib/client/link-state";
import type { CaseFilters } from "@/lib/client/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatExact, formatNumber } from "@/lib/format";
import { PRIORITY_WORDS } from "../limit-fields/priority-choice";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { boundByText } from "./bound-by-text";
import { RunControls } from "./run-controls";
import { LinkDot } from "./run-link";
import { RunStateBadge } from "./run-state-badge";
import type { RunActions } from "./use-run-actions";

type Remedy = NonNullable<RunResponse["boundBy"]["remedy"]>;

function remedyWord({ field, value }: Remedy): string {
  return field === "concurrency" ? `Set ${formatExact(value)} at once` : `Set ${formatNumber(value)} rps`;
}

/** Name, state, what the run is made of, and what can be done with it. Below: what holds it back, always in one place. */
export function RunHeader({
  run,
  link,
  actions,
  onEdit,
  onRemedy,
  editBlocked,
  caseFilters,
  nowMs,
}: {
  run: RunResponse;
  link: LinkView;
  actions: RunActions;
  onEdit: () => void;
  /** Opens the edit with what would help. */
  onRemedy: (remedy: Remedy) => void;
  editBlocked: string | null;
  caseFilters: CaseFilters | null;
  /** Null on the server, which has no clock of the reader. */
  nowMs: number | null;
}) {
  const { remedy } = run.boundBy;
  return (
    <header className="mb-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 lg:flex-nowrap">
        {/* Where there is room for both beside each other, a long name is cut before the actions give way. */}
        <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 gap-y-1 lg:min-w-48 lg:flex-1">
          <h1 title={run.name} className="min-w-0 truncate font-semibold text-lg">
            {run.name}
          </h1>
          <RunStateBadge run={run} />
          <span className="text-muted text-sm">
            <bdi>{run.providerName}</bdi> · <bdi>{run.target.model}</bdi>
          </span>
          {run.priority !== "normal" && <Badge tone="outline">{PRIORITY_WORDS[run.priority]} priority</Badge>}
          {run.preset !== null && (
            <Badge tone="outline">
              <Link href={`/presets/${run.preset.replace("@", "?v=")}`} className="hover:underline">
                preset {run.preset}
              </Link>
              {run.presetEdited && " (edited)"}
            </Badge>
          )}
        </div>
        <RunControls run={run} actions={actions} onEdit={onEdit} editBlocked={editBlocked} caseFilters={caseFilters} />
      </div>
      <div className="mt-1 flex min-h-10 items-start justify-between gap-4 sm:min-h-7">
        {/* While the page is cut off, what holds the run back may have changed. */}
        <p className={cn("min-w-0 text-sm tabular-nums", editBlocked !== null && "text-muted")}>
          {boundByText(run, nowMs)}
          {run.stopReason !== null &&
            run.stopReason.code !== "user" &&
            !run.boundBy.sentence.includes(run.stopReason.message) && (
              <span className="text-muted"> {run.stopReason.message}</span>
            )}
        </p>
        {/* Beside the sentence, not at its end: it stays where it is while the words change. */}
        <div className="flex shrink-0 flex-col items-end gap-x-2 gap-y-1 sm:flex-row sm:items-center">
          {remedy !== null && editBlocked === null && (
            <Button size="sm" onClick={() => onRemedy(remedy)}>
              {remedyWord(remedy)}
            </Button>
          )}
          <LinkDot link={link} />
        </div>
      </div>
    </header>
  );
}
