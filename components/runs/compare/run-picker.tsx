"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { runListOptions } from "@/lib/client/runs";
import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import type { RunListItem } from "@/lib/contracts/runs";
import { formatPercent } from "@/lib/format";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { EmptyState } from "../../ui/empty-state";
import { ErrorBand } from "../../ui/error-band";
import { Skeleton } from "../../ui/skeleton";
import { TextInput } from "../../ui/text-input";
import { useDebounced } from "../../ui/use-debounced";
import { RelativeTime } from "../relative-time";
import { scoredCases } from "../run-numbers";
import { RunStateBadge } from "../run-state-badge";

/** The runs to choose from, newest first. Those chosen before stay chosen. */
export function RunPicker({
  chosen: before,
  actLabel,
  least,
  onChoose,
}: {
  chosen: readonly string[];
  actLabel: string;
  least: number;
  onChoose: (runs: string[]) => void;
}) {
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const [text, setText] = useState("");
  const q = useDebounced(text, 200);
  const runs = useInfiniteQuery(runListOptions(q === "" ? {} : { q }));
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const full = chosen.length >= COMPARED_RUNS.most;
  if (runs.isError && items.length === 0) {
    return (
      <ErrorBand
        message={`Runs could not be loaded. ${errorMessage(runs.error)}`}
        onRetry={() => void runs.refetch()}
      />
    );
  }
  if (runs.isSuccess && items.length === 0 && q === "") {
    return (
      <EmptyState
        title="No run to compare yet"
        action={
          <Button asChild variant="primary">
            <Link href="/runs/new">New run</Link>
          </Button>
        }
      >
        A comparison needs two runs. Start them, then come back.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <TextInput
          type="search"
          aria-label="Find runs"
          placeholder="Find by name"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-56"
        />
        <Button variant="primary" disabled={chosen.length < least} onClick={() => onChoose([...chosen])}>
          {actLabel} {chosen.length > 0 && chosen.length}
        </Button>
        <span aria-live="polite" className="text-muted text-xs">
          {full
            ? `${COMPARED_RUNS.most} are chosen, the most there can be.`
            : chosen.length < least
              ? `Choose ${least - chosen.length} more.`
              : ""}
        </span>
      </div>
      {runs.isPending ? (
        <Skeleton className="h-64" />
      ) : items.length === 0 ? (
        <p className="text-muted text-sm">No run is called like this.</p>
      ) : (
        <ul className="divide-y rounded-lg border">
          {items.map((run) => (
            <PickedRun
              key={run.id}
              run={run}
              checked={chosen.includes(run.id)}
              disabled={full && !chosen.includes(run.id)}
              onChange={(on) => setChosen(on ? [...chosen, run.id] : chosen.filter((id) => id !== run.id))}
            />
          ))}
        </ul>
      )}
      {runs.hasNextPage && (
        <Button className="self-center" busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Load more
        </Button>
      )}
    </div>
  );
}

function PickedRun({
  run,
  checked,
  disabled,
  onChange,
}: {
  run: RunListItem;
  checked: boolean;
  disabled: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5">
      <Checkbox
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        label={run.name}
        hint={`${run.datasetName} · ${run.target.model}`}
      />
      <span className="flex items-center gap-3 text-muted text-xs tabular-nums">
        {run.passRate !== null && formatPercent(run.passRate, scoredCases(run))}
        <RunStateBadge run={run} />
        <RelativeTime iso={run.startedAt ?? run.createdAt} />
      </span>
    </li>
  );
}
