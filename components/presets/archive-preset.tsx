"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { errorMessage } from "@/lib/client/api-client";
import { deletePresetMutation } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { AlertDialog } from "../ui/alert-dialog";
import { toast } from "../ui/toast";
import { useBringBack } from "./bring-back";

const UNDO_MS = 10_000;

/** Takes a preset out of the lists; what uses it keeps it. */
export function ArchivePreset({
  preset,
  open,
  onOpenChange,
}: {
  preset: PresetResponse;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const archive = useMutation(deletePresetMutation());
  const bringBack = useBringBack();
  const act = () =>
    archive.mutate(
      { slug: preset.slug },
      {
        onSuccess: () => {
          onOpenChange(false);
          toast.success(`${preset.name} is archived`, {
            duration: UNDO_MS,
            action: { label: "Undo", onClick: () => bringBack.act(preset) },
          });
          router.push("/presets");
        },
      },
    );
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Archive ${preset.name}?`}
      safeLabel="Keep it"
      actLabel="Archive preset"
      busy={archive.isPending}
      onAct={act}
      error={archive.error === null ? null : errorMessage(archive.error)}
    >
      It can no longer be chosen. Pools and runs that use a version keep it, and the slug {preset.slug} stays taken. It
      stands in the list of the archived, and can be brought back.
    </AlertDialog>
  );
}
