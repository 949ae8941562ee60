"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { type Comparison, compareOptions } from "@/lib/client/compare";
import { isActive } from "@/lib/client/runs";
import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import { runTag } from "../../charts/run-tags";
import { ErrorBand } from "../../ui/error-band";
import { PageHeader } from "../../ui/page-header";
import { Skeleton } from "../../ui/skeleton";
import { UrlNotice } from "../../ui/url-notice";
import { CaseDeltas } from "./case-deltas";
import { CompareActions } from "./compare-actions";
import { COMPARE_PARAMS, useCompareState } from "./compare-url-state";
import type { TaggedRun } from "./compared-run";
import { ComparedRunCards } from "./compared-run-cards";
import { ConfigDiff } from "./config-diff-table";
import { LeftOutNotice } from "./left-out-notice";
import { OtherDatasets } from "./other-datasets";
import { OverlayCharts } from "./overlay-charts";
import { RunPicker } from "./run-picker";
import { SummaryTable } from "./summary-table";
import { Verdicts } from "./verdicts";

/** Two to eight runs side by side; with fewer, the runs to choose from. */
export function ComparePage() {
  const { state, setState, comparison } = useCompareState();
  const few = comparison.runs.length < COMPARED_RUNS.least;
  return (
    <>
      <PageHeader
        title="Compare runs"
        description={
          few
            ? `Choose ${COMPARED_RUNS.least} to ${COMPARED_RUNS.most} runs. Cases are matched by id.`
            : "Each run against the baseline, on the cases that both have, matched by id."
        }
        {...(few ? {} : { actions: <CompareActions comparison={comparison} state={state} setState={setState} /> })}
      />
      <UrlNotice params={COMPARE_PARAMS} />
      <LeftOutNotice state={state} setState={setState} comparison={comparison} />
      {few ? (
        <RunPicker
          chosen={comparison.runs}
          actLabel="Compare"
          least={COMPARED_RUNS.least}
          onChoose={(runs) => void setState({ runs, base: null }, { history: "push" })}
        />
      ) : (
        <ComparedRuns comparison={comparison} state={state} setState={setState} />
      )}
    </>
  );
}

type Part = Pick<ReturnType<typeof useCompareState>, "state" | "setState"> & { comparison: Comparison };

function ComparedRuns({ comparison, state, setState }: Part) {
  const compared = useQuery(compareOptions(comparison));
  const remove = (id: string) =>
    void setState(
      { runs: comparison.runs.filter((run) => run !== id), ...(id === state.base ? { base: null } : {}) },
      { history: "push" },
    );
  const tagged = useMemo(
    () =>
      compared.data?.runs.map(
        (each, at): TaggedRun => ({ ...each, tag: runTag(at), isBase: each.run.id === compared.data.base }),
      ),
    [compared.data],
  );
  if (tagged === undefined || compared.data === undefined) {
    if (!compared.isError) return <ComparisonSkeleton runs={comparison.runs.length} />;
    return <CompareFailed error={compared.error} onRetry={() => void compared.refetch()} onRemove={remove} />;
  }
  const live = tagged.some(({ run }) => isActive(run.state));
  return (
    <div className="flex flex-col gap-4" aria-busy={compared.isPlaceholderData}>
      {compared.isError && (
        <CompareFailed error={compared.error} onRetry={() => void compared.refetch()} onRemove={remove} />
      )}
      <ComparedRunCards
        runs={tagged}
        onSetBase={(id) => void setState({ base: id === comparison.runs[0] ? null : id })}
        onRemove={remove}
      />
      <OtherDatasets runs={tagged} differences={compared.data.differences} />
      <Verdicts runs={tagged} differences={compared.data.differences} live={live} />
      <SummaryTable runs={tagged} differences={compared.data.differences} />
      <CaseDeltas
        comparison={comparison}
        runs={tagged}
        counts={compared.data.rows}
        differences={compared.data.differences}
        state={state}
        setState={setState}
        live={live}
      />
      <ConfigDiff
        runs={tagged}
        diffOnly={state.diff === "1"}
        onDiffOnly={(on) => void setState({ diff: on ? null : "0" })}
      />
      <OverlayCharts comparison={comparison} runs={tagged} live={live} />
    </div>
  );
}

/** What failed; a run that is not there can be taken out on the spot. */
function CompareFailed({
  error,
  onRetry,
  onRemove,
}: {
  error: Error;
  onRetry: () => void;
  onRemove: (id: string) => void;
}) {
  const path = error instanceof ApiError && error.code === "not-found" ? error.issues[0]?.path : undefined;
  const unknown = path?.startsWith("runs.") ? path.slice("runs.".length) : null;
  return unknown === null || unknown === undefined ? (
    <ErrorBand message={`The runs could not be compared. ${errorMessage(error)}`} onRetry={onRetry} />
  ) : (
    <ErrorBand message={errorMessage(error)} retryLabel="Take it out" onRetry={() => onRemove(unknown)} />
  );
}

function ComparisonSkeleton({ runs }: { runs: number }) {
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {Array.from({ length: runs }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the places are all alike
          <Skeleton key={at} className="h-20" />
        ))}
      </div>
      <Skeleton className="h-64" />
      <Skeleton className="h-80" />
    </div>
  );
}
