"use client";

import { useQuery } from "@tanstack/react-query";
import { runChangesOptions } from "@/lib/client/runs";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { Notice } from "../ui/notice";
import type { EditScope } from "./limits-edit";
import { RelativeTime } from "./relative-time";

/** Somebody else was faster: who, what and when, with the two ways on. */
export function EditConflict({
  run,
  scope,
  said,
  onTakeTheirs,
  onApplyMine,
}: {
  run: RunResponse;
  scope: EditScope;
  /** What the server said to it. */
  said: string;
  onTakeTheirs: () => void;
  onApplyMine: () => void;
}) {
  const { data } = useQuery(runChangesOptions(run.id));
  const newest = [...(data?.changes ?? [])].sort((a, b) => b.revision - a.revision || (a.at < b.at ? 1 : -1))[0];
  return (
    <Notice
      level="warn"
      fixes={[
        { label: "Start from theirs", onApply: onTakeTheirs },
        { label: "Apply mine over it", onApply: onApplyMine },
      ]}
    >
      {scope === "pool" || newest === undefined || newest.before === null ? (
        said
      ) : (
        <>
          {newest.actor} set {describeLimitChange(newest.before, newest.after)} <RelativeTime iso={newest.at} />. Your
          values are kept here.
        </>
      )}
    </Notice>
  );
}
