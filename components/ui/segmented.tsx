"use client";

import { type ReactNode, useState } from "react";
import { moveFocus } from "./move-focus";

/** One of a few short choices, all in view. Arrow keys move, Enter or the space bar choose. */
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
  // The group is one stop of the Tab key: where the focus is, else what is chosen, else the first.
  const [focused, setFocused] = useState<V | null>(null);
  const chosen = options.some((option) => option.value === value) ? value : null;
  const stop = focused ?? chosen ?? options[0]?.value;
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={(event) => moveFocus(event, "both")}
      onBlur={() => setFocused(null)}
      className="inline-flex h-7 items-stretch rounded-md border border-control bg-bg p-px"
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio button cannot be drawn as a segment, and would choose on each arrow
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          data-state={option.value === value ? "on" : "off"}
          tabIndex={option.value === stop ? 0 : -1}
          onFocus={() => setFocused(option.value)}
          onClick={() => option.value !== value && onValueChange(option.value)}
          className="min-w-8 whitespace-nowrap rounded-[5px] px-2 text-muted text-xs hover:text-fg data-[state=on]:bg-sunken data-[state=on]:font-medium data-[state=on]:text-fg"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
