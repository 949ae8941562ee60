"use client";

import { useQuery } from "@tanstack/react-query";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { presetListOptions } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { type ScopedUse, scopeFits } from "@/lib/core/presets/preset-scope";
import { Select, type SelectOption } from "../ui/select";
import { limitsSentence } from "./limit-rows";

const OTHERS = "For other providers or models";

/**
 * A preset at its newest version, as `slug@n`; those that are meant for something else than `use` stand below. A value that
 * names an older version stays choosable.
 */
export function PresetSelect({
  value,
  onValueChange,
  use,
}: {
  value: string;
  onValueChange: (ref: string, preset: PresetResponse | null) => void;
  /** Null: not known yet. */
  use: ScopedUse | null;
}) {
  const { data: presets = [], isError } = useQuery(presetListOptions());
  const fits = (preset: PresetResponse) => use === null || scopeFits(preset.scope, use);
  const options: SelectOption<string>[] = [
    ...presets.filter(fits).map(optionOf),
    ...presets.filter((preset) => !fits(preset)).map((preset) => ({ ...optionOf(preset), group: OTHERS })),
  ];
  if (value !== "" && !options.some((option) => option.value === value)) {
    options.unshift({ value, label: value, hint: "A version that is not the newest" });
  }
  return (
    <Select
      value={value}
      onValueChange={(ref) => onValueChange(ref, presets.find((preset) => preset.latest.ref === ref) ?? null)}
      options={options}
      placeholder={
        isError ? "Presets could not be loaded" : presets.length === 0 ? "No preset yet" : "Choose a preset…"
      }
    />
  );
}

function optionOf({ name, latest, scope }: PresetResponse): SelectOption<string> {
  const meant = presetScopeText(scope);
  const hint = limitsSentence(latest.limits);
  return {
    value: latest.ref,
    label: `${name} · v${latest.n}`,
    hint: meant === null ? hint : `${hint}, for ${meant}`,
  };
}
