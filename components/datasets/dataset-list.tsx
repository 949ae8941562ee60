"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Database, Upload } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { errorMessage } from "@/lib/client/api-client";
import { addSampleDatasetMutation, datasetListOptions } from "@/lib/client/datasets";
import type { DatasetResponse } from "@/lib/contracts/datasets";
import { formatClock, formatCount, formatExact, formatFullTime, formatRelative, formatTokens } from "@/lib/format";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { TextInput } from "../ui/text-input";
import { useNow } from "../ui/use-now";
import { useRowKeys } from "../ui/use-row-keys";
import { tokensOfCase } from "./tokens-of-case";

const COLUMNS = ["180px", "48px", "220px", "64px", "56px", "24px", "72px", "72px", "72px"];

/** What runs are made over. */
export function DatasetList() {
  const { data: all, error, refetch, isFetching, dataUpdatedAt } = useQuery(datasetListOptions());
  const [q, setQ] = useQueryState("q", parseAsString.withOptions({ history: "replace", throttleMs: 200 }));
  const wanted = (q ?? "").trim().toLowerCase();
  const datasets = all?.filter(({ name }) => name.toLowerCase().includes(wanted));
  const find = (text: string) => void setQ(text === "" ? null : text);
  const add = (
    <Button asChild variant="primary">
      <Link href="/datasets/new">
        <Upload aria-hidden />
        Import dataset
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Datasets"
        description="The cases of your evals. A dataset never changes once it is imported."
        actions={all?.length === 0 ? undefined : add}
      />
      {error !== null && (
        <ErrorBand
          className="mb-3"
          message={`Datasets could not be loaded: ${errorMessage(error)}${all === undefined ? "" : ` Shown as of ${formatClock(dataUpdatedAt)}.`}`}
          busy={isFetching}
          onRetry={() => {
            refetch().catch(() => {
              // The query holds its own error.
            });
          }}
        />
      )}
      {(wanted !== "" || all?.length !== 0) && (
        <TextInput
          type="search"
          aria-label="Find datasets"
          placeholder="Find by name"
          className="mb-3 h-7 w-56"
          value={q ?? ""}
          onChange={(event) => find(event.target.value)}
        />
      )}
      {datasets?.length === 0 && wanted !== "" ? (
        <EmptyState
          title={`No dataset is called like “${wanted}”`}
          action={<Button onClick={() => find("")}>Clear</Button>}
        />
      ) : datasets?.length === 0 ? (
        <EmptyState
          icon={<Database aria-hidden />}
          title="No dataset yet"
          action={
            <>
              {add}
              <AddSample />
            </>
          }
        >
          Import a CSV, JSON or JSONL file, or paste one. Each row becomes a case; its columns fill the prompt, and one
          of them may hold the expected answer.
        </EmptyState>
      ) : (
        (datasets !== undefined || error === null) && <DatasetTable datasets={datasets} />
      )}
    </>
  );
}

/** For who has no cases at hand. */
function AddSample() {
  const sample = useMutation(addSampleDatasetMutation());
  return (
    <>
      <Button busy={sample.isPending} onClick={() => !sample.isPending && sample.mutate()}>
        Add the sample set
      </Button>
      {sample.error !== null && <ErrorBand className="mt-2" message={errorMessage(sample.error)} />}
    </>
  );
}

function DatasetTable({ datasets }: { datasets: readonly DatasetResponse[] | undefined }) {
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Table label="Datasets" aria-busy={datasets === undefined}>
      <TableHead>
        <Th>Name</Th>
        <Th numeric>Cases</Th>
        <Th>Variables</Th>
        <Th numeric>Tokens per case</Th>
        <Th>Expected</Th>
        <Th numeric>Runs</Th>
        <Th>Last used</Th>
        <Th>Imported</Th>
        <Th>
          <span className="sr-only">Actions</span>
        </Th>
      </TableHead>
      {datasets === undefined ? (
        <SkeletonRows rows={4} columns={COLUMNS} />
      ) : (
        <tbody ref={rows}>
          {datasets.map((dataset) => (
            <DatasetRow key={dataset.id} dataset={dataset} />
          ))}
        </tbody>
      )}
    </Table>
  );
}

function DatasetRow({ dataset }: { dataset: DatasetResponse }) {
  const now = useNow();
  const names = dataset.variables.map((variable) => variable.name).join(", ");
  return (
    <Tr>
      <Td className="max-w-72">
        <Link
          href={`/datasets/${encodeURIComponent(dataset.id)}`}
          data-row-link
          className="block truncate font-medium hover:underline"
          title={dataset.name}
        >
          {dataset.name}
        </Link>
      </Td>
      <Td numeric title={formatExact(dataset.caseCount)}>
        {formatCount(dataset.caseCount)}
      </Td>
      <Td className="max-w-80 truncate text-muted" title={names}>
        {names}
      </Td>
      <Td numeric>≈{formatTokens(tokensOfCase(dataset.meanCharacters))}</Td>
      <Td className="text-muted">{dataset.hasExpected ? "yes" : "no"}</Td>
      <Td numeric>{formatCount(dataset.runs)}</Td>
      <Td className="text-muted">
        {dataset.lastUsedAt === null ? (
          "never"
        ) : (
          <time dateTime={dataset.lastUsedAt} title={now === null ? undefined : formatFullTime(dataset.lastUsedAt)}>
            {now === null ? "" : formatRelative(dataset.lastUsedAt, now)}
          </time>
        )}
      </Td>
      <Td className="text-muted">
        <time dateTime={dataset.createdAt} title={now === null ? undefined : formatFullTime(dataset.createdAt)}>
          {now === null ? "" : formatRelative(dataset.createdAt, now)}
        </time>
      </Td>
      <Td className="text-right">
        <Link
          href={`/runs/new?dataset=${encodeURIComponent(dataset.id)}`}
          className="font-medium text-accent hover:underline"
          aria-label={`New run with ${dataset.name}`}
        >
          New run
        </Link>
      </Td>
    </Tr>
  );
}
