"use client";

import { useState } from "react";

/**
 * While `held`, what was seen when the hold began; else what is given. Nothing is lost meanwhile. Another `key` is another
 * thing to look at: the hold begins anew with it.
 */
export function useHeld<T>(value: T, held: boolean, key = ""): T {
  const [kept, setKept] = useState<{ value: T; key: string } | null>(null);
  if (held && (kept === null || kept.key !== key)) setKept({ value, key });
  if (!held && kept !== null) setKept(null);
  return held && kept !== null && kept.key === key ? kept.value : value;
}
