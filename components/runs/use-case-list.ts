"use client";

import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { z } from "zod";
import { type CaseFilters, runCasesOptions } from "@/lib/client/run-cases";
import type { CaseResponse, casePage } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";

type Pages = InfiniteData<z.output<typeof casePage>, string | null>;

const NONE: CaseResponse[] = [];
/** Further down than this somebody reads. */
const TOP_PX = 120;
/** Between two readings of a list that nobody touches. */
const STREAM_MS = 2000;

/**
 * The list of cases, page by page. While the run goes on it follows by itself as long as nobody looks at the rows; `held`
 * says that somebody does, and `newer` counts what has ended since.
 */
export function useCaseList(run: RunResponse, filters: CaseFilters, held: boolean) {
  const client = useQueryClient();
  const options = runCasesOptions(run.id, filters);
  const cases = useInfiniteQuery(options);
  const rows = useMemo(() => cases.data?.pages.flatMap((page) => page.items) ?? NONE, [cases.data]);
  const newer = useDoneSince(run.counts.done, cases.dataUpdatedAt);
  const { refetch, fetchNextPage, hasNextPage, isFetching, isFetchNextPageError, dataUpdatedAt } = cases;
  const key = JSON.stringify(options.queryKey);

  const refresh = useCallback(() => {
    // From the top again: pages that are far down would only be read in vain.
    client.setQueryData<Pages>(
      JSON.parse(key),
      (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
    void refetch();
  }, [client, key, refetch]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);

  const cancel = useCallback(() => void client.cancelQueries({ queryKey: JSON.parse(key) }), [client, key]);

  useFollow({ run, newer, held, isFetching, dataUpdatedAt, refresh, cancel });
  return {
    rows,
    newer: isTerminal(run.state) && !held ? 0 : newer,
    total: cases.data?.pages[0]?.total ?? null,
    isPending: cases.isPending,
    error: cases.error,
    hasMore: hasNextPage,
    isLoadingMore: cases.isFetchingNextPage,
    moreFailed: isFetchNextPageError,
    more,
    retryMore: () => void fetchNextPage(),
    refresh,
  };
}

/** Reads the list anew while nobody looks at it, and once at the run's end. */
function useFollow(options: {
  run: RunResponse;
  newer: number;
  held: boolean;
  isFetching: boolean;
  dataUpdatedAt: number;
  refresh: () => void;
  /** Drops a reading that is under way. */
  cancel: () => void;
}) {
  const { run, newer, held, isFetching, dataUpdatedAt, refresh, cancel } = options;
  const byItself = useRef(false);
  useEffect(() => {
    if (!isFetching) byItself.current = false;
    if (newer === 0 || held || isFetching || window.scrollY > TOP_PX) return;
    const follow = () => {
      byItself.current = true;
      refresh();
    };
    const timer = setTimeout(follow, Math.max(0, dataUpdatedAt + STREAM_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [newer, held, isFetching, dataUpdatedAt, refresh]);
  // What nobody asked for must not come in under a pointer that has just arrived.
  useEffect(() => {
    if (held && byItself.current) cancel();
  }, [held, cancel]);
  const over = isTerminal(run.state);
  const wasOver = useRef(over);
  useEffect(() => {
    if (over && !wasOver.current && !held) refresh();
    wasOver.current = over;
  }, [over, held, refresh]);
}

/** How many cases ended since the list was read. */
function useDoneSince(done: number, readAt: number): number {
  const [base, setBase] = useState({ done, readAt });
  if (base.readAt !== readAt) setBase({ done, readAt });
  return Math.max(0, done - base.done);
}
