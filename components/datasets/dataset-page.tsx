"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { errorMessage, isGone } from "@/lib/client/api-client";
import { datasetOptions } from "@/lib/client/datasets";
import type { DatasetResponse } from "@/lib/contracts/datasets";
import { formatExact, formatFullTime, formatPlural, formatRelative, formatTokens } from "@/lib/format";
import { useCrumb } from "../layout/crumb";
import { NotThere } from "../layout/not-there";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { UrlNotice } from "../ui/url-notice";
import { useNow } from "../ui/use-now";
import { DATASET_PARAMS, DatasetCases } from "./dataset-cases";
import { DeleteDataset } from "./delete-dataset";
import { tokensOfCase } from "./tokens-of-case";

/** One dataset: what it holds, case by case. */
export function DatasetPage({ id }: { id: string }) {
  const { data: dataset, error, refetch, isFetching } = useQuery(datasetOptions(id));
  const [deleting, setDeleting] = useState(false);
  useCrumb(dataset?.name);
  if (isGone(error)) {
    return <NotThere what="dataset" id={id} back={{ href: "/datasets", label: "All datasets" }} />;
  }
  if (dataset === undefined) {
    if (error === null) return <DatasetSkeleton />;
    return (
      <ErrorBand
        message={`The dataset could not be loaded: ${errorMessage(error)}`}
        busy={isFetching}
        onRetry={() => {
          refetch().catch(() => {
            // The query holds its own error.
          });
        }}
      />
    );
  }
  return (
    <>
      <PageHeader
        title={dataset.name}
        description={<Facts dataset={dataset} />}
        actions={
          <>
            <Button onClick={() => setDeleting(true)}>Delete…</Button>
            <Button asChild variant="primary">
              <Link href={`/runs/new?dataset=${encodeURIComponent(dataset.id)}`}>New run with this dataset</Link>
            </Button>
          </>
        }
      />
      <UrlNotice params={DATASET_PARAMS} />
      <Variables dataset={dataset} />
      <DatasetCases dataset={dataset} />
      <DeleteDataset dataset={dataset} open={deleting} onOpenChange={setDeleting} />
    </>
  );
}

function Facts({ dataset }: { dataset: DatasetResponse }) {
  const now = useNow();
  return (
    <>
      {formatExact(dataset.caseCount)} {dataset.caseCount === 1 ? "case" : "cases"}, about{" "}
      {formatTokens(tokensOfCase(dataset.meanCharacters))} tokens each,{" "}
      {dataset.hasExpected ? "with expected values" : "without expected values"} ·{" "}
      {dataset.runs === 0 ? "not used yet" : `used by ${formatPlural(dataset.runs, "run")}`} · imported by{" "}
      {dataset.createdBy}
      <time dateTime={dataset.createdAt} title={now === null ? undefined : formatFullTime(dataset.createdAt)}>
        {now === null ? "" : ` ${formatRelative(dataset.createdAt, now)}`}
      </time>
    </>
  );
}

/** The variables that a template may name. One that only some cases have says so. */
function Variables({ dataset }: { dataset: DatasetResponse }) {
  return (
    <section aria-label="Variables" className="mb-4 flex flex-wrap items-center gap-1.5">
      <span className="text-muted text-xs">Variables</span>
      {dataset.variables.map(({ name, cases }) => (
        <Badge key={name} className="font-mono font-normal">
          {`{{${name}}}`}
          {cases < dataset.caseCount && (
            <span className="font-sans text-muted">
              in {formatExact(cases)} of {formatExact(dataset.caseCount)}
            </span>
          )}
        </Badge>
      ))}
      {dataset.variables.length === 0 && <span className="text-muted text-xs">none</span>}
    </section>
  );
}

function DatasetSkeleton() {
  return (
    <div aria-busy>
      <span className="sr-only">Loading the dataset</span>
      <Skeleton className="mb-2 h-6 w-56" />
      <Skeleton className="mb-5 w-96 max-w-full" />
      <Skeleton className="h-96 rounded-lg" />
    </div>
  );
}
