import type { ReactNode } from "react";
import { UNKNOWN } from "@/lib/format";
import { cn } from "../ui/cn";

interface TileProps {
  label: string;
  value: ReactNode;
  unit?: ReactNode;
  sub?: ReactNode;
  /** Says more of the line below to who points at it; absent: the line itself, should it be cut. */
  hint?: string;
  /** The chart that tells more. */
  chart?: string;
  className?: string;
  /** The page is cut off: what was seen last may no longer be so, and is not shown. */
  lost?: boolean;
  children?: ReactNode;
}

/** One figure of a run, with what it rests on; a press leads to its chart. */
export function Tile({ label, value, unit, sub, hint, chart, className, lost = false, children }: TileProps) {
  const body = (
    <>
      <span className="block truncate text-muted text-xs">{label}</span>
      <span className="flex items-baseline gap-1.5 whitespace-nowrap tabular-nums">
        <span className={cn("font-semibold text-xl", lost && "text-muted")}>{lost ? UNKNOWN : value}</span>
        {unit !== undefined && !lost && <span className="truncate text-muted text-xs">{unit}</span>}
      </span>
      {children}
      {/* Room for two lines, three where all tiles stand in one row, whether it takes them or not: nothing jumps. */}
      <span
        title={hint ?? (typeof sub === "string" && !lost ? sub : undefined)}
        className="line-clamp-2 min-h-8 text-muted text-xs tabular-nums 2xl:line-clamp-3 2xl:min-h-12"
      >
        {!lost && sub}
      </span>
    </>
  );
  const look = cn("block min-w-0 bg-bg px-3 py-2 text-left", className);
  if (chart === undefined) return <div className={look}>{body}</div>;
  return (
    <a href={`#${chart}-title`} className={cn(look, "-outline-offset-2 hover:bg-panel")}>
      {body}
    </a>
  );
}
