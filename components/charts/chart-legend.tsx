"use client";

import { cn } from "../ui/cn";
import { fillOf, type SeriesLook } from "./series-look";

export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  readonly look: SeriesLook;
}

/** A small picture of how the series is drawn. */
export function Swatch({ look }: { look: SeriesLook }) {
  if (look.kind === "line") {
    return (
      <svg aria-hidden="true" viewBox="0 0 18 10" className="h-2.5 w-[18px] shrink-0">
        <path d="M0 5H18" stroke={look.color} strokeWidth={look.width ?? 2} strokeDasharray={look.dash} />
      </svg>
    );
  }
  return (
    <svg aria-hidden="true" viewBox="0 0 12 10" className="h-2.5 w-3 shrink-0">
      <rect x=".5" y=".5" width="11" height="9" rx="1.5" fill={fillOf(look)} stroke={look.color} />
    </svg>
  );
}

/** Each entry switches its series off and on; the last one stays on. */
export function ChartLegend({
  entries,
  hidden,
  onToggle,
}: {
  entries: readonly LegendEntry[];
  hidden: ReadonlySet<string>;
  onToggle: (key: string) => void;
}) {
  const shown = entries.filter((entry) => !hidden.has(entry.key)).length;
  return (
    <ul data-legend className="flex flex-wrap gap-x-1 text-tick">
      {entries.map((entry) => {
        const on = !hidden.has(entry.key);
        const isLast = on && shown === 1;
        return (
          <li key={entry.key} className="min-w-0 max-w-56">
            <button
              type="button"
              aria-pressed={on}
              aria-disabled={isLast || undefined}
              onClick={() => !isLast && onToggle(entry.key)}
              className={cn(
                "flex min-h-6 max-w-full items-center gap-1.5 rounded-sm px-1 text-left text-muted hover:text-fg",
                !on && "line-through opacity-60",
              )}
            >
              <Swatch look={entry.look} />
              <span title={entry.label} className="truncate">
                {entry.label}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
