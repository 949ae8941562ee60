"use client";

import { Pin } from "lucide-react";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import type { RunListItem } from "@/lib/contracts/runs";
import { PRIORITY_WORDS } from "../limit-fields/priority-choice";
import { Badge } from "../ui/badge";
import { Td, Tr } from "../ui/table";
import { RowTick } from "./row-tick";
import { RunCell, RunProgress } from "./run-cells";
import type { RunColumn } from "./run-columns";
import { RunRowMenu } from "./run-row-menu";
import { RunStateBadge } from "./run-state-badge";
import { useRunActions } from "./use-run-actions";

/** One run of the list. On a narrow screen its state and progress stand under its name. */
export function RunRow({
  run,
  columns,
  tight,
  ticked,
  onTick,
}: {
  run: RunListItem;
  columns: readonly RunColumn[];
  /** The provider has its column on wide screens alone. */
  tight: boolean;
  ticked: boolean;
  onTick: () => void;
}) {
  const actions = useRunActions(run);
  return (
    <Tr className={ticked ? "bg-sunken hover:bg-sunken" : "has-[a:focus-visible]:bg-panel"}>
      <Td className="pr-0">
        <RowTick label={`Tick ${run.name}`} checked={ticked} onChange={onTick} />
      </Td>
      <Td className="hidden px-2 md:table-cell">
        <RunStateBadge run={run} />
      </Td>
      <NameCell run={run} withDataset={!columns.includes("dataset")} refusal={actions.refusal} />
      {columns.map((column) => (
        <RunCell key={column} run={run} column={column} tight={tight} />
      ))}
      <Td className="pr-2 pl-0">
        <RunRowMenu run={run} actions={actions} />
      </Td>
    </Tr>
  );
}

function NameCell({
  run,
  withDataset,
  refusal,
}: {
  run: RunListItem;
  /** The dataset has no column of its own. */
  withDataset: boolean;
  refusal: Error | null;
}) {
  return (
    <Td className="w-full max-w-0 md:w-auto md:max-w-none md:truncate" title={`${run.name}, ${run.datasetName}`}>
      <div className="truncate">
        {run.pinned && (
          <Pin role="img" aria-label="Pinned" className="mr-1.5 inline size-3.5 align-[-2px] text-muted" />
        )}
        <Link href={`/runs/${run.id}`} data-row-link className="font-medium hover:underline">
          {run.name}
        </Link>
        {run.priority !== "normal" && (
          <Badge tone="outline" className="ml-2">
            {PRIORITY_WORDS[run.priority]}
            <span className="sr-only"> priority</span>
          </Badge>
        )}
        {withDataset && <span className="ml-2 hidden text-muted md:inline">{run.datasetName}</span>}
      </div>
      {refusal !== null && (
        <p role="alert" className="whitespace-normal text-danger text-xs">
          {errorMessage(refusal)}
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 md:hidden">
        <RunStateBadge run={run} />
        <RunProgress run={run} />
      </div>
    </Td>
  );
}
