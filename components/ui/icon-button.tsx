"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { Tooltip } from "./tooltip";

/** A button with an icon alone; its label is read out and shown as a tooltip. */
export function IconButton({
  label,
  shortcut,
  className,
  side = "top",
  children,
  ...rest
}: Omit<ButtonProps, "asChild" | "aria-label"> & {
  label: string;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  const text =
    shortcut === undefined ? (
      label
    ) : (
      <span className="flex items-center gap-1.5">
        {label} <Kbd>{shortcut}</Kbd>
      </span>
    );
  return (
    <Tooltip text={text} side={side}>
      <Button variant="ghost" size="sm" aria-label={label} className={cn("w-7 px-0", className)} {...rest}>
        {children}
      </Button>
    </Tooltip>
  );
}
