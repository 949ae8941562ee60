"use client";

import { Pin } from "lucide-react";
import { RUN_RANGES, type RunRange } from "@/lib/client/run-metrics";
import { formatDuration } from "@/lib/format";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { Tooltip } from "../ui/tooltip";

const LABEL: Record<RunRange, string> = { "2m": "2m", "5m": "5m", "15m": "15m", all: "Whole run" };
const OPTIONS = RUN_RANGES.map((value) => ({ value, label: LABEL[value] }));

/** Range of the charts, and holding them still. */
export function ChartControls({
  range,
  onRange,
  live,
  held,
  behindMs,
  onHold,
  onFollow,
}: {
  /** Null: a range of the reader's own is shown. */
  range: RunRange | null;
  onRange: (range: RunRange) => void;
  live: boolean;
  held: boolean;
  /** How far behind the held picture is, ms. */
  behindMs: number;
  onHold: () => void;
  onFollow: () => void;
}) {
  return (
    <>
      {live && held && (
        <span className="whitespace-nowrap text-muted text-xs tabular-nums">
          Held{behindMs >= 1000 ? ` · ${formatDuration(Math.floor(behindMs / 1000) * 1000)} behind` : ""}
        </span>
      )}
      {live && (
        <Tooltip text={held ? "Follow the run again (Esc)" : "Hold the charts still; the run goes on (H)"}>
          <Button size="sm" aria-pressed={held} onClick={held ? onFollow : onHold} className="min-w-20">
            <Pin aria-hidden />
            {held ? "Follow" : "Hold"}
          </Button>
        </Tooltip>
      )}
      <Segmented label="Range of the charts" value={range} onValueChange={onRange} options={OPTIONS} />
    </>
  );
}
