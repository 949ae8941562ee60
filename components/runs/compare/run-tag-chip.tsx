import type { RunTag } from "../../charts/run-tags";
import { cn } from "../../ui/cn";

/** A run's letter in a frame of its colour. */
export function RunTagChip({ tag, className }: { tag: RunTag; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex size-5 shrink-0 items-center justify-center rounded-sm border-2 bg-bg font-semibold text-fg text-xs",
        className,
      )}
      style={{ borderColor: tag.look.color, borderStyle: tag.look.dash === undefined ? "solid" : "dashed" }}
    >
      {tag.letter}
    </span>
  );
}
