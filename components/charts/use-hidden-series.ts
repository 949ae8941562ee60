"use client";

import { useCallback, useMemo, useState } from "react";

export interface HiddenSeries {
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
}

/** Which series the reader switched off. */
export function useHiddenSeries(): HiddenSeries {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set());
  const toggle = useCallback((key: string) => {
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  return useMemo(() => ({ hidden, toggle }), [hidden, toggle]);
}
