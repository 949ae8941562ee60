"use client";

import { RotateCw } from "lucide-react";
import { useCallback, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { type CaseFilters, hasFilters } from "@/lib/client/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { caseCountWords } from "@/lib/core/repeats/case-count-words";
import { formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { useShortcut } from "../ui/use-shortcut";
import { CaseFilterBar } from "./case-filters";
import { CaseSheet } from "./case-sheet";
import { CaseTable } from "./case-table";
import { type CaseFilterState, ROW_HEIGHTS, type useCaseFilterState, type useCaseView } from "./run-url-state";
import { useCaseList } from "./use-case-list";
import type { RunActions } from "./use-run-actions";

/**
 * The cases with their results, the newest first unless told otherwise. Rows that somebody looks at never move: what
 * ended meanwhile is offered by a press.
 */
export function RunCases({
  run,
  state,
  setState,
  filters,
  view,
  setView,
  actions,
  openId,
  onOpen,
}: {
  run: RunResponse;
  state: CaseFilterState;
  setState: ReturnType<typeof useCaseFilterState>[1];
  filters: CaseFilters;
  view: ReturnType<typeof useCaseView>[0];
  setView: ReturnType<typeof useCaseView>[1];
  actions: RunActions;
  openId: string | null;
  /** Opens a case, or closes the open one; `step` moves on without a step for Back. */
  onOpen: (caseId: string | null, step?: boolean) => void;
}) {
  const { ids, toggle, clear } = useTicks();
  useShortcut("escape", clear, ids.size > 0 && openId === null);
  const [touched, setTouched] = useState(false);
  const list = useCaseList(run, filters, touched || openId !== null || ids.size > 0);
  const { rows, total } = list;
  const filtered = hasFilters(filters);
  const canTick = actions.canRequeue && rows.some((row) => row.result === "not-scored");
  // The same function each time, so that rows are not drawn anew.
  const open = useCallback((caseId: string) => onOpen(caseId), [onOpen]);
  const place = rows.findIndex((row) => row.caseId === openId);
  const step = (by: 1 | -1) => {
    const next = rows[place + by];
    if (next !== undefined) onOpen(next.caseId, true);
  };
  const requeue = (caseIds: readonly string[]) =>
    actions.requeue({ caseIds }, () => {
      clear();
      list.refresh();
    });
  return (
    <div className="flex flex-col gap-3">
      <CaseFilterBar
        state={state}
        setState={setState}
        view={view}
        setView={setView}
        total={total}
        filtered={filtered}
        newer={list.newer}
        onRefresh={list.refresh}
      />
      {ids.size > 0 && (
        <TickedBand count={ids.size} busy={actions.requeueing} onRequeue={() => requeue([...ids])} onClear={clear} />
      )}
      {actions.requeueError !== null && <ErrorBand message={`Not requeued. ${actions.requeueError}`} />}
      {list.error !== null && rows.length === 0 ? (
        <ErrorBand message={`The cases could not be loaded. ${errorMessage(list.error)}`} onRetry={list.refresh} />
      ) : rows.length === 0 && !list.isPending ? (
        <NoCases run={run} filtered={filtered} onClear={() => void setState(null)} />
      ) : (
        <CaseTable
          rows={rows}
          repeats={run.repeats}
          total={total ?? rows.length}
          loading={list.isPending}
          sort={view.sort}
          onSort={(sort) => void setView({ sort })}
          heightPx={ROW_HEIGHTS[view.rows]}
          openId={openId}
          onOpen={open}
          ticks={canTick ? { ids, toggle } : null}
          onNearEnd={list.more}
          onTouched={setTouched}
        />
      )}
      <ListEnd list={list} />
      <CaseSheet
        run={run}
        caseId={openId}
        onClose={() => onOpen(null)}
        onOpen={(caseId) => onOpen(caseId, true)}
        onPrevious={place > 0 ? () => step(-1) : null}
        onNext={place >= 0 && place < rows.length - 1 ? () => step(1) : null}
        onRequeue={actions.canRequeue ? (caseId) => requeue([caseId]) : null}
        requeueing={actions.requeueing}
      />
    </div>
  );
}

/** The cases that are ticked, of those that are not scored. */
function useTicks() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((caseId: string) => {
    setIds((before) => new Set(before.has(caseId) ? [...before].filter((id) => id !== caseId) : [...before, caseId]));
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, toggle, clear };
}

function TickedBand({
  count,
  busy,
  onRequeue,
  onClear,
}: {
  count: number;
  busy: boolean;
  onRequeue: () => void;
  onClear: () => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg border bg-panel px-3 py-1.5">
      <span className="text-sm tabular-nums">{formatPlural(count, "case")} ticked</span>
      <Button size="sm" variant="primary" busy={busy} onClick={onRequeue}>
        {!busy && <RotateCw aria-hidden />}
        Requeue {formatPlural(count, "case")}
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}

/** What comes behind the loaded rows: more of them, or why not. */
function ListEnd({ list }: { list: ReturnType<typeof useCaseList> }) {
  if (list.moreFailed) {
    return (
      <ErrorBand
        message={`Load more failed. ${errorMessage(list.error)} The rows above are kept.`}
        onRetry={list.retryMore}
        busy={list.isLoadingMore}
      />
    );
  }
  if (!list.hasMore) return null;
  return (
    <Button className="self-center" busy={list.isLoadingMore} onClick={list.more}>
      Load more
    </Button>
  );
}

function NoCases({ run, filtered, onClear }: { run: RunResponse; filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState title="No case matches the filters" action={<Button onClick={onClear}>Clear filters</Button>}>
        Take a filter away to see more of the {caseCountWords(run)}.
      </EmptyState>
    );
  }
  return <EmptyState title="No case yet">The first cases appear here as they start.</EmptyState>;
}
