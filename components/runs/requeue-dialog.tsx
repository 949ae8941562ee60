"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { lostCasesOptions } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import { formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";
import { outcomeWord } from "./outcome-word";

/** Which of the cases that are not scored are to run again: all, or those that ended in some ways. */
export function RequeueDialog({
  run,
  open,
  onOpenChange,
  onRequeue,
  busy,
  error,
}: {
  run: Pick<RunResponse, "id" | "state">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Null: all of them. */
  onRequeue: (outcomes: AttemptOutcome[] | null) => void;
  busy: boolean;
  error: string | null;
}) {
  const lost = useQuery({ ...lostCasesOptions(run.id), enabled: open });
  const [left, setLeft] = useState<ReadonlySet<AttemptOutcome>>(new Set());
  const groups = (lost.data ?? []).flatMap(({ outcome, cases }) => (outcome === null ? [] : [{ outcome, cases }]));
  // Cases that made no attempt have no outcome to be chosen by: they go with all the others.
  const unsent = lost.data?.find(({ outcome }) => outcome === null)?.cases ?? 0;
  const chosen = groups.filter(({ outcome }) => !left.has(outcome));
  const all = chosen.length === groups.length;
  const cases = chosen.reduce((sum, group) => sum + group.cases, all ? unsent : 0);
  const toggle = (outcome: AttemptOutcome, on: boolean) =>
    setLeft((before) => new Set(on ? [...before].filter((each) => each !== outcome) : [...before, outcome]));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Requeue cases that are not scored"
      description="They run again, with the attempts so far kept on record. No scored case is touched."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Close</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={cases === 0}
            onClick={() => onRequeue(all ? null : chosen.map(({ outcome }) => outcome))}
          >
            Requeue {formatPlural(cases, "case")}
          </Button>
        </>
      }
    >
      {lost.isError ? (
        <ErrorBand message={errorMessage(lost.error)} onRetry={() => void lost.refetch()} />
      ) : lost.isPending ? (
        <Skeleton className="h-16" />
      ) : lost.data.length === 0 ? (
        <p className="text-muted text-sm">No case is left to requeue.</p>
      ) : (
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium text-xs">By how their last attempt ended</legend>
          {groups.map(({ outcome, cases: count }) => (
            <Checkbox
              key={outcome}
              checked={!left.has(outcome)}
              onCheckedChange={(on) => toggle(outcome, on)}
              label={
                <span className="tabular-nums">
                  {outcomeWord(outcome)} <span className="text-muted">{formatPlural(count, "case")}</span>
                </span>
              }
            />
          ))}
          {unsent > 0 && (
            <p className="text-muted text-xs tabular-nums">
              {formatPlural(unsent, "case")} made no attempt: with all the others only.
            </p>
          )}
        </fieldset>
      )}
      {error !== null && <ErrorBand className="mt-3" message={error} />}
    </Dialog>
  );
}
