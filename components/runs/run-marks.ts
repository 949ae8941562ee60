import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { TimeMark } from "../charts/time-marks";

/** A change and the entry of the log that tells of it are written within this time of each other. */
const SAME_EVENT_MS = 2000;
const LABEL_MOST = 48;

/**
 * What stands as a mark over the charts: changed limits (the launch itself is none), pauses that the run took by itself,
 * what people had it do, and notes.
 */
export function runMarks(changes: readonly LimitChangeResponse[], log: readonly LogEntryResponse[]): TimeMark[] {
  const limits = limitMarks(changes, log);
  const told = new Set(limits.map((mark) => mark.entryId));
  const others = log.filter((entry) => !told.has(entry.id)).flatMap(logMark);
  return [...limits, ...others].sort((a, b) => a.atMs - b.atMs);
}

function limitMarks(changes: readonly LimitChangeResponse[], log: readonly LogEntryResponse[]): TimeMark[] {
  return changes.flatMap((change) => {
    if (change.source === "launch" || change.before === null) return [];
    const what = describeLimitChange(change.before, change.after);
    const atMs = Date.parse(change.at);
    const entry = log.find(({ kind, at }) => kind === "limit" && Math.abs(Date.parse(at) - atMs) <= SAME_EVENT_MS);
    return [{ id: change.id, atMs, label: `${what === "" ? "limits" : what} · ${change.actor}`, entryId: entry?.id }];
  });
}

function logMark(entry: LogEntryResponse): TimeMark[] {
  const label = markLabel(entry);
  return label === null
    ? []
    : [{ id: `log-${entry.id}`, atMs: Date.parse(entry.at), label: shortened(label), entryId: entry.id }];
}

/** Null: no mark. States that the run comes to by itself are seen in the charts. */
function markLabel({ kind, level, text, actor }: LogEntryResponse): string | null {
  switch (kind) {
    case "limit":
      // Of the pool's: the run's own are told by their change. The reason stands in the log.
      return [text.split(" — ")[0], actor].filter((part) => part !== null).join(" · ");
    case "note":
      return actor === null ? text : `${text} · ${actor}`;
    case "auto":
      return level === "error" ? `paused by itself: ${text}` : null;
    case "state":
      return actor === null ? null : `${text} · ${actor}`;
    default:
      return null;
  }
}

function shortened(text: string): string {
  return text.length <= LABEL_MOST ? text : `${text.slice(0, LABEL_MOST - 1)}…`;
}
