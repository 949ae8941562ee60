"use client";

import { RadioGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** One of a few choices that each need a line of explanation. Arrow keys move, as in every radio group. */
export function RadioCards<V extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
}: {
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; hint?: ReactNode }[];
  className?: string;
}) {
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((o) => o.value === next);
        if (option !== undefined) onValueChange(option.value);
      }}
      className={cn("grid gap-2", className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className="group flex min-w-0 items-start gap-2 rounded-md border border-control bg-bg px-2.5 py-2 text-left data-[state=unchecked]:hover:bg-sunken data-[state=checked]:border-accent data-[state=checked]:bg-accent/8"
        >
          <span
            aria-hidden
            className="mt-0.5 flex size-3.5 shrink-0 items-center justify-center rounded-full border border-control bg-bg group-data-[state=checked]:border-4 group-data-[state=checked]:border-accent"
          />
          <span className="min-w-0">
            <span className="block font-medium text-sm">{option.label}</span>
            {option.hint !== undefined && <span className="block text-muted text-xs">{option.hint}</span>}
          </span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
