"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type LogFilters, mergeLog, runLogOptions } from "@/lib/client/run-log";
import { runKeys } from "@/lib/client/runs";
import type { LogEntryResponse } from "@/lib/contracts/run-log";

const NONE: LogEntryResponse[] = [];

/** The stored log with what came live since, newest first. */
export function useRunLog(runId: string, filters: LogFilters) {
  const client = useQueryClient();
  const stored = useInfiniteQuery(runLogOptions(runId, filters));
  const { data: live = NONE } = useQuery<LogEntryResponse[]>({
    queryKey: runKeys.liveLog(runId),
    // Filled by the event stream alone.
    queryFn: () => client.getQueryData<LogEntryResponse[]>(runKeys.liveLog(runId)) ?? NONE,
    enabled: false,
    initialData: NONE,
  });
  const entries = useMemo(
    () => mergeLog(stored.data?.pages.flatMap((page) => page.items) ?? NONE, live, filters),
    [stored.data, live, filters],
  );
  return { entries, stored };
}
