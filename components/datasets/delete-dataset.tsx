"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { errorMessage } from "@/lib/client/api-client";
import { deleteDatasetMutation } from "@/lib/client/datasets";
import type { DatasetResponse } from "@/lib/contracts/datasets";
import { formatPlural } from "@/lib/format";
import { AlertDialog } from "../ui/alert-dialog";
import { toast } from "../ui/toast";

/** Asks, then takes the dataset out of use. */
export function DeleteDataset({
  dataset,
  open,
  onOpenChange,
}: {
  dataset: DatasetResponse;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const remove = useMutation(deleteDatasetMutation());
  const act = () =>
    remove.mutate(
      { id: dataset.id },
      {
        onSuccess: () => {
          onOpenChange(false);
          toast.success(`${dataset.name} is deleted`);
          router.push("/datasets");
        },
      },
    );
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${dataset.name}?`}
      safeLabel="Keep it"
      actLabel="Delete dataset"
      busy={remove.isPending}
      onAct={act}
      error={remove.error === null ? null : errorMessage(remove.error)}
    >
      No new run can use it.{" "}
      {dataset.runs > 0 ? `${formatPlural(dataset.runs, "run")} that used it keep their cases and results.` : ""}
    </AlertDialog>
  );
}
