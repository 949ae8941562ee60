"use client";

import { useLayoutEffect, useRef, useState } from "react";
import { formatElapsed } from "@/lib/format";
import { useChartGroup } from "./chart-group";
import { leftOf, PLOT, shareOf } from "./plot-place";
import { placeMarks, type TimeMark } from "./time-marks";
import type { TimeWindow } from "./time-rows";

/** The marks of a page as buttons, in order of time, over the first chart: Tab goes through them, Enter opens the log. */
export function MarkButtons({ marks, window }: { marks: readonly TimeMark[]; window: TimeWindow }) {
  const { onOpenMark } = useChartGroup();
  const ground = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ground.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const plot = Math.max(1, width - PLOT.left - PLOT.right);
  const placed = placeMarks(marks, (atMs) => (shareOf(atMs, window) ?? 0) * plot);
  return (
    <div ref={ground} className="pointer-events-none absolute inset-x-0 top-0 z-10 h-6">
      {width > 0 &&
        onOpenMark !== undefined &&
        placed.map((mark) => (
          <button
            key={mark.id}
            type="button"
            title={mark.marks.map((each) => each.label).join("\n")}
            aria-label={`${spoken(mark.marks, window)}. Open in the log`}
            onClick={() => onOpenMark(mark.marks)}
            className="pointer-events-auto absolute top-0 size-6 -translate-x-1/2 rounded-sm"
            style={{ left: leftOf(mark.x / plot) }}
          />
        ))}
    </div>
  );
}

function spoken(marks: readonly TimeMark[], { originMs }: TimeWindow): string {
  return marks.map((mark) => `${formatElapsed(mark.atMs - originMs)} ${mark.label}`).join("; ");
}
