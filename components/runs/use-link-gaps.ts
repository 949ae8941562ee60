"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { LinkKind } from "@/lib/client/link-state";
import { addLogEntries } from "@/lib/client/run-event-cache";
import { formatDuration } from "@/lib/format";

/**
 * Keeps, in this page's log and so as a mark over its charts, that the page was cut off from the run and came back. The
 * server knows nothing of it: for the run nothing happened.
 */
export function useLinkGaps(runId: string, kind: LinkKind, eventAt: number | null): void {
  const client = useQueryClient();
  const lostAt = useRef<number | null>(null);
  useEffect(() => {
    if ((kind === "reconnecting" || kind === "offline") && eventAt !== null) lostAt.current ??= eventAt;
    if (kind !== "live" || lostAt.current === null) return;
    const fromMs = lostAt.current;
    lostAt.current = null;
    const now = Date.now();
    addLogEntries(client, runId, [
      {
        id: `link-${fromMs}`,
        at: new Date(now).toISOString(),
        kind: "note",
        level: "info",
        text: `Reconnected after ${formatDuration(now - fromMs)}; what happened meanwhile is shown`,
        caseId: null,
        actor: "this page",
        count: 1,
      },
    ]);
  }, [client, runId, kind, eventAt]);
}
