"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Download } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useEffect, useMemo, useRef, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { logExportPath } from "@/lib/client/run-log";
import { LOG_KINDS, LOG_LEVELS } from "@/lib/contracts/run-choices";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatElapsed, formatFullTime, formatPlural } from "@/lib/format";
import { rangeAround, type TimeRange } from "../charts/time-range";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { TextInput } from "../ui/text-input";
import { AddNote } from "./add-note";
import { FilterMenu } from "./filter-menu";
import { AROUND_ENTRY_MS } from "./latest-events";
import { LogKind, LogLevel, logKindWord } from "./log-entry";
import { LOG_VIEW } from "./run-url-state";
import { useRunLog } from "./use-run-log";

const ROW_PX = 28;

/** Everything that happened to the run. Follows the newest entry until the reader scrolls away. */
export function RunLog({
  run,
  range,
  entryId,
  onOpenCase,
  onShow,
}: {
  run: RunResponse;
  /** The range that the reader chose; null: all of it. */
  range: TimeRange | null;
  /** The entry that was asked for; null: none. */
  entryId: string | null;
  onOpenCase: (caseId: string) => void;
  /** Shows a range in the charts. */
  onShow: (range: TimeRange) => void;
}) {
  const [{ lvl, type, find }, setFilters] = useQueryStates(LOG_VIEW, { history: "replace", throttleMs: 200 });
  const filters = useMemo(
    () => ({
      ...(lvl?.length ? { level: lvl } : {}),
      ...(type?.length ? { kind: type } : {}),
      ...(find ? { q: find } : {}),
      ...(range === null ? {} : { from: range.fromMs, to: range.toMs }),
    }),
    [lvl, type, find, range],
  );
  const { entries, stored } = useRunLog(run.id, filters);
  const filtered = Object.keys(filters).length > 0;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <TextInput
          type="search"
          aria-label="Find in the log"
          placeholder="Find text or case"
          value={find ?? ""}
          onChange={(event) => void setFilters({ find: event.target.value || null })}
          className="h-7 w-56"
        />
        <FilterMenu
          label="Level"
          values={LOG_LEVELS}
          chosen={lvl ?? []}
          onChange={(next) => void setFilters({ lvl: next.length ? next : null })}
        />
        <FilterMenu
          label="Kind"
          values={LOG_KINDS}
          chosen={type ?? []}
          word={logKindWord}
          onChange={(next) => void setFilters({ type: next.length ? next : null })}
        />
        {(lvl?.length || type?.length || find) && (
          <Button size="sm" variant="ghost" onClick={() => void setFilters(null)}>
            Clear
          </Button>
        )}
        <span className="ml-auto flex gap-2">
          <AddNote runId={run.id} />
          <Button asChild size="sm">
            <a href={logExportPath(run.id, filters)} download>
              <Download aria-hidden />
              Download NDJSON
            </a>
          </Button>
        </span>
      </div>
      {stored.isError && (
        <ErrorBand
          message={`The log could not be loaded. ${errorMessage(stored.error)}`}
          onRetry={() => void stored.refetch()}
        />
      )}
      {entries.length === 0 && !stored.isLoading && !stored.isError ? (
        <EmptyState title={filtered ? "No entry matches" : "Nothing yet"}>
          {filtered
            ? "Clear the filters, or reset the range, to see all entries."
            : "What happens to the run appears here."}
        </EmptyState>
      ) : (
        <LogRows run={run} entries={entries} entryId={entryId} onOpenCase={onOpenCase} onShow={onShow} />
      )}
      {stored.hasNextPage && (
        <Button className="self-center" busy={stored.isFetchingNextPage} onClick={() => void stored.fetchNextPage()}>
          Load older entries
        </Button>
      )}
    </div>
  );
}

function LogRows({
  run,
  entries: all,
  entryId,
  onOpenCase,
  onShow,
}: {
  run: RunResponse;
  entries: ReturnType<typeof useRunLog>["entries"];
  entryId: string | null;
  onOpenCase: (caseId: string) => void;
  onShow: (range: TimeRange) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [scrolledAt, setScrolledAt] = useState<string | null>(null);
  const origin = Date.parse(run.startedAt ?? run.createdAt);
  const newer =
    scrolledAt === null
      ? 0
      : Math.max(
          0,
          all.findIndex((entry) => entry.id === scrolledAt),
        );
  // What is read does not move: entries that come meanwhile wait above until the reader is back at the top.
  const entries = useMemo(() => all.slice(newer), [all, newer]);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => entries[index]?.id ?? index,
    measureElement: (element) => element.getBoundingClientRect().height,
  });
  useShownEntry(
    entries.findIndex((entry) => entry.id === entryId),
    (index) => virtual.scrollToIndex(index, { align: "center" }),
  );
  const onScroll = () => {
    const away = (scroller.current?.scrollTop ?? 0) > ROW_PX;
    if (away && scrolledAt === null) setScrolledAt(entries[0]?.id ?? null);
    if (!away && scrolledAt !== null) setScrolledAt(null);
  };
  return (
    <div className="relative">
      {newer > 0 && (
        <Button
          size="sm"
          className="absolute top-2 left-1/2 z-10 -translate-x-1/2 shadow-overlay"
          onClick={() => scroller.current?.scrollTo({ top: 0 })}
        >
          {formatPlural(newer, "new entry", "new entries")} ↑
        </Button>
      )}
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label="Event log, newest first"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        className="h-[60vh] min-h-72 overflow-y-auto rounded-lg border bg-bg"
      >
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            if (entry === undefined) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtual.measureElement}
                aria-current={entry.id === entryId ? "true" : undefined}
                className={cn(
                  "absolute inset-x-0 flex min-h-7 items-start gap-3 border-b px-3 py-1 text-xs hover:bg-panel",
                  entry.id === entryId && "bg-accent/10 shadow-[inset_3px_0_0_var(--accent)]",
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <button
                  type="button"
                  disabled={run.startedAt === null}
                  title={`${formatFullTime(entry.at)}. Show in the charts`}
                  aria-label={`${formatElapsed(Date.parse(entry.at) - origin)}: show in the charts`}
                  onClick={() => onShow(rangeAround(Date.parse(entry.at), AROUND_ENTRY_MS, origin))}
                  className="w-12 shrink-0 rounded-sm pt-px text-left text-muted tabular-nums hover:text-fg hover:underline disabled:no-underline"
                >
                  <time dateTime={entry.at}>{formatElapsed(Date.parse(entry.at) - origin)}</time>
                </button>
                <span className="w-24 shrink-0 pt-px">
                  <LogKind entry={entry} />
                </span>
                <span className="min-w-0 flex-1 break-words pt-px">
                  <LogLevel level={entry.level} />
                  {entry.text}
                </span>
                {entry.caseId !== null && (
                  <button
                    type="button"
                    className="shrink-0 rounded-sm px-1 font-mono text-accent hover:underline"
                    onClick={() => onOpenCase(entry.caseId ?? "")}
                  >
                    {entry.caseId}
                  </button>
                )}
                {entry.actor !== null && <span className="shrink-0 pt-px text-muted">{entry.actor}</span>}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Brings the entry that was asked for into view, once it is there. */
function useShownEntry(index: number, show: (index: number) => void): void {
  const shown = useRef(false);
  useEffect(() => {
    if (index < 0 || shown.current) return;
    shown.current = true;
    show(index);
  });
}
