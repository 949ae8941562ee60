import type { ReactNode } from "react";
import { cn } from "./cn";

/** How much of a limit is used. The figures stand beside the bar. */
export function Meter({
  label,
  value,
  max,
  text,
  hideLabel = false,
  className,
}: {
  label: string;
  value: number;
  /** null: there is no limit, so there is no bar. */
  max: number | null;
  /** "4.9 of 5 rps" */
  text: ReactNode;
  hideLabel?: boolean;
  className?: string;
}) {
  const share = max === null || max <= 0 ? 0 : Math.min(1, value / max);
  return (
    // The bar at the bottom: those of one line stay level where a label wraps.
    <div className={cn("flex min-w-0 flex-col justify-between", className)}>
      <div className="mb-1 flex items-baseline justify-between gap-2 text-xs">
        <span className={cn("text-muted", hideLabel && "sr-only")}>{label}</span>
        <span className="whitespace-nowrap tabular-nums">{text}</span>
      </div>
      {max !== null && (
        // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be styled alike in all browsers
        <div
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={max}
          aria-valuenow={Math.min(value, max)}
          className="h-1.5 overflow-hidden rounded-full bg-sunken forced-colors:border"
        >
          <div className="h-full rounded-full bg-call forced-color-adjust-none" style={{ width: `${100 * share}%` }} />
        </div>
      )}
    </div>
  );
}
