"use client";

import { useMutation } from "@tanstack/react-query";
import { GitCompareArrows, Pause, Square, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { cancelRunMutation, deleteRunMutation, pauseRunMutation } from "@/lib/client/runs";
import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import type { RunListItem } from "@/lib/contracts/runs";
import { isTerminal, nextRunState } from "@/lib/core/runs/run-state";
import { formatExact, formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { CancelRunsDialog, DeleteRunsDialog } from "./bulk-dialogs";
import { comparePath } from "./compare/compare-url-state";

/** What can be done with the ticked runs together. Each waits for the server's yes. */
export function RunsBulkBar({
  chosen,
  rows,
  onClear,
  onUntick,
}: {
  /** Ids, also of runs that are not in view. */
  chosen: readonly string[];
  rows: readonly RunListItem[];
  onClear: () => void;
  /** These are no longer there to be ticked. */
  onUntick: (ids: readonly string[]) => void;
}) {
  const [asking, setAsking] = useState<"cancel" | "delete" | null>(null);
  const ticked = rows.filter((run) => chosen.includes(run.id));
  const pausable = ticked.filter((run) => nextRunState(run.state, "pause") !== null && run.state !== "pausing");
  const stoppable = ticked.filter((run) => nextRunState(run.state, "cancel") !== null && run.state !== "cancelling");
  const deletable = ticked.filter((run) => isTerminal(run.state));
  const pause = useMutation(pauseRunMutation());
  const cancel = useMutation(cancelRunMutation());
  const remove = useMutation(deleteRunMutation());
  const pauseAll = useBulk((id) => pause.mutateAsync({ id, holdRetries: false }), "pausing");
  const cancelAll = useBulk((id) => cancel.mutateAsync({ id }), "cancelling");
  const deleteAll = useBulk((id) => remove.mutateAsync({ id }), "deleted");
  const refused = [pauseAll, cancelAll, deleteAll].flatMap((bulk) => bulk.refused);
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
        <Button size="sm" busy={cancelAll.busy} onClick={() => setAsking("cancel")}>
          <Square aria-hidden />
          Cancel {stoppable.length}…
        </Button>
      )}
      {deletable.length > 0 && (
        <Button size="sm" busy={deleteAll.busy} onClick={() => setAsking("delete")}>
          <Trash2 aria-hidden />
          Delete {deletable.length}…
        </Button>
      )}
      <Button size="sm" variant="ghost" className="ml-auto" onClick={onClear}>
        Untick all
      </Button>
      {refused.length > 0 && (
        <div role="alert" className="w-full text-danger text-xs">
          {refused.map((text) => (
            <p key={text} className="break-words">
              {text}
            </p>
          ))}
        </div>
      )}
      <CancelRunsDialog
        runs={stoppable}
        open={asking === "cancel"}
        onOpenChange={(open) => setAsking(open ? "cancel" : null)}
        busy={cancelAll.busy}
        onAct={() => void cancelAll.act(stoppable).then(() => setAsking(null))}
      />
      <DeleteRunsDialog
        runs={deletable}
        open={asking === "delete"}
        onOpenChange={(open) => setAsking(open ? "delete" : null)}
        busy={deleteAll.busy}
        onAct={() =>
          void deleteAll.act(deletable).then((gone) => {
            setAsking(null);
            onUntick(gone);
          })
        }
      />
    </section>
  );
}

/** Acts on several runs, and tells which it was done to; those that refuse are told by name. */
function useBulk(actOn: (id: string) => Promise<unknown>, word: string) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const act = async (runs: readonly RunListItem[]): Promise<string[]> => {
    setBusy(true);
    setRefused([]);
    const ends = await Promise.allSettled(runs.map((run) => actOn(run.id)));
    setBusy(false);
    const done = runs.filter((_, at) => ends[at]?.status === "fulfilled").map(({ id }) => id);
    if (done.length > 0)
      toast.success(`${formatPlural(done.length, "run")} ${done.length === 1 ? "is" : "are"} ${word}.`);
    const told = ends.flatMap((end, at) =>
      end.status === "rejected" ? [`${runs[at]?.name}: ${errorMessage(end.reason)}`] : [],
    );
    for (const text of told) toast.error(text);
    setRefused(told);
    return done;
  };
  return { busy, act, refused };
}
