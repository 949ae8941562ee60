"use client";

import { useMutation } from "@tanstack/react-query";
import { GitCompareArrows, Pause, Square } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { cancelRunMutation, pauseRunMutation } from "@/lib/client/runs";
import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import type { RunListItem } from "@/lib/contracts/runs";
import { nextRunState } from "@/lib/core/runs/run-state";
import { formatExact, formatPlural } from "@/lib/format";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { comparePath } from "./compare/compare-url-state";

/** What can be done with the ticked runs together. Each waits for the server's yes. */
export function RunsBulkBar({
  chosen,
  rows,
  onClear,
}: {
  /** Ids, also of runs that are not in view. */
  chosen: readonly string[];
  rows: readonly RunListItem[];
  onClear: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const ticked = rows.filter((run) => chosen.includes(run.id));
  const pausable = ticked.filter((run) => nextRunState(run.state, "pause") !== null && run.state !== "pausing");
  const stoppable = ticked.filter((run) => nextRunState(run.state, "cancel") !== null && run.state !== "cancelling");
  const pause = useMutation(pauseRunMutation());
  const cancel = useMutation(cancelRunMutation());
  const pauseAll = useBulk((id) => pause.mutateAsync({ id, holdRetries: false }), "pausing");
  const cancelAll = useBulk((id) => cancel.mutateAsync({ id }), "cancelling");
  const { least, most } = COMPARED_RUNS;
  const comparable = chosen.length >= least && chosen.length <= most;
  if (chosen.length === 0) return null;
  return (
    <section
      aria-label="Ticked runs"
      className="sticky top-2 z-20 mb-2 flex flex-wrap items-center gap-2 rounded-lg border bg-bg px-3 py-1.5 shadow-overlay"
    >
      <span aria-live="polite" className="font-medium tabular-nums">
        {formatExact(chosen.length)} ticked
      </span>
      {comparable ? (
        <Button asChild size="sm" variant="primary">
          <Link href={comparePath(chosen)}>
            <GitCompareArrows aria-hidden />
            Compare
          </Link>
        </Button>
      ) : (
        <Button size="sm" disabled>
          <GitCompareArrows aria-hidden />
          Compare
        </Button>
      )}
      {!comparable && <span className="text-muted text-xs">{`Compare takes ${least} to ${most}`}</span>}
      {pausable.length > 0 && (
        <Button size="sm" busy={pauseAll.busy} onClick={() => void pauseAll.act(pausable)}>
          <Pause aria-hidden />
          Pause {pausable.length}
        </Button>
      )}
      {stoppable.length > 0 && (
        <Button size="sm" busy={cancelAll.busy} onClick={() => setAsking(true)}>
          <Square aria-hidden />
          Cancel {stoppable.length}…
        </Button>
      )}
      <Button size="sm" variant="ghost" className="ml-auto" onClick={onClear}>
        Untick all
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel ${formatPlural(stoppable.length, "run")}?`}
        safeLabel="Keep running"
        actLabel={stoppable.length === 1 ? "Cancel run" : `Cancel ${stoppable.length} runs`}
        busy={cancelAll.busy}
        onAct={() => void cancelAll.act(stoppable).then(() => setAsking(false))}
      >
        <ul className="list-disc space-y-0.5 pl-4">
          {stoppable.map((run) => (
            <li key={run.id} className="tabular-nums">
              {run.name}: {formatExact(run.counts.done)} done are kept, {formatExact(run.counts.inFlight)} in flight are
              dropped, {formatExact(run.counts.pending)} never start.
            </li>
          ))}
        </ul>
        <p className="mt-2">Each can be resumed later from its page.</p>
      </AlertDialog>
    </section>
  );
}

/** Acts on several runs; those that refuse are told by name. */
function useBulk(actOn: (id: string) => Promise<unknown>, word: string) {
  const [busy, setBusy] = useState(false);
  const act = async (runs: readonly RunListItem[]) => {
    setBusy(true);
    const ends = await Promise.allSettled(runs.map((run) => actOn(run.id)));
    setBusy(false);
    const done = ends.filter((end) => end.status === "fulfilled").length;
    if (done > 0) toast.success(`${formatPlural(done, "run")} ${done === 1 ? "is" : "are"} ${word}.`);
    ends.forEach((end, at) => {
      if (end.status === "rejected") {
        toast.error(`${runs[at]?.name}: ${errorMessage(end.reason)}`, { duration: Number.POSITIVE_INFINITY });
      }
    });
  };
  return { busy, act };
}
