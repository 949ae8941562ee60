"use client";

import type { PoolResponse } from "@/lib/contracts/providers";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { formatRelative } from "@/lib/format";
import { Notice } from "../ui/notice";
import { useNow } from "../ui/use-now";

/** Somebody was faster: says who and what, and lets the editor decide. */
export function EditConflict({
  pool,
  onKeepMine,
  onTakeTheirs,
}: {
  pool: PoolResponse;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const now = useNow();
  const newest = pool.changes[0];
  const what = newest === undefined || newest.before === null ? "" : describeLimitChange(newest.before, newest.after);
  const when = newest === undefined || now === null ? "" : ` ${formatRelative(newest.at, now)}`;
  return (
    <div role="alert">
      <Notice
        level="warn"
        fixes={[
          { label: "Start over from theirs", onApply: onTakeTheirs },
          { label: "Keep my values", onApply: onKeepMine },
        ]}
      >
        {newest?.actor ?? "Somebody"} changed these limits{when}
        {what === "" ? "" : `: ${what}`}
        {newest?.reason ? ` (${newest.reason})` : ""}. The table below compares with theirs.
      </Notice>
    </div>
  );
}
