"use client";

import { useEffect, useRef, useState } from "react";

/** A value that is let through at most every `everyMs`, so that a sentence can be read before it changes. */
export function useSlowValue<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(0);
  useEffect(() => {
    // The first change is let through at once: "Loading…" is no sentence worth reading for long.
    if (Object.is(value, shown)) return;
    const wait = Math.max(0, changedAt.current + everyMs - Date.now());
    const timer = setTimeout(() => {
      changedAt.current = Date.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, shown, everyMs]);
  return shown;
}
