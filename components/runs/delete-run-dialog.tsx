"use client";

import { useMutation } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { deleteRunMutation } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatExact, formatPlural } from "@/lib/format";
import { AlertDialog } from "../ui/alert-dialog";
import { toast } from "../ui/toast";

/** Asks before a run is deleted, and names what is lost with it. */
export function DeleteRunDialog({
  run,
  open,
  onOpenChange,
  onDeleted,
}: {
  run: Pick<RunResponse, "id" | "name" | "counts">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted?: () => void;
}) {
  const remove = useMutation(deleteRunMutation());
  const { total, done } = run.counts;
  const act = () =>
    remove.mutate(
      { id: run.id },
      {
        onSuccess: () => {
          onOpenChange(false);
          toast.success(`${run.name} is deleted.`);
          onDeleted?.();
        },
      },
    );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (!next) remove.reset();
      }}
      title={`Delete ${run.name}?`}
      safeLabel="Keep it"
      actLabel="Delete run"
      onAct={act}
      busy={remove.isPending}
      error={remove.error === null ? null : errorMessage(remove.error)}
    >
      <p>Gone for good, for everybody:</p>
      <ul className="mt-1 list-disc space-y-0.5 pl-4 tabular-nums">
        <li>
          {formatPlural(total, "case")}, {formatExact(done)} of them done, with answers, scores and attempts
        </li>
        <li>its charts, log and report; files that were downloaded stay</li>
        <li>links to it: its page, comparisons with it, its pin</li>
      </ul>
      <p className="mt-2">What was done to it stays in the activity.</p>
    </AlertDialog>
  );
}
