"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { runKeys } from "@/lib/client/runs";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import { usePreferences } from "../ui/preferences";

/** At most one in so long: a storm of refusals must not talk without end. */
const QUIET_MS = 10_000;

/** Reads warnings and errors of the run's log out as they come, where the reader asked for that in Settings. */
export function WarningAnnouncer({ runId }: { runId: string }) {
  const { announceWarnings } = usePreferences().preferences;
  return announceWarnings ? <Warnings runId={runId} /> : null;
}

function Warnings({ runId }: { runId: string }) {
  const client = useQueryClient();
  const queryKey = runKeys.liveLog(runId);
  const { data: live } = useQuery<LogEntryResponse[]>({
    queryKey,
    // Filled by the event stream alone.
    queryFn: () => client.getQueryData<LogEntryResponse[]>(queryKey) ?? [],
    enabled: false,
  });
  const newest = live?.find(({ level }) => level !== "info");
  const [said, setSaid] = useState("");
  const told = useRef({ id: newest?.id, at: 0 });
  useEffect(() => {
    if (newest === undefined || newest.id === told.current.id) return;
    const now = Date.now();
    if (now - told.current.at < QUIET_MS) return;
    told.current = { id: newest.id, at: now };
    setSaid(newest.text);
  }, [newest]);
  return <output className="sr-only">{said}</output>;
}
