import type { Metadata } from "next";
import { ImportDataset } from "@/components/datasets/import-dataset";

export const metadata: Metadata = { title: "Import dataset" };

export default function NewDatasetPage() {
  return <ImportDataset />;
}
