"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";

export const controlStyle =
  "w-full min-w-0 rounded-md border border-control bg-bg px-2.5 text-sm text-fg placeholder:text-muted hover:border-fg/60 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger";

/** A one-line text field. */
export function TextInput({ className, ...rest }: ComponentProps<"input">) {
  return <input type="text" {...useFieldProps()} className={cn(controlStyle, "h-8", className)} {...rest} />;
}

/**
 * A field for a number, as text: the wheel does not change it and pasting works. The owner parses the text
 * (and may take forms like "300/min").
 */
export function NumberInput({ className, unit, ...rest }: ComponentProps<"input"> & { unit?: ReactNode }) {
  const field = (
    <input
      type="text"
      inputMode="decimal"
      autoComplete="off"
      {...useFieldProps()}
      className={cn(controlStyle, "h-8 tabular-nums", unit !== undefined && "pr-12", className)}
      {...rest}
    />
  );
  if (unit === undefined) return field;
  return (
    <div className="relative">
      {field}
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted text-xs"
      >
        {unit}
      </span>
    </div>
  );
}
