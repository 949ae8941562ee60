"use client";

import { useState } from "react";

/** While `held`, what was seen when the hold began; else what is given. Nothing is lost meanwhile. */
export function useHeld<T>(value: T, held: boolean): T {
  const [kept, setKept] = useState<{ value: T } | null>(null);
  if (held && kept === null) setKept({ value });
  if (!held && kept !== null) setKept(null);
  return held && kept !== null ? kept.value : value;
}
