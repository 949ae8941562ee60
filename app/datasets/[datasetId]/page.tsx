import type { Metadata } from "next";
import { DatasetPage } from "@/components/datasets/dataset-page";

export const metadata: Metadata = { title: "Dataset" };

export default async function OneDatasetPage({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  return <DatasetPage id={datasetId} />;
}
