"use client";

import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { formatElapsed } from "@/lib/format";
import { cn } from "../ui/cn";
import { useChartGroup, usePointedTime } from "./chart-group";
import { leftOf, PLOT, shareOf, timeAt } from "./plot-place";
import { rangeBetween, type TimeRange } from "./time-range";
import type { TimeRow, TimeWindow } from "./time-rows";

/** A press that moves less is a press. */
const DRAG_LEAST_PX = 6;

/**
 * The ground of a chart over time on which a range is chosen: by dragging, or with Shift and the arrow keys from the
 * point that has the crosshair. A double press asks for the whole again. Its state is its own, so that the chart inside
 * is not drawn anew with every move of the pointer.
 */
export function RangeSurface({
  rows,
  window,
  className,
  style,
  children,
}: {
  rows: readonly TimeRow[];
  window: TimeWindow;
  className?: string;
  style?: CSSProperties;
  children: ReactNode;
}) {
  const { onSelect } = useChartGroup();
  const drag = useDrag(window);
  const keys = useKeySelection(rows, window);
  const jump = useJumpKeys(rows);
  const toggleHold = useHoldKey();
  const draft = drag.draft ?? keys.draft;
  if (onSelect === undefined) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the chart inside takes the focus and names the keys
      <div className={cn("relative", className)} style={style} onKeyDown={jump}>
        {children}
        <PointedLine window={window} />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the chart inside takes the focus and names the keys
    <div
      className={cn("relative", draft !== null && "select-none", className)}
      style={style}
      {...drag.handlers}
      onDoubleClick={() => onSelect(null)}
      onKeyDown={(event) => {
        jump(event);
        toggleHold(event);
        keys.onKeyDown(event);
      }}
      onKeyUp={keys.onKeyUp}
      onBlur={keys.cancel}
    >
      {children}
      <PointedLine window={window} />
      {draft !== null && <DraftRange draft={draft} window={window} />}
    </div>
  );
}

function useDrag(window: TimeWindow) {
  const { onSelect } = useChartGroup();
  const [draft, setDraft] = useState<TimeRange | null>(null);
  const start = useRef<{ x: number; atMs: number; pointer: number } | null>(null);
  const timeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return timeAt(event.clientX - box.left, box.width, window);
  };
  const end = () => {
    start.current = null;
    setDraft(null);
  };
  return {
    draft,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        // A finger scrolls the page; the marks are buttons of their own.
        const elsewhere = event.target instanceof Element && event.target.closest("button") !== null;
        if (event.button !== 0 || event.pointerType === "touch" || elsewhere) return;
        start.current = { x: event.clientX, atMs: timeOf(event), pointer: event.pointerId };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const from = start.current;
        if (from === null || (draft === null && Math.abs(event.clientX - from.x) < DRAG_LEAST_PX)) return;
        if (draft === null) event.currentTarget.setPointerCapture(from.pointer);
        const atMs = timeOf(event);
        setDraft({ fromMs: Math.min(from.atMs, atMs), toMs: Math.max(from.atMs, atMs) });
      },
      onPointerUp: () => {
        if (draft !== null) onSelect?.(rangeBetween(draft.fromMs, draft.toMs, window.originMs));
        end();
      },
      onPointerCancel: end,
    },
  };
}

/**
 * Home and End lead to the first and the last point. The chart inside knows only the arrows, so it is told as many of
 * them as there are points on the way; it moves once, when they have all come.
 */
function useJumpKeys(rows: readonly TimeRow[]): (event: KeyboardEvent) => void {
  const { crosshair } = useChartGroup();
  return (event) => {
    const { key, target } = event;
    if ((key !== "Home" && key !== "End") || event.shiftKey || isModified(event)) return;
    if (!(target instanceof Element) || target.closest("button") !== null || rows.length === 0) return;
    event.preventDefault();
    const from = rows.findIndex((row) => row.x === crosshair.current);
    const steps = (key === "Home" ? 0 : rows.length - 1) - Math.max(0, from);
    const arrow = steps < 0 ? "ArrowLeft" : "ArrowRight";
    for (let step = 0; step < Math.abs(steps); step++) {
      target.dispatchEvent(new window.KeyboardEvent("keydown", { key: arrow, bubbles: true }));
    }
  };
}

/** Space holds the picture still, or lets it go on, as H does anywhere on the page. */
function useHoldKey(): (event: KeyboardEvent) => void {
  const { hold, announce } = useChartGroup();
  return (event) => {
    const { target } = event;
    if (event.key !== " " || isModified(event) || hold === undefined) return;
    if (!(target instanceof Element) || target.closest("button") !== null) return;
    event.preventDefault();
    announce(hold.held ? "Following the run." : "Held still. Space follows the run again.");
    hold.toggle();
  };
}

function isModified({ metaKey, ctrlKey, altKey }: KeyboardEvent): boolean {
  return metaKey || ctrlKey || altKey;
}

/** Points by which a key with Shift moves the range's end; it stays within the points. */
const SELECT_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Shift with an arrow begins at the crosshair and grows by a point; letting Shift go chooses, Escape forgets. */
function useKeySelection(rows: readonly TimeRow[], window: TimeWindow) {
  const { onSelect, crosshair, announce } = useChartGroup();
  const [ends, setEnds] = useState<{ anchor: number; head: number } | null>(null);
  const points = rows.filter((row) => row.bucket !== null);
  const rangeOf = ({ anchor, head }: { anchor: number; head: number }): TimeRange | null => {
    const first = points[Math.min(anchor, head)];
    const last = points[Math.max(anchor, head)];
    return first === undefined || last === undefined ? null : { fromMs: first.startMs, toMs: last.endMs };
  };
  const draft = ends === null ? null : rangeOf(ends);
  const cancel = () => setEnds(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && ends !== null) {
      event.stopPropagation();
      cancel();
      return;
    }
    const step = event.shiftKey ? SELECT_STEPS[event.key] : undefined;
    if (step === undefined || points.length === 0) return;
    event.preventDefault();
    const anchor = ends?.anchor ?? placeOf(points, crosshair.current);
    const head = Math.min(points.length - 1, Math.max(0, (ends?.head ?? anchor) + step));
    setEnds({ anchor, head });
    const range = rangeOf({ anchor, head });
    if (range !== null) announce(`Range ${wordsOf(range, window)}. Let Shift go to choose it.`);
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key !== "Shift" || draft === null) return;
    cancel();
    onSelect?.(rangeBetween(draft.fromMs, draft.toMs, window.originMs));
  };
  return { draft, cancel, onKeyDown, onKeyUp };
}

/** The point nearest to a time; the newest where there is none. */
function placeOf(points: readonly TimeRow[], atMs: number | null): number {
  if (atMs === null) return points.length - 1;
  const behind = points.findIndex((row) => row.endMs > atMs);
  return behind === -1 ? points.length - 1 : behind;
}

function wordsOf({ fromMs, toMs }: TimeRange, { originMs }: TimeWindow): string {
  return `${formatElapsed(fromMs - originMs)} to ${formatElapsed(toMs - originMs)}`;
}

function DraftRange({ draft, window }: { draft: TimeRange; window: TimeWindow }) {
  const from = shareOf(Math.max(draft.fromMs, window.fromMs), window) ?? 0;
  const to = shareOf(Math.min(draft.toMs, window.toMs), window) ?? 1;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-[22px] z-10 border-accent border-x bg-accent/15"
      style={{
        left: leftOf(from),
        width: `calc((100% - ${PLOT.left + PLOT.right}px) * ${(to - from).toFixed(5)})`,
        top: PLOT.top,
      }}
    >
      <span className="absolute top-0.5 left-1/2 -translate-x-1/2 whitespace-nowrap rounded-sm bg-bg px-1 text-tick tabular-nums">
        {wordsOf(draft, window)}
      </span>
    </div>
  );
}

/** The crosshair of something outside the charts: a row of the log under the pointer. */
function PointedLine({ window }: { window: TimeWindow }) {
  const pointed = usePointedTime();
  const share = pointed === null ? null : shareOf(pointed, window);
  if (share === null) return null;
  return (
    <div
      aria-hidden
      data-pointed
      className="pointer-events-none absolute bottom-[22px] z-10 w-px bg-accent"
      style={{ left: leftOf(share), top: PLOT.top }}
    />
  );
}
