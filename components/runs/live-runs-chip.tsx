"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { activeRunsOptions, LIVE_STATES } from "@/lib/client/runs";
import { useEndedRuns } from "./use-ended-runs";
import { mayTellByBrowser } from "./use-run-notifications";

/** "2 running", on every page, with the way to them. */
export function LiveRunsChip() {
  // Only who wants to be told has it looked up behind other windows, too.
  const { data } = useQuery({ ...activeRunsOptions(), refetchIntervalInBackground: mayTellByBrowser() });
  useEndedRuns(data?.items);
  const count = data?.items.length ?? 0;
  const only = count === 1 ? data?.items[0] : undefined;
  if (count === 0) return null;
  return (
    <Link
      href={only === undefined ? `/runs?state=${LIVE_STATES.join(",")}` : `/runs/${only.id}`}
      className="tint-call inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 font-medium text-xs hover:underline"
    >
      <span aria-hidden className="pulse-dot size-1.5 rounded-full bg-call forced-color-adjust-none" />
      <span className="tabular-nums">{count}</span> running
    </Link>
  );
}
