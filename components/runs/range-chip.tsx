"use client";

import { X } from "lucide-react";
import { formatElapsed } from "@/lib/format";
import type { TimeRange } from "../charts/time-range";
import { Button } from "../ui/button";
import { Tooltip } from "../ui/tooltip";

/** The range that the reader chose; it holds for charts, cases and log until it is reset. */
export function RangeChip({
  range,
  startedAt,
  onReset,
}: {
  range: TimeRange;
  startedAt: string | null;
  onReset: () => void;
}) {
  const startMs = startedAt === null ? range.fromMs : Date.parse(startedAt);
  return (
    <Tooltip text="Charts, cases and log show this range. Double-click a chart to reset it as well">
      <Button size="sm" onClick={onReset} className="tabular-nums">
        {formatElapsed(range.fromMs - startMs)}–{formatElapsed(range.toMs - startMs)}
        <X aria-hidden />
        Reset
      </Button>
    </Tooltip>
  );
}
