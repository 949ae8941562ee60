import type { QueryClient } from "@tanstack/react-query";
import type { RunEvent } from "@/lib/contracts/events";
import type { MetricsBucket } from "@/lib/contracts/metrics";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import type { RunResponse } from "@/lib/contracts/runs";
import { readAnew } from "./read-anew";
import { addLiveSecond } from "./run-metrics";
import { runKeys } from "./runs";

const LIVE_LOG_MAX = 500;

/** Writes one event of a run's stream into the cache that the page draws from. */
export async function applyRunEvent(client: QueryClient, runId: string, event: RunEvent): Promise<void> {
  switch (event.type) {
    case "snapshot":
      keepRun(client, event.run);
      return;
    case "tick": {
      keepRun(client, event.run);
      const before = client.getQueryData<MetricsBucket[]>(runKeys.liveSeconds(runId)) ?? [];
      client.setQueryData<MetricsBucket[]>(runKeys.liveSeconds(runId), addLiveSecond(before, event.bucket));
      // What was logged after the log was read and before the stream began has been stored by now.
      if (before.length === 0) await readAnew(client, runKeys.log(runId));
      return;
    }
    case "state":
      keepRun(client, event.run);
      await Promise.all([readAnew(client, runKeys.lists()), readAnew(client, runKeys.log(runId))]);
      return;
    case "limit":
      keepRun(client, event.run);
      await readAnew(client, runKeys.changes(runId));
      return;
    case "cooldown":
      client.setQueryData<RunResponse>(runKeys.detail(runId), (run) => run && { ...run, cooldownUntil: event.until });
      return;
    case "log":
      addLogEntries(client, runId, [event.entry]);
      return;
    case "reset":
      await forgetLive(client, runId);
      return;
  }
}

/** Adds entries to the live log, in the order in which they came: of the stream, or what only this page knows. */
export function addLogEntries(client: QueryClient, runId: string, fresh: readonly LogEntryResponse[]): void {
  client.setQueryData<LogEntryResponse[]>(runKeys.liveLog(runId), (entries) => withEntries(entries ?? [], fresh));
}

/** What was seen live has a hole now: the stored metrics and log are read anew. */
async function forgetLive(client: QueryClient, runId: string): Promise<void> {
  client.setQueryData<MetricsBucket[]>(runKeys.liveSeconds(runId), []);
  client.setQueryData<LogEntryResponse[]>(runKeys.liveLog(runId), []);
  await Promise.all([
    readAnew(client, runKeys.metrics(runId)),
    readAnew(client, runKeys.log(runId)),
    readAnew(client, runKeys.changes(runId)),
  ]);
}

function keepRun(client: QueryClient, run: RunResponse): void {
  client.setQueryData<RunResponse>(runKeys.detail(run.id), run);
}

/** Newest first; an entry that was folded further replaces its earlier form. */
function withEntries(entries: readonly LogEntryResponse[], fresh: readonly LogEntryResponse[]): LogEntryResponse[] {
  const newest = new Map<string, LogEntryResponse>();
  for (const entry of [...fresh].reverse()) if (!newest.has(entry.id)) newest.set(entry.id, entry);
  return [...newest.values(), ...entries.filter(({ id }) => !newest.has(id))].slice(0, LIVE_LOG_MAX);
}
