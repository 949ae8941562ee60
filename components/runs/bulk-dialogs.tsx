"use client";

import type { RunListItem } from "@/lib/contracts/runs";
import { caseCountWords } from "@/lib/core/repeats/case-count-words";
import { formatExact, formatPlural } from "@/lib/format";
import { AlertDialog } from "../ui/alert-dialog";
import { useHeld } from "../ui/use-held";

interface BulkDialogProps {
  readonly runs: readonly RunListItem[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly busy: boolean;
  readonly onAct: () => void;
}

/** Asks before several runs are cancelled, and says of each what is kept and what is not. */
export function CancelRunsDialog({ runs: now, ...dialog }: BulkDialogProps) {
  // What was asked about stands until all have answered.
  const runs = useHeld(now, dialog.busy);
  return (
    <AlertDialog
      {...dialog}
      title={`Cancel ${formatPlural(runs.length, "run")}?`}
      safeLabel="Keep running"
      actLabel={runs.length === 1 ? "Cancel run" : `Cancel ${runs.length} runs`}
    >
      <ul className="list-disc space-y-0.5 pl-4">
        {runs.map(({ id, name, counts }) => (
          <li key={id} className="tabular-nums">
            {name}: {formatExact(counts.done)} done are kept, {formatExact(counts.inFlight)} under way are dropped,{" "}
            {formatExact(counts.pending)} never start.
          </li>
        ))}
      </ul>
      <p className="mt-2">Each can be resumed later from its page.</p>
    </AlertDialog>
  );
}

/** Asks before several runs are deleted, and names them all. */
export function DeleteRunsDialog({ runs: now, ...dialog }: BulkDialogProps) {
  const runs = useHeld(now, dialog.busy);
  return (
    <AlertDialog
      {...dialog}
      title={`Delete ${formatPlural(runs.length, "run")}?`}
      safeLabel={runs.length === 1 ? "Keep it" : "Keep them"}
      actLabel={runs.length === 1 ? "Delete run" : `Delete ${runs.length} runs`}
    >
      <p>Gone for good, for everybody, with cases, charts, log and report:</p>
      <ul className="mt-1 max-h-60 list-disc space-y-0.5 overflow-y-auto pl-4">
        {runs.map((run) => (
          <li key={run.id} className="tabular-nums">
            {run.name}: {caseCountWords(run)}, {formatExact(run.counts.done)} done
          </li>
        ))}
      </ul>
      <p className="mt-2">What was done to them stays in the activity.</p>
    </AlertDialog>
  );
}
