"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { errorMessage, isGone } from "@/lib/client/api-client";
import { datasetOptions } from "@/lib/client/datasets";
import { runChangesOptions, updateRunLimitsMutation } from "@/lib/client/runs";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { casesAsked } from "@/lib/core/repeats/case-count-words";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatExact, formatFullTime, formatMoment } from "@/lib/format";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { toast } from "../ui/toast";
import { LimitsOverTime } from "./limits-over-time";
import { RunControlCard } from "./run-control-card";

/** What was launched, frozen, and every change of the limits since. */
export function RunConfig({ run }: { run: RunResponse }) {
  const { target } = run;
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Card>
        <CardHeader
          title="Launched"
          actions={
            <Button asChild size="sm">
              <Link href={`/runs/new?from=${encodeURIComponent(run.id)}`}>Duplicate run</Link>
            </Button>
          }
        />
        <dl>
          <Line name="Dataset">
            <DatasetOfRun run={run} />
          </Line>
          <Line name="Cases">
            {formatExact(casesAsked(run))} {sampleText(run)}
          </Line>
          <Line name="Repeats">
            {run.repeats === 1
              ? "none: each case is asked once"
              : `each case is asked ${formatExact(run.repeats)} times: ${formatExact(run.counts.total)} in all`}
          </Line>
          <Line name="Provider and model">
            {run.providerName} · {target.model}
          </Line>
          <Line name="Parameters">{paramsText(target.params)}</Line>
          <Line name="Preset">
            {run.preset === null ? (
              "none"
            ) : (
              <>
                <Link href={`/presets/${run.preset.replace("@", "?v=")}`} className="text-accent hover:underline">
                  {run.preset}
                </Link>
                {run.presetEdited && " (edited)"}
              </>
            )}
          </Line>
          {run.groupId !== null && (
            <Line name="Matrix">
              <Link href={`/runs?group=${encodeURIComponent(run.groupId)}`} className="text-accent hover:underline">
                all its runs
              </Link>
            </Line>
          )}
          {run.note !== null && (
            <Line name="Note">
              <span className="whitespace-pre-wrap break-words">{run.note}</span>
            </Line>
          )}
          <Line name="Prices">{pricesText(run)}</Line>
          <Line name="Created">
            <time dateTime={run.createdAt}>{formatFullTime(run.createdAt)}</time>
          </Line>
          <Line name="By">{run.createdBy}</Line>
          <Line name="Run id">
            <span className="font-mono text-xs">{run.id}</span>
          </Line>
        </dl>
      </Card>
      <LimitsOverTime run={run} />
      <RunControlCard run={run} />
      <Card>
        <CardHeader title="Evaluators" description="A case passes when every evaluator passes" />
        <CodeBlock label="Evaluators" text={JSON.stringify(run.evaluators, null, 2)} />
      </Card>
      <Card className="lg:col-span-2">
        <CardHeader title="Prompt" />
        <div className="flex flex-col gap-2">
          {(target.messages ?? [{ role: "user", content: target.prompt ?? "" }]).map((message, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the messages are frozen
            <div key={i}>
              <p className="mb-1 text-muted text-xs">{message.role}</p>
              <CodeBlock label="Prompt" text={message.content} />
            </div>
          ))}
        </div>
      </Card>
      <Changes run={run} />
    </div>
  );
}

function Changes({ run }: { run: RunResponse }) {
  const changes = useQuery(runChangesOptions(run.id));
  const all = changes.data?.changes ?? [];
  const made = all.flatMap((change, at) =>
    change.before === null ? [] : [{ ...change, pinBefore: all[at + 1]?.preset ?? null }],
  );
  return (
    <section aria-labelledby="changes-title" className="min-w-0 lg:col-span-2">
      <h2 id="changes-title" className="mb-2 font-semibold text-base">
        Changes of limits
      </h2>
      {changes.isError ? (
        <ErrorBand
          message={`The changes could not be loaded. ${errorMessage(changes.error)}`}
          onRetry={() => void changes.refetch()}
        />
      ) : changes.isPending ? (
        <Skeleton className="h-16" />
      ) : made.length === 0 ? (
        <p className="text-muted text-sm">No change since launch.</p>
      ) : (
        <ChangeTable changes={made} run={run} />
      )}
    </section>
  );
}

/** Its cases stay with the run when it is deleted. */
function DatasetOfRun({ run: { datasetId, datasetName } }: { run: RunResponse }) {
  const { error } = useQuery(datasetOptions(datasetId));
  if (isGone(error)) return `${datasetName} (deleted)`;
  return (
    <Link href={`/datasets/${encodeURIComponent(datasetId)}`} className="text-accent hover:underline">
      {datasetName}
    </Link>
  );
}

const SOURCE = { launch: "launch", ui: "this dashboard", api: "API", auto: "automatic" } as const;

/** A change of a run, with the preset that it was pinned to before. */
type RunChange = LimitChangeResponse & { readonly pinBefore: string | null };

function ChangeTable({ changes, run }: { changes: readonly RunChange[]; run: RunResponse }) {
  const update = useMutation(updateRunLimitsMutation());
  const undo = (change: LimitChangeResponse) =>
    update.mutate(
      { id: run.id, body: { undo: change.revision, revision: run.limitsRevision } },
      {
        onSuccess: () => void toast.success("Change undone."),
        onError: (error) => void toast.error(errorMessage(error)),
      },
    );
  return (
    <Table label="Changes of limits">
      <TableHead>
        <Th>When</Th>
        <Th>Who</Th>
        <Th>What</Th>
        <Th>Why</Th>
        <Th>From</Th>
        <Th>
          <span className="sr-only">Undo</span>
        </Th>
      </TableHead>
      <tbody>
        {changes.map((change) => (
          <Tr key={change.id}>
            <Td className="tabular-nums">
              <time dateTime={change.at} title={formatFullTime(change.at)}>
                {formatMoment(change.at, Date.now())}
              </time>
            </Td>
            <Td>{change.actor}</Td>
            <Td className="tabular-nums">
              {change.before === null ? "–" : describeLimitChange(change.before, change.after)}
              {change.preset !== change.pinBefore && (
                <span className="block text-muted text-xs">
                  preset {change.pinBefore ?? "none"} → {change.preset ?? "none"}
                </span>
              )}
            </Td>
            <Td className="max-w-96 whitespace-normal">
              {change.reason ?? <span className="text-muted">no reason given</span>}
            </Td>
            <Td>{SOURCE[change.source]}</Td>
            <Td className="text-right">
              {change.before !== null && !isTerminal(run.state) && (
                <Button
                  size="sm"
                  busy={update.isPending && update.variables.body.undo === change.revision}
                  onClick={() => undo(change)}
                >
                  Undo
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-3 border-t py-1 first:border-t-0">
      <dt className="shrink-0 text-muted text-xs">{name}</dt>
      <dd className="min-w-0 break-words text-right text-sm tabular-nums">{children}</dd>
    </div>
  );
}

function pricesText({ cost }: RunResponse): string {
  if (cost.priceVersion === null) return "none: launched before there was a price table";
  const missing = cost.unpricedModels.length === 0 ? "" : `, without one for ${cost.unpricedModels.join(", ")}`;
  return `table ${cost.priceVersion}${missing}`;
}

function sampleText({ sample }: RunResponse): string {
  if (sample.kind === "all") return "(all)";
  return sample.kind === "first" ? "(the first)" : `(drawn with seed ${sample.seed})`;
}

function paramsText(params: RunResponse["target"]["params"]): string {
  const parts = Object.entries(params).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(", ") : value}`,
  );
  return parts.length === 0 ? "the vendor's defaults" : parts.join(" · ");
}
