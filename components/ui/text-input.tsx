"use client";

import type { ComponentProps, KeyboardEvent, ReactNode } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";

export const controlStyle =
  "w-full min-w-0 rounded-md border border-control bg-bg px-2.5 text-sm text-fg placeholder:text-muted hover:border-fg/60 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger";

/** A one-line text field. */
export function TextInput({ className, ...rest }: ComponentProps<"input">) {
  return <input type="text" {...useFieldProps()} className={cn(controlStyle, "h-8", className)} {...rest} />;
}

/**
 * A field for a number, as text: the wheel does not change it and pasting works, the arrow keys step it. The owner parses
 * the text (and may take forms like "300/min").
 */
export function NumberInput({
  className,
  unit,
  stepDecimals = 0,
  onKeyDown,
  ...rest
}: ComponentProps<"input"> & {
  unit?: ReactNode;
  /** 1: a step is 0.1. */
  stepDecimals?: number;
}) {
  const field = (
    <input
      type="text"
      inputMode="decimal"
      autoComplete="off"
      {...useFieldProps()}
      className={cn(controlStyle, "h-8 tabular-nums", unit !== undefined && "pr-12", className)}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        stepByArrow(event, stepDecimals);
      }}
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

/** Up and Down step as fine as the field asks, or as what was typed. What is no plain number stays. */
function stepByArrow(event: KeyboardEvent<HTMLInputElement>, stepDecimals: number): void {
  const up = event.key === "ArrowUp";
  if ((!up && event.key !== "ArrowDown") || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const input = event.currentTarget;
  const typed = /^\d+(?:\.(\d+))?$/.exec(input.value.trim());
  if (typed === null || event.defaultPrevented || input.readOnly) return;
  event.preventDefault();
  const decimals = Math.max(stepDecimals, typed[1]?.length ?? 0);
  const next = Math.max(0, Number(typed[0]) + (up ? 1 : -1) / 10 ** decimals).toFixed(decimals);
  const text = decimals > stepDecimals ? next : String(Number(next));
  // As if it was typed: the owner keeps the value.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
