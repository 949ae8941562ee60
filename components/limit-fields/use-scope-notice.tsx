"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { presetListOptions } from "@/lib/client/presets";
import { type ScopedUse, scopeFits } from "@/lib/core/presets/preset-scope";
import { Notice } from "../ui/notice";

/** Says so where the chosen preset (`slug@n`) is meant for something else; null where it is not. */
export function useScopeNotice(ref: string | null, use: ScopedUse | null): ReactNode {
  const { data: presets = [] } = useQuery(presetListOptions());
  const preset = presets.find(({ slug }) => slug === ref?.split("@")[0]);
  if (preset === undefined || use === null || scopeFits(preset.scope, use)) return null;
  return (
    <Notice level="info">
      {preset.name} is meant for {presetScopeText(preset.scope)}. It can be used here all the same.
    </Notice>
  );
}
