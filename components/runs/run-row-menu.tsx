"use client";

import { useMutation } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { exportPath } from "@/lib/client/run-cases";
import { pinRunMutation } from "@/lib/client/runs";
import type { RunListItem } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatExact } from "@/lib/format";
import { DropdownMenu, MenuItem, MenuSeparator } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { toast } from "../ui/toast";
import { CancelRunDialog, DeleteRunDialog, RequeueDialog } from "./late-dialogs";
import type { RunActions } from "./use-run-actions";

const UNDO_MS = 10_000;

/** Shown at once, with a way back. */
function usePin(run: Pick<RunListItem, "id" | "name">): (pinned: boolean) => void {
  const { mutate } = useMutation(pinRunMutation());
  const set = (pinned: boolean, undo: boolean) =>
    mutate(
      { id: run.id, pinned },
      {
        onSuccess: () => {
          if (!undo) return;
          toast(pinned ? `${run.name} is pinned.` : `${run.name} is no longer pinned.`, {
            duration: UNDO_MS,
            action: { label: "Undo", onClick: () => set(!pinned, false) },
          });
        },
        onError: (error) => void toast.error(errorMessage(error)),
      },
    );
  return (pinned) => set(pinned, true);
}

/** What can be done with one run of the list. */
export function RunRowMenu({ run, actions }: { run: RunListItem; actions: RunActions }) {
  const pin = usePin(run);
  const [asking, setAsking] = useState(false);
  const [requeueing, setRequeueing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton label={`Actions of ${run.name}`}>
            <MoreHorizontal aria-hidden />
          </IconButton>
        }
      >
        <MenuItem asChild>
          <Link href={`/runs/${run.id}`}>Open</Link>
        </MenuItem>
        <MenuItem onSelect={() => pin(!run.pinned)}>{run.pinned ? "Unpin" : "Pin to the top"}</MenuItem>
        {actions.canPause && <MenuItem onSelect={actions.pause}>Pause</MenuItem>}
        {actions.canResume && <MenuItem onSelect={actions.resume}>Resume</MenuItem>}
        {actions.canRequeue && (
          <MenuItem onSelect={() => setRequeueing(true)}>
            Requeue {formatExact(run.counts.notScored)} not scored…
          </MenuItem>
        )}
        <MenuItem asChild>
          <Link href={`/runs/new?from=${encodeURIComponent(run.id)}`}>Duplicate</Link>
        </MenuItem>
        <MenuItem asChild>
          <a href={exportPath(run.id, "csv")} download>
            Export CSV
          </a>
        </MenuItem>
        {actions.canCancel && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setAsking(true)}>
              Cancel…
            </MenuItem>
          </>
        )}
        {isTerminal(run.state) && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setDeleting(true)}>
              Delete…
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      <CancelRunDialog
        run={run}
        open={asking}
        onOpenChange={(open) => {
          setAsking(open);
          if (!open) actions.clearCancelError();
        }}
        onCancelRun={() => actions.cancel(() => setAsking(false))}
        busy={actions.cancelling}
        error={actions.cancelError}
      />
      <DeleteRunDialog run={run} open={deleting} onOpenChange={setDeleting} />
      <RequeueDialog
        run={run}
        open={requeueing}
        onOpenChange={(open) => {
          setRequeueing(open);
          if (!open) actions.clearRequeueError();
        }}
        onRequeue={(outcomes) => actions.requeue(outcomes === null ? {} : { outcomes }, () => setRequeueing(false))}
        busy={actions.requeueing}
        error={actions.requeueError}
      />
    </>
  );
}
