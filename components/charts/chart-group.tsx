"use client";

import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { ChartPatterns } from "./chart-patterns";
import type { TimeMark } from "./time-marks";
import type { TimeRange } from "./time-range";

/** Series that are switched off, each by its chart and key. */
export interface SeriesChoice {
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (name: string) => void;
}

/** Whether the picture is held still, and the other of both. */
export interface ChartHold {
  readonly held: boolean;
  readonly toggle: () => void;
}

interface ChartGroupValue {
  /** Figures still come in: sentences change slowly, so that they can be read. */
  readonly live: boolean;
  /** The chart that has the pointer or the focus: the only one that shows its tooltip as text. */
  readonly activeChart: string | null;
  readonly enter: (chart: string) => void;
  readonly leave: (chart: string) => void;
  /** Reads a text out, politely, at most twice a second. */
  readonly announce: (text: string) => void;
  /** Where the crosshair of the active chart stands, epoch ms. */
  readonly crosshair: RefObject<number | null>;
  /** The reader chose a range; null: the whole again. Absent: ranges cannot be chosen here. */
  readonly onSelect?: ((range: TimeRange | null) => void) | undefined;
  /** The reader wants to know more of these marks. Absent: there is no more. */
  readonly onOpenMark?: ((marks: readonly TimeMark[]) => void) | undefined;
  /** Absent: each chart keeps its own. */
  readonly series?: SeriesChoice | undefined;
  /** Absent: nothing moves here that could be held. */
  readonly hold?: ChartHold | undefined;
}

const ChartGroupContext = createContext<ChartGroupValue>({
  live: false,
  activeChart: null,
  enter: () => {},
  leave: () => {},
  announce: () => {},
  crosshair: { current: null },
});
// Apart, because it changes with every move of a pointer over a list, and charts need not be drawn anew for it.
const PointedTimeContext = createContext<number | null>(null);

export function useChartGroup(): ChartGroupValue {
  return useContext(ChartGroupContext);
}

/** A moment that something outside the charts points at, epoch ms; null: nothing does. */
export function usePointedTime(): number | null {
  return useContext(PointedTimeContext);
}

/**
 * Charts that share range, crosshair and hold. `onActive` tells whether the reader is in one of them, so that the page
 * can hold the picture still meanwhile.
 */
export function ChartGroup({
  live,
  onActive,
  pointedMs = null,
  onSelect,
  onOpenMark,
  series,
  hold,
  children,
}: {
  live: boolean;
  onActive?: (active: boolean) => void;
  pointedMs?: number | null;
  onSelect?: (range: TimeRange | null) => void;
  onOpenMark?: (marks: readonly TimeMark[]) => void;
  series?: SeriesChoice;
  hold?: ChartHold | undefined;
  children: ReactNode;
}) {
  const [activeChart, setActiveChart] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef("");
  const crosshair = useRef<number | null>(null);

  const enter = useCallback((chart: string) => setActiveChart(chart), []);
  const leave = useCallback((chart: string) => {
    crosshair.current = null;
    setActiveChart((now) => (now === chart ? null : now));
  }, []);
  const announce = useCallback((text: string) => {
    latest.current = text;
    pending.current ??= setTimeout(() => {
      pending.current = undefined;
      setSaid(latest.current);
    }, 500);
  }, []);
  useEffect(() => () => clearTimeout(pending.current), []);
  const active = activeChart !== null;
  useEffect(() => onActive?.(active), [active, onActive]);

  const value = useMemo(
    () => ({ live, activeChart, enter, leave, announce, crosshair, onSelect, onOpenMark, series, hold }),
    [live, activeChart, enter, leave, announce, onSelect, onOpenMark, series, hold],
  );
  return (
    <ChartGroupContext.Provider value={value}>
      <PointedTimeContext.Provider value={pointedMs}>
        <ChartPatterns />
        {children}
        <output className="sr-only">{said}</output>
      </PointedTimeContext.Provider>
    </ChartGroupContext.Provider>
  );
}
