"use client";

import { useEffect, useState } from "react";

/** The value as it was when it last stood still for `ms`. Give it a text or a value that keeps its identity. */
export function useDebounced<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
