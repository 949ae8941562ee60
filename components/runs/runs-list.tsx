"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { GitCompareArrows, Plus } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { runListOptions } from "@/lib/client/runs";
import type { RunListItem } from "@/lib/contracts/runs";
import { formatClock } from "@/lib/format";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { usePreferences } from "../ui/preferences";
import { UrlNotice } from "../ui/url-notice";
import { useShortcut } from "../ui/use-shortcut";
import { ColumnsMenu } from "./columns-menu";
import { CreatedNotice } from "./created-notice";
import { GroupFilter } from "./group-filter";
import { DEFAULT_SORT, defaultColumns, shownColumns, tableFit } from "./run-columns";
import { RunsBulkBar } from "./runs-bulk-bar";
import { RunsFilters } from "./runs-filters";
import { RunsTable } from "./runs-table";
import { countFilters, NO_FILTERS, RUNS_PARAMS, toRunFilters, useRunsFilterState } from "./runs-url-state";
import { SavedViews, UnknownView } from "./saved-views";
import { SortNote } from "./sort-note";
import { useHeldOrder } from "./use-held-order";

const NO_RUNS: readonly string[] = [];

/** All runs: pinned ones on top, then what is going on. `welcome` stands in where there is no run at all. */
export function RunsList({ welcome }: { welcome: ReactNode }) {
  const [state, setState] = useRunsFilterState();
  const zone = usePreferences().preferences.timeZone;
  const filters = useMemo(() => toRunFilters(state, zone), [state, zone]);
  const runs = useInfiniteQuery(runListOptions(filters));
  const find = useRef<HTMLInputElement>(null);
  useShortcut("/", () => find.current?.focus());
  const ordered = useMemo(() => inOrder(runs.data?.pages.flatMap((page) => page.items) ?? []), [runs.data]);
  const [touched, setTouched] = useState(false);
  // Who filters, sorts or pins wants to see it move.
  const pinned = ordered.filter((run) => run.pinned).map(({ id }) => id);
  const rows = useHeldOrder(ordered, touched, JSON.stringify([filters, pinned, runs.isPlaceholderData]));
  const active = countFilters(state, zone);
  const byDefault = useMemo(() => defaultColumns(ordered), [ordered]);
  const columns = useMemo(() => shownColumns(state.cols, byDefault), [state.cols, byDefault]);
  const sort = state.sort ?? DEFAULT_SORT;
  const chosen = state.sel ?? NO_RUNS;
  const choose = (next: readonly string[]) => void setState({ sel: next.length === 0 ? null : [...next] });
  const untick = (ids: readonly string[]) => choose(chosen.filter((each) => !ids.includes(each)));
  const tick = (id: string) => (chosen.includes(id) ? untick([id]) : choose([...chosen, id]));
  useShortcut("escape", () => choose([]), chosen.length > 0);
  const clear = () => void setState(NO_FILTERS);
  if (runs.isSuccess && rows.length === 0 && active === 0 && !runs.isPlaceholderData) return <>{welcome}</>;
  return (
    <>
      <PageHeader title="Runs" actions={<HeaderActions />} />
      <UrlNotice params={RUNS_PARAMS} />
      <CreatedNotice state={state} zone={zone} setState={setState} />
      <UnknownView view={state.view} onTakeOut={() => void setState({ view: null })} />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SavedViews state={state} setState={setState} />
        <RunsFilters state={state} setState={setState} findRef={find} />
        {state.group !== null && <GroupFilter runs={rows} onClear={() => void setState({ group: null })} />}
        <div className="flex min-w-0 items-center gap-2 max-md:contents md:ml-auto">
          <SortNote sort={sort} columns={columns} />
          <ColumnsMenu shown={columns} byDefault={byDefault} onChange={(cols) => void setState({ cols })} />
        </div>
      </div>
      <RunsBulkBar chosen={chosen} rows={rows} onClear={() => choose([])} onUntick={untick} />
      {runs.isError && (
        <ErrorBand
          className="mb-3"
          message={`Runs could not be loaded. ${errorMessage(runs.error)}${rows.length > 0 ? ` Shown as of ${formatClock(runs.dataUpdatedAt)}.` : ""}`}
          onRetry={() => void runs.refetch()}
          busy={runs.isFetching}
        />
      )}
      {runs.isSuccess && rows.length === 0 ? (
        <EmptyState
          title={`No runs match ${active === 1 ? "the filter" : `${active} filters`}`}
          action={<Button onClick={clear}>Clear filters</Button>}
        />
      ) : (
        !(runs.isError && rows.length === 0) && (
          <RunsTable
            rows={rows}
            loading={runs.isPending}
            chosen={chosen}
            onTick={tick}
            onTouched={setTouched}
            columns={columns}
            fit={tableFit(columns, state.cols !== null)}
            sort={sort}
            onSort={(next) => void setState({ sort: next === DEFAULT_SORT ? null : next })}
          />
        )
      )}
      {runs.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

function HeaderActions() {
  return (
    <>
      <Button asChild>
        <Link href="/compare">
          <GitCompareArrows aria-hidden />
          Compare
        </Link>
      </Button>
      <Button asChild variant="primary">
        <Link href="/runs/new">
          <Plus aria-hidden />
          New run
        </Link>
      </Button>
    </>
  );
}

/**
 * As the server orders them. A run that ended between two pages is on both, and is shown once; a pin that was just set
 * or taken away shows before the server has answered.
 */
function inOrder(runs: readonly RunListItem[]): RunListItem[] {
  const unique = [...new Map(runs.map((run) => [run.id, run])).values()];
  return [...unique.filter((run) => run.pinned), ...unique.filter((run) => !run.pinned)];
}
