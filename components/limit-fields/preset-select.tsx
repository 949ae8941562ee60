"use client";

import { useQuery } from "@tanstack/react-query";
import { presetListOptions } from "@/lib/client/presets";
import type { PresetResponse } from "@/lib/contracts/presets";
import { Select } from "../ui/select";
import { limitsSentence } from "./limit-rows";

/** A preset at its newest version, as `slug@n`. A value that names an older version stays choosable. */
export function PresetSelect({
  value,
  onValueChange,
}: {
  value: string;
  onValueChange: (ref: string, preset: PresetResponse | null) => void;
}) {
  const { data: presets = [], isError } = useQuery(presetListOptions());
  const options = presets.map((preset) => ({
    value: preset.latest.ref,
    label: `${preset.name} · v${preset.latest.n}`,
    hint: limitsSentence(preset.latest.limits),
  }));
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
