"use client";

import type { LogEntryResponse } from "@/lib/contracts/run-log";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatElapsed, formatFullTime } from "@/lib/format";
import { rangeAround, type TimeRange } from "../charts/time-range";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { AddNote } from "./add-note";
import { LogKind, LogLevel } from "./log-entry";
import { useRunLog } from "./use-run-log";

const SHOWN = 50;
const NO_FILTERS = {};
/** So much before and after an entry its range holds. */
export const AROUND_ENTRY_MS = 15_000;

/** The newest entries of the log, beside the charts: pointing at one shows its time there, a press chooses its range. */
export function LatestEvents({
  run,
  onOpenLog,
  onPoint,
  onChoose,
}: {
  run: RunResponse;
  onOpenLog: () => void;
  onPoint: (atMs: number | null) => void;
  onChoose: (range: TimeRange) => void;
}) {
  const { entries, stored } = useRunLog(run.id, NO_FILTERS);
  const origin = Date.parse(run.startedAt ?? run.createdAt);
  return (
    <Card className="flex min-h-0 flex-col">
      <CardHeader
        title="Latest events"
        actions={
          <>
            <AddNote runId={run.id} />
            <Button size="sm" variant="ghost" onClick={onOpenLog}>
              Open log
            </Button>
          </>
        }
      />
      {entries.length === 0 ? (
        <p className="text-muted text-xs">{stored.isError ? "The log could not be loaded." : "Nothing yet."}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        <section aria-label="Latest events" tabIndex={0} className="max-h-96 overflow-y-auto">
          <ol>
            {entries.slice(0, SHOWN).map((entry) => (
              <EventRow
                key={entry.id}
                entry={entry}
                originMs={origin}
                onPoint={onPoint}
                onChoose={run.startedAt === null ? null : onChoose}
              />
            ))}
          </ol>
        </section>
      )}
    </Card>
  );
}

function EventRow({
  entry,
  originMs,
  onPoint,
  onChoose,
}: {
  entry: LogEntryResponse;
  originMs: number;
  onPoint: (atMs: number | null) => void;
  /** Null: the run has not started, there is nothing to see. */
  onChoose: ((range: TimeRange) => void) | null;
}) {
  const atMs = Date.parse(entry.at);
  const elapsed = formatElapsed(atMs - originMs);
  return (
    <li
      onPointerEnter={() => onPoint(atMs)}
      onPointerLeave={() => onPoint(null)}
      className="flex gap-2 border-t py-1 text-xs first:border-t-0 hover:bg-sunken"
    >
      <button
        type="button"
        disabled={onChoose === null}
        aria-label={`${elapsed}: show in the charts`}
        title={formatFullTime(entry.at)}
        onFocus={() => onPoint(atMs)}
        onBlur={() => onPoint(null)}
        onClick={() => onChoose?.(rangeAround(atMs, AROUND_ENTRY_MS, originMs))}
        className="-my-1 min-h-6 w-10 shrink-0 rounded-sm text-left text-muted tabular-nums hover:text-fg hover:underline disabled:no-underline"
      >
        <time dateTime={entry.at}>{elapsed}</time>
      </button>
      <span className="min-w-0 flex-1">
        <LogKind entry={entry} /> <LogLevel level={entry.level} />
        <span className="break-words text-muted">
          {entry.text}
          {entry.actor !== null && ` · ${entry.actor}`}
        </span>
      </span>
    </li>
  );
}
