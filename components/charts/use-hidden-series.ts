"use client";

import { useCallback, useMemo, useState } from "react";
import { useChartGroup } from "./chart-group";

export interface HiddenSeries {
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
}

/** A name as one of a group's hidden series: "attempts.limit". */
function fullName(chart: string, key: string): string {
  return `${chart.replace(/^chart-/, "")}.${key}`;
}

/** Which series of a chart the reader switched off: kept by its group where that keeps them, else for as long as it is shown. */
export function useHiddenSeries(chart: string): HiddenSeries {
  const { series } = useChartGroup();
  const [own, setOwn] = useState<ReadonlySet<string>>(() => new Set());
  const hidden = useMemo(() => {
    if (series === undefined) return own;
    const prefix = fullName(chart, "");
    return new Set([...series.hidden].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
  }, [series, own, chart]);
  const toggle = useCallback(
    (key: string) => {
      if (series !== undefined) series.toggle(fullName(chart, key));
      else setOwn((before) => toggled(before, key));
    },
    [series, chart],
  );
  return useMemo(() => ({ hidden, toggle }), [hidden, toggle]);
}

/** A set with one entry more, or without it where it is in there. */
export function toggled(before: ReadonlySet<string>, entry: string): Set<string> {
  const after = new Set(before);
  if (!after.delete(entry)) after.add(entry);
  return after;
}
