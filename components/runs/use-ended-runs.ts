"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { runOptions } from "@/lib/client/runs";
import type { RunListItem } from "@/lib/contracts/runs";
import { mayTellByBrowser, noticeOf, tellByBrowser } from "./use-run-notifications";

/** Tells by the browser of any run that ended or paused by itself; the page of a run does so for its own. */
export function useEndedRuns(active: readonly RunListItem[] | undefined): void {
  const client = useQueryClient();
  const pathname = usePathname();
  const before = useRef<readonly RunListItem[]>([]);
  useEffect(() => {
    if (active === undefined) return;
    const left = before.current.filter(({ id }) => active.every((run) => run.id !== id));
    before.current = active;
    if (!mayTellByBrowser()) return;
    for (const run of left) {
      if (pathname === `/runs/${run.id}`) continue;
      client.fetchQuery({ ...runOptions(run.id), staleTime: 0 }).then(
        (now) => tellByBrowser(noticeOf({ ...now, state: run.state, stopReason: null }, now), run.id),
        () => {
          // Removed, or the server is away: then there is nothing to tell.
        },
      );
    }
  }, [active, client, pathname]);
}
