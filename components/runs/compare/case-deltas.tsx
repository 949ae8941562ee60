"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { errorMessage } from "@/lib/client/api-client";
import { type ComparedRows, type Comparison, comparedCasesOptions } from "@/lib/client/compare";
import type { CompareResponse, RunDifference } from "@/lib/contracts/compare";
import { ROW_FILTERS, type RowFilter } from "@/lib/core/comparing/case-standing";
import { differenceOrder, ROW_ORDERS, type RowOrder } from "@/lib/core/comparing/row-order";
import { casesAsked } from "@/lib/core/repeats/case-count-words";
import { formatCount, formatExact } from "@/lib/format";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { ErrorBand } from "../../ui/error-band";
import { Segmented } from "../../ui/segmented";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { useDebounced } from "../../ui/use-debounced";
import { CaseDeltaTable } from "./case-delta-table";
import { CaseSideBySide } from "./case-side-by-side";
import { CELL_FIGURES, type CellFigure, type CompareState } from "./compare-url-state";
import type { TaggedRun } from "./compared-run";

const FILTER_WORDS: Record<RowFilter, string> = {
  all: "All",
  changed: "Changed",
  regressed: "Regressed",
  improved: "Improved",
  missing: "Missing",
};
const FILTER_ORDER: readonly RowFilter[] = ["regressed", "improved", "changed", "missing", "all"];
const FIGURE_WORDS: Record<CellFigure, string> = {
  score: "Score",
  latency: "Provider latency",
  cost: "Cost",
  attempts: "Attempts",
};
const SORT_WORDS: Record<RowOrder, string> = {
  change: "Regressions first",
  case: "Order of the cases",
  "-latency": "Slower first",
  latency: "Faster first",
  "-cost": "Dearer first",
  cost: "Cheaper first",
};

interface Props {
  readonly comparison: Comparison;
  readonly runs: readonly TaggedRun[];
  readonly counts: CompareResponse["rows"];
  readonly differences: readonly RunDifference[];
  readonly state: CompareState["state"];
  readonly setState: CompareState["setState"];
  readonly live: boolean;
}

/** The cases, matched by id: what changed, and where. */
export function CaseDeltas(props: Props) {
  const { comparison, runs, differences, state, setState, live } = props;
  const q = useDebounced(state.q, 250);
  const rows: ComparedRows = { show: state.show, sort: state.sort, q };
  const cases = useInfiniteQuery(comparedCasesOptions(comparison, rows));
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  const ordered = [...runs.filter((each) => each.isBase), ...runs.filter((each) => !each.isBase)];
  const place = items.findIndex((item) => item.caseId === state.case);
  const open = (caseId: string | null, step = false) =>
    void setState({ case: caseId }, { history: step ? "replace" : "push" });
  const neighbour = (by: 1 | -1) => (place < 0 ? undefined : items[place + by]);
  const previous = neighbour(-1);
  const next = neighbour(1);
  return (
    <section aria-labelledby="compare-cases">
      <h2 id="compare-cases" className="mb-2 font-semibold text-base">
        Cases
      </h2>
      <FilterBar {...props} onRefresh={live ? () => void cases.refetch() : null} refreshing={cases.isRefetching} />
      {cases.isError && items.length === 0 ? (
        <ErrorBand
          message={`The cases could not be loaded. ${errorMessage(cases.error)}`}
          onRetry={() => void cases.refetch()}
        />
      ) : items.length === 0 && !cases.isPending ? (
        <NoRows {...props} searched={Boolean(q)} unmatched={differences.every(({ pairs }) => pairs.matched === 0)} />
      ) : (
        <CaseDeltaTable
          items={items}
          runs={ordered}
          figure={state.metric}
          loading={cases.isPending}
          openId={state.case}
          onOpen={open}
        />
      )}
      {cases.isFetchNextPageError && (
        <ErrorBand
          className="mt-2"
          message={`More cases could not be loaded. ${errorMessage(cases.error)}`}
          onRetry={() => void cases.fetchNextPage()}
        />
      )}
      {cases.hasNextPage && !cases.isFetchNextPageError && (
        <div className="mt-3 flex justify-center">
          <Button busy={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
      <CaseSideBySide
        runs={ordered}
        caseId={state.case}
        onClose={() => open(null, true)}
        onPrevious={previous === undefined ? null : () => open(previous.caseId, true)}
        onNext={next === undefined ? null : () => open(next.caseId, true)}
      />
    </section>
  );
}

function FilterBar({
  counts,
  state,
  setState,
  onRefresh,
  refreshing,
}: Props & { onRefresh: (() => void) | null; refreshing: boolean }) {
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <div className="max-w-full overflow-x-auto">
        <Segmented
          label="Which cases"
          value={state.show}
          onValueChange={(show) => void setState({ show })}
          options={FILTER_ORDER.filter((filter) => ROW_FILTERS.includes(filter)).map((value) => ({
            value,
            label: (
              <span title={formatExact(counts[value])}>
                {FILTER_WORDS[value]} <span className="tabular-nums">{formatCount(counts[value])}</span>
              </span>
            ),
          }))}
        />
      </div>
      <TextInput
        type="search"
        aria-label="Find in compared cases"
        placeholder="Find id or output"
        value={state.q ?? ""}
        onChange={(event) => void setState({ q: event.target.value || null })}
        className="h-7 w-48"
      />
      <Select
        size="sm"
        aria-label="Order"
        className="w-44"
        value={state.sort}
        onValueChange={(sort) => void setState({ sort, ...shownWith(sort) })}
        options={ROW_ORDERS.map((value) => ({ value, label: SORT_WORDS[value] }))}
      />
      <Select
        size="sm"
        aria-label="Figure beside the result"
        className="w-40"
        value={state.metric}
        onValueChange={(metric) => void setState({ metric })}
        options={CELL_FIGURES.map((value) => ({ value, label: FIGURE_WORDS[value] }))}
      />
      {onRefresh !== null && (
        <Button size="sm" busy={refreshing} onClick={onRefresh} title="The rows stay as they are until you ask">
          <RefreshCw aria-hidden />
          Refresh rows
        </Button>
      )}
    </div>
  );
}

/** The figure that rows are ordered by is shown, or nobody could see the order. */
function shownWith(sort: RowOrder): { metric?: CellFigure } {
  const order = differenceOrder(sort);
  return order === null ? {} : { metric: order.figure };
}

/** Why no row is shown. */
function NoRows({
  state,
  setState,
  counts,
  runs,
  searched,
  unmatched,
}: Props & { searched: boolean; unmatched: boolean }) {
  const clear = <Button onClick={() => void setState({ q: null, show: "all" })}>Show all cases</Button>;
  if (unmatched && state.show !== "all" && state.show !== "missing") {
    const base = runs.find((each) => each.isBase)?.run;
    const total = base === undefined ? 0 : casesAsked(base);
    return (
      <EmptyState title={`0 of ${formatExact(total)} cases match by id`} action={clear}>
        The runs have no case in common, so nothing can be said of one against the other. Compare runs of one dataset,
        or give the cases of both the same ids.
      </EmptyState>
    );
  }
  if (searched) {
    return (
      <EmptyState title="No case matches" action={clear}>
        Neither the id nor an output of a case {FILTER_WORDS[state.show].toLowerCase()} holds “{state.q}”.
      </EmptyState>
    );
  }
  const words = {
    regressed: "regressed",
    improved: "improved",
    missing: "is missing in a run",
    changed: "changed",
    all: "is there",
  };
  return (
    <EmptyState
      title={`No case ${words[state.show]}`}
      action={counts.all > 0 && state.show !== "all" ? clear : undefined}
    >
      {state.show === "changed"
        ? "Every case that is scored in both ended alike."
        : "Other cases are under the other filters."}
    </EmptyState>
  );
}
