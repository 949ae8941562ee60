import type { z } from "zod";
import type { pageQuery } from "@/lib/contracts/common";
import type { createDatasetRequest, DatasetCaseResponse, DatasetResponse } from "@/lib/contracts/datasets";
import { plural } from "@/lib/core/words/number-words";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { DatasetUse } from "@/lib/persistence/run-queries";
import { notFound, type ServiceContext } from "./context";
import { isoTimeOf, isoTimeOrNull } from "./iso-time";
import { cursorOf, positionOf } from "./page-cursor";
import { recordActivity } from "./record-activity";

export type CreateDataset = z.output<typeof createDatasetRequest>;

export async function listDatasets(context: ServiceContext): Promise<{ items: DatasetResponse[]; nextCursor: null }> {
  const [datasets, uses] = await Promise.all([
    context.stores.datasets.list(context.actor.workspaceId),
    context.stores.runs.datasetUses(context.actor.workspaceId),
  ]);
  return { items: datasets.map((dataset) => datasetView(dataset, uses.get(dataset.id))), nextCursor: null };
}

/** @throws DomainError not-found */
export async function getDataset(context: ServiceContext, datasetId: string): Promise<DatasetResponse> {
  const dataset = await findDataset(context, datasetId);
  const uses = await context.stores.runs.datasetUses(context.actor.workspaceId);
  return datasetView(dataset, uses.get(datasetId));
}

/** Takes a dataset out of use; runs keep its cases. @throws DomainError not-found */
export async function deleteDataset(context: ServiceContext, datasetId: string): Promise<undefined> {
  const { name } = await findDataset(context, datasetId);
  await context.stores.datasets.archive(datasetId, context.clock.now());
  await recordActivity(context, { action: "removed", object: { kind: "dataset", id: datasetId, name } });
  return undefined;
}

/** @throws DomainError not-found, invalid-input for a cursor that no page gave */
export async function listDatasetCases(
  context: ServiceContext,
  datasetId: string,
  query: z.output<typeof pageQuery>,
): Promise<{ items: DatasetCaseResponse[]; nextCursor: string | null }> {
  await findDataset(context, datasetId);
  const afterOrd = positionOf(query.cursor) ?? -1;
  const page = await context.stores.datasets.cases(datasetId, { limit: query.limit, afterOrd });
  return { items: page.items, nextCursor: cursorOf(page.nextOrd) };
}

/** Keeps who imported a dataset. */
export async function recordImport(context: ServiceContext, { id, name, caseCount }: DatasetRecord): Promise<void> {
  const change = plural(caseCount, "case");
  await recordActivity(context, { action: "imported", object: { kind: "dataset", id, name }, change });
}

/** @throws DomainError not-found, also where it was removed */
export async function findDataset(context: ServiceContext, datasetId: string): Promise<DatasetRecord> {
  const dataset = await context.stores.datasets.get(datasetId);
  if (dataset === null || dataset.workspaceId !== context.actor.workspaceId || dataset.archivedAt !== null) {
    throw notFound("dataset", datasetId);
  }
  return dataset;
}

export function datasetView(dataset: DatasetRecord, use?: DatasetUse): DatasetResponse {
  return {
    id: dataset.id,
    name: dataset.name,
    caseCount: dataset.caseCount,
    variables: dataset.variables.map(({ name, cases }) => ({ name, cases })),
    hasExpected: dataset.hasExpected,
    meanCharacters: dataset.meanCharacters,
    createdAt: isoTimeOf(dataset.createdAt),
    createdBy: dataset.createdBy,
    runs: use?.runs ?? 0,
    lastUsedAt: isoTimeOrNull(use?.lastAt ?? null),
  };
}
