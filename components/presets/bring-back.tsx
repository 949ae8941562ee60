"use client";

import { useMutation } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { unarchivePresetMutation } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";

/** Puts an archived preset into the lists again. */
export function BringBack({ preset, primary = false }: { preset: PresetResponse; primary?: boolean }) {
  const { act, busy } = useBringBack();
  return (
    <Button
      {...(primary
        ? { variant: "primary" as const }
        : { size: "sm" as const, "aria-label": `Bring back ${preset.name}` })}
      busy={busy}
      onClick={() => act(preset)}
    >
      Bring back
    </Button>
  );
}

/** Brings a preset back and says so; also where what asked for it is no longer shown. */
export function useBringBack() {
  const unarchive = useMutation(unarchivePresetMutation());
  const act = ({ slug, name }: Pick<PresetResponse, "slug" | "name">) => {
    unarchive
      .mutateAsync({ slug })
      .then(() => toast.success(`${name} is back`))
      .catch((error: unknown) => toast.error(`${name} was not brought back: ${errorMessage(error)}`));
  };
  return { act, busy: unarchive.isPending };
}
