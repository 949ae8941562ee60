import type { ReactNode } from "react";
import { UNKNOWN } from "@/lib/format";
import { cn } from "../ui/cn";

interface TileProps {
  label: string;
  value: ReactNode;
  unit?: ReactNode;
  sub?: ReactNode;
  /** The chart that tells more. */
  chart?: string;
  className?: string;
  /** The page is cut off: what was seen last may no longer be so, and is not shown. */
  lost?: boolean;
  children?: ReactNode;
}

/** One figure of a run, with what it rests on; a press leads to its chart. */
export function Tile({ label, value, unit, sub, chart, className, lost = false, children }: TileProps) {
  const body = (
    <>
      <span className="block truncate text-muted text-xs">{label}</span>
      <span className="flex items-baseline gap-1.5 whitespace-nowrap tabular-nums">
        <span className={cn("font-semibold text-xl", lost && "text-muted")}>{lost ? UNKNOWN : value}</span>
        {unit !== undefined && !lost && <span className="truncate text-muted text-xs">{unit}</span>}
      </span>
      {children}
      {/* Two lines where tiles are narrow. Where it is cut, the whole is told to who points at it. */}
      <span
        title={typeof sub === "string" && !lost ? sub : undefined}
        className="line-clamp-2 min-h-8 text-muted text-xs tabular-nums md:max-2xl:block md:max-2xl:min-h-4 md:max-2xl:truncate"
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
