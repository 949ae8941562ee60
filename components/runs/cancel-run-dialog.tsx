"use client";

import type { RunResponse } from "@/lib/contracts/runs";
import { formatExact, formatPlural } from "@/lib/format";
import { AlertDialog } from "../ui/alert-dialog";

/** Asks before cancelling, with the counts of what is kept, dropped and never started. */
export function CancelRunDialog({
  run,
  open,
  onOpenChange,
  onCancelRun,
  busy,
  error,
}: {
  run: Pick<RunResponse, "name" | "counts" | "active">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCancelRun: () => void;
  busy: boolean;
  error: string | null;
}) {
  const { done, inFlight: underWay, pending } = run.counts;
  const { calling } = run.active;
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel ${run.name}?`}
      safeLabel="Keep running"
      actLabel="Cancel run"
      onAct={onCancelRun}
      busy={busy}
      error={error}
    >
      <ul className="list-disc space-y-0.5 pl-4 tabular-nums">
        <li>
          {formatPlural(done, "finished case")} {done === 1 ? "is" : "are"} kept.
        </li>
        <li>
          {formatExact(underWay)} under way {underWay === 1 ? "is" : "are"} dropped
          {calling > 0 && <> ({formatPlural(calling, "request")} in flight may be billed)</>}.
        </li>
        <li>
          {formatExact(pending)} never {pending === 1 ? "starts" : "start"}.
        </li>
      </ul>
      <p className="mt-2">You can resume later from here.</p>
    </AlertDialog>
  );
}
