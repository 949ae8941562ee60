"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { LimitChangeResponse, PoolResponse } from "@/lib/contracts/providers";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { formatFullTime, formatPlural, formatRelative } from "@/lib/format";
import { limitsSentence } from "../limit-fields/limit-rows";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { useNow } from "../ui/use-now";
import { useUndoPool } from "./use-change-pool";

/** Who changed the pool, when, why, and from what to what. The newest can be taken back. */
export function PoolChanges({ pool }: { pool: PoolResponse }) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  if (pool.changes.length === 0) return null;
  return (
    <div className="mt-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
        className="-ml-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 text-muted text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-3.5", open && "rotate-90")} />
        {formatPlural(pool.changes.length, "change")}
      </button>
      <ol id={listId} hidden={!open} className="mt-1 divide-y divide-line border-t">
        {open &&
          pool.changes.map((change, at) => (
            <Change key={change.id} change={change} poolId={pool.id} {...(at === 0 ? { undoOf: pool } : {})} />
          ))}
      </ol>
    </div>
  );
}

function Change({ change, poolId, undoOf }: { change: LimitChangeResponse; poolId: string; undoOf?: PoolResponse }) {
  const now = useNow();
  const undo = useUndoPool(poolId);
  const what =
    change.before === null
      ? `started with ${limitsSentence(change.after)}`
      : describeLimitChange(change.before, change.after);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5 text-xs">
      <span className="font-medium tabular-nums">{what === "" ? "other origin, same values" : what}</span>
      <span className="min-w-0 flex-1 break-words text-muted">
        {change.actor}
        <time dateTime={change.at} title={now === null ? undefined : formatFullTime(change.at)}>
          {now === null ? "" : ` · ${formatRelative(change.at, now)}`}
        </time>
        {change.reason === null ? "" : ` · ${change.reason}`}
      </span>
      {undoOf !== undefined && change.before !== null && what !== "" && (
        <Button size="sm" busy={undo.isPending} onClick={() => void undo.take(undoOf)}>
          Undo
        </Button>
      )}
    </li>
  );
}
