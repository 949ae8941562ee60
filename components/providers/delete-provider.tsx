"use client";

import { useMutation } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { errorMessage } from "@/lib/client/api-client";
import { deleteProviderMutation } from "@/lib/client/providers";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { AlertDialog } from "../ui/alert-dialog";
import { toast } from "../ui/toast";

/** Asks, deletes, and says what stands in the way where runs still use the provider. */
export function DeleteProvider({
  provider,
  open,
  onOpenChange,
}: {
  provider: ProviderResponse;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const pathname = usePathname();
  const remove = useMutation(deleteProviderMutation());
  const act = () =>
    remove.mutate(
      { id: provider.id },
      {
        onSuccess: () => {
          onOpenChange(false);
          toast.success(`${provider.name} is deleted`);
          if (pathname !== "/providers") router.push("/providers");
        },
      },
    );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) remove.reset();
        onOpenChange(next);
      }}
      title={`Delete ${provider.name}?`}
      safeLabel="Keep it"
      actLabel="Delete provider"
      busy={remove.isPending}
      onAct={act}
      error={remove.error === null ? null : errorMessage(remove.error)}
    >
      Its key and its limits are removed. Runs that used it keep their results.
    </AlertDialog>
  );
}
