import { z } from "zod";
import { pageOf, pageQuery } from "../common";
import { createDatasetRequest, datasetCasePage, datasetResponse } from "../datasets";
import { type ApiRoute, DATASET_BODY_LIMIT, id } from "./api-route";

const dataset = { tag: "datasets", params: z.object({ datasetId: id }) } as const;

/** Datasets and their cases. */
export const datasetRoutes = {
  listDatasets: {
    method: "GET",
    path: "/api/v1/datasets",
    tag: "datasets",
    summary: "List datasets, all of them",
    status: 200,
    response: pageOf(datasetResponse),
  },
  createDataset: {
    method: "POST",
    path: "/api/v1/datasets",
    tag: "datasets",
    summary: "Import a dataset, from JSON or from a file",
    description:
      "JSON as below, or multipart/form-data with `file` (CSV, JSON or JSONL) and optional `name`, `format` and `mapping` (JSON text: {id?, expected?, vars?, metadata?}). All or nothing: bad rows are listed with their lines.",
    body: createDatasetRequest,
    bodyLimit: DATASET_BODY_LIMIT,
    rawBody: true,
    status: 201,
    response: datasetResponse,
    refusals: [413, 422],
  },
  getDataset: {
    ...dataset,
    method: "GET",
    path: "/api/v1/datasets/{datasetId}",
    summary: "One dataset",
    status: 200,
    response: datasetResponse,
    refusals: [404],
  },
  deleteDataset: {
    ...dataset,
    method: "DELETE",
    path: "/api/v1/datasets/{datasetId}",
    summary: "Archive a dataset; runs that use it keep its cases",
    status: 204,
    refusals: [404],
  },
  listDatasetCases: {
    ...dataset,
    method: "GET",
    path: "/api/v1/datasets/{datasetId}/cases",
    summary: "Cases of a dataset, in order",
    query: pageQuery,
    status: 200,
    response: datasetCasePage,
    refusals: [404],
  },
  addSampleDataset: {
    method: "POST",
    path: "/api/v1/sample-dataset",
    tag: "datasets",
    summary: "The built-in dataset of small sums, made on first use",
    status: 200,
    response: datasetResponse,
  },
} as const satisfies Record<string, ApiRoute>;
