import type { Readable } from "node:stream";
import type { z } from "zod";
import type { DatasetResponse, uploadDatasetFields } from "@/lib/contracts/datasets";
import type { ServiceContext } from "./context";
import { importDataset } from "./dataset-import/import-dataset";
import { datasetView, recordImport } from "./datasets";

export interface DatasetUpload {
  readonly fileName: string;
  readonly fields: z.output<typeof uploadDatasetFields>;
  open(): Readable;
}

/** Imports a file, all of it or nothing. @throws DomainError invalid-input, with the line of each fault */
export async function uploadDataset(context: ServiceContext, upload: DatasetUpload): Promise<DatasetResponse> {
  const { actor, clock, newId, stores } = context;
  const dataset = await importDataset(
    {
      store: stores.datasets,
      clock,
      newId: () => newId("ds"),
      actor: actor.name,
      workspaceId: actor.workspaceId,
    },
    { ...upload.fields, fileName: upload.fileName, stream: upload.open() },
  );
  await recordImport(context, dataset);
  return datasetView(dataset);
}
