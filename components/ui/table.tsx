import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A table in a frame that scrolls sideways on its own; the label names it for screen readers. */
export function Table({
  label,
  className,
  children,
  ...rest
}: ComponentProps<"table"> & { label: string; children: ReactNode }) {
  return (
    // Positioned, so that texts for screen readers scroll with it and do not widen the page.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative min-w-0 overflow-x-auto rounded-lg border bg-bg">
      <table aria-label={label} className={cn("w-full border-collapse text-sm", className)} {...rest}>
        {children}
      </table>
    </section>
  );
}

export function TableHead({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <thead className={cn("border-b bg-panel text-left text-muted text-xs", className)}>
      <tr>{children}</tr>
    </thead>
  );
}

/** A column's head; `numeric` puts it over right-aligned figures. */
export function Th({ numeric = false, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn("h-8 whitespace-nowrap px-3 font-medium first:pl-3", numeric && "text-right", className)}
      {...rest}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn("border-b last:border-b-0 hover:bg-panel has-[[data-row-link]:focus-visible]:bg-panel", className)}
      {...rest}
    />
  );
}

export function Td({ numeric = false, className, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      className={cn("h-row whitespace-nowrap px-3 py-0.5", numeric && "text-right tabular-nums", className)}
      {...rest}
    />
  );
}
