"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

/** One of a few short choices, all in view. */
export function Segmented<V extends string>({
  label,
  value,
  onValueChange,
  options,
}: {
  label: string;
  /** Null: none of them. */
  value: V | null;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode }[];
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value ?? ""}
      onValueChange={(next) => {
        const option = options.find((o) => o.value === next);
        if (option !== undefined) onValueChange(option.value);
      }}
      className="inline-flex h-7 items-stretch rounded-md border border-control/60 bg-bg p-px"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="min-w-8 whitespace-nowrap rounded-[5px] px-2 text-muted text-xs hover:text-fg data-[state=on]:bg-sunken data-[state=on]:font-medium data-[state=on]:text-fg"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
