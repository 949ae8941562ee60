"use client";

import { Check } from "lucide-react";
import { Checkbox } from "radix-ui";

/** A tick without a label of its own; the label is read out. */
export function RowTick({ label, checked, onChange }: { label: string; checked: boolean; onChange: () => void }) {
  return (
    <Checkbox.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      // The box is small; the press may land beside it.
      className="relative flex size-4 items-center justify-center rounded-sm border border-control bg-bg text-on-accent before:absolute before:-inset-2 before:content-[''] data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Checkbox.Indicator>
        <Check aria-hidden className="size-3.5" strokeWidth={3} />
      </Checkbox.Indicator>
    </Checkbox.Root>
  );
}
