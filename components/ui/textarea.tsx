"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";
import { controlStyle } from "./text-input";

/** A field for several lines; `mono` for templates, code and data. */
export function Textarea({ className, mono = false, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={4}
      {...useFieldProps()}
      className={cn(controlStyle, "resize-y py-1.5", mono && "font-mono text-xs", className)}
      {...rest}
    />
  );
}
