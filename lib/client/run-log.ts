import { infiniteQueryOptions, keepPreviousData, mutationOptions } from "@tanstack/react-query";
import type { LOG_KINDS, LOG_LEVELS } from "@/lib/contracts/run-choices";
import type { LogEntryResponse, logPage } from "@/lib/contracts/run-log";
import type { runResponse } from "@/lib/contracts/runs";
import { apiGet, apiSend, withQuery } from "./api-client";
import { runKeys } from "./runs";

export interface LogFilters {
  readonly level?: readonly (typeof LOG_LEVELS)[number][];
  readonly kind?: readonly (typeof LOG_KINDS)[number][];
  readonly q?: string;
  /** From the one (inclusive) to the other (exclusive), epoch ms. */
  readonly from?: number;
  readonly to?: number;
}

/** The address of a download of the log: the entries that match, oldest first. */
export function logExportPath(runId: string, filters: LogFilters): string {
  return withQuery(`/api/v1/runs/${encodeURIComponent(runId)}/log/export`, { ...filters });
}

/** Writes a note into a run's log. */
export function addNoteMutation() {
  return mutationOptions({
    mutationFn: ({ id, text }: { id: string; text: string }) =>
      apiSend<typeof runResponse>("POST", `/api/v1/runs/${encodeURIComponent(id)}/notes`, { text }),
    onSuccess: async (_run, { id }, _result, { client }) => {
      await client.invalidateQueries({ queryKey: runKeys.log(id) });
    },
  });
}

/** The stored log, newest first, page by page. */
export function runLogOptions(runId: string, filters: LogFilters) {
  return infiniteQueryOptions({
    queryKey: [...runKeys.log(runId), filters],
    queryFn: ({ pageParam, signal }) =>
      apiGet<typeof logPage>(
        withQuery(`/api/v1/runs/${encodeURIComponent(runId)}/log`, { ...filters, limit: 100, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Stored entries and those that came live since, newest first, each id once (the newer form of it wins). */
export function mergeLog(
  stored: readonly LogEntryResponse[],
  live: readonly LogEntryResponse[],
  filters: LogFilters,
): LogEntryResponse[] {
  const entries = new Map<string, LogEntryResponse>();
  for (const entry of stored) entries.set(entry.id, entry);
  for (const entry of live) if (matchesLog(entry, filters)) entries.set(entry.id, entry);
  return [...entries.values()].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}

function matchesLog(entry: LogEntryResponse, { level, kind, q, from, to }: LogFilters): boolean {
  const at = Date.parse(entry.at);
  if ((from !== undefined && at < from) || (to !== undefined && at >= to)) return false;
  if (level !== undefined && level.length > 0 && !level.includes(entry.level)) return false;
  if (kind !== undefined && kind.length > 0 && !kind.includes(entry.kind)) return false;
  if (q === undefined || q === "") return true;
  const wanted = q.toLowerCase();
  return entry.text.toLowerCase().includes(wanted) || (entry.caseId ?? "").toLowerCase().includes(wanted);
}
