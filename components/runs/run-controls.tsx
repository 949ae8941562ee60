"use client";

import { Ban, ChevronDown, Pause, Pencil, Play, RotateCw } from "lucide-react";
import { useState } from "react";
import type { CaseFilters } from "@/lib/client/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatExact, formatNumber, formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { DropdownMenu, MenuItem } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { Tooltip } from "../ui/tooltip";
import { ExportMenu } from "./export-menu";
import { CancelRunDialog, RequeueDialog } from "./late-dialogs";
import { RunMoreMenu } from "./run-more-menu";
import { casesLeft } from "./run-numbers";
import type { RunActions } from "./use-run-actions";

/** Everything that can be done with the run now. */
export function RunControls({
  run,
  actions,
  onEdit,
  editBlocked,
  caseFilters,
}: {
  run: RunResponse;
  actions: RunActions;
  onEdit: () => void;
  editBlocked: string | null;
  caseFilters: CaseFilters | null;
}) {
  const [asking, setAsking] = useState<"cancel" | "requeue" | null>(null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {actions.canPause && <PauseButtons actions={actions} />}
      {actions.canHoldRetries && (
        <Tooltip
          text={`${formatPlural(run.active.backingOff, "case")} would still be retried before the run is paused`}
        >
          <Button busy={actions.pausing} onClick={actions.pauseHoldingRetries}>
            Stop pending retries
          </Button>
        </Tooltip>
      )}
      {actions.canResume && <ResumeButton run={run} actions={actions} />}
      {!isTerminal(run.state) && (
        <Tooltip text={editBlocked ?? "Changes hold from the next attempt (E)"}>
          <Button onClick={onEdit} aria-disabled={editBlocked !== null || undefined}>
            <Pencil aria-hidden />
            Edit limits
          </Button>
        </Tooltip>
      )}
      {actions.canRequeue && (
        <Button onClick={() => setAsking("requeue")}>
          <RotateCw aria-hidden />
          Requeue {formatExact(run.counts.notScored)} not scored
        </Button>
      )}
      <ExportMenu run={run} filters={caseFilters} />
      {actions.canCancel && (
        <Button onClick={() => setAsking("cancel")}>
          <Ban aria-hidden />
          Cancel
        </Button>
      )}
      <RunMoreMenu run={run} />
      <CancelRunDialog
        run={run}
        open={asking === "cancel"}
        onOpenChange={(open) => {
          setAsking(open ? "cancel" : null);
          if (!open) actions.clearCancelError();
        }}
        onCancelRun={() => actions.cancel(() => setAsking(null))}
        busy={actions.cancelling}
        error={actions.cancelError}
      />
      <RequeueDialog
        run={run}
        open={asking === "requeue"}
        onOpenChange={(open) => {
          setAsking(open ? "requeue" : null);
          if (!open) actions.clearRequeueError();
        }}
        onRequeue={(outcomes) => actions.requeue(outcomes === null ? {} : { outcomes }, () => setAsking(null))}
        busy={actions.requeueing}
        error={actions.requeueError}
      />
    </div>
  );
}

function PauseButtons({ actions }: { actions: RunActions }) {
  return (
    <div className="flex">
      <Button busy={actions.pausing} onClick={actions.pause} className="rounded-r-none">
        {!actions.pausing && <Pause aria-hidden />}
        Pause
      </Button>
      <DropdownMenu
        trigger={
          <IconButton label="Pause options" className="h-8 w-6 rounded-l-none border border-control border-l-0">
            <ChevronDown aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={actions.pause}>Pause (retries finish)</MenuItem>
        <MenuItem onSelect={actions.pauseHoldingRetries}>Pause and stop pending retries</MenuItem>
      </DropdownMenu>
    </div>
  );
}

function ResumeButton({ run, actions }: { run: RunResponse; actions: RunActions }) {
  const { requestsPerSecond, burst } = run.effectiveLimits;
  const label = run.state === "cancelled" ? `Resume ${formatExact(casesLeft(run.counts))} remaining` : "Resume";
  const pace = `at ${formatNumber(requestsPerSecond)} rps, first burst up to ${formatExact(burst)}`;
  return (
    <>
      <Tooltip text={`Goes on ${pace}`}>
        <Button variant="primary" busy={actions.resuming} onClick={actions.resume}>
          {!actions.resuming && <Play aria-hidden />}
          {label}
        </Button>
      </Tooltip>
      <span className="text-muted text-xs tabular-nums max-xl:hidden">{pace}</span>
    </>
  );
}
