"use client";

import { useState } from "react";

/** A time left is told anew at most so often, and only where it differs by more than a twentieth of what was told. */
const KEEP_MS = 5000;
const DIFFERENCE = 0.05;

export interface ToldEta {
  readonly ms: number;
  readonly atMs: number;
}

/**
 * The time left to tell: what was told, less the time that has passed, until the new figure differs enough. Null where
 * nothing is known.
 */
export function nextToldEta(told: ToldEta | null, etaMs: number | null, nowMs: number): ToldEta | null {
  if (etaMs === null) return null;
  if (told === null) return { ms: etaMs, atMs: nowMs };
  const left = Math.max(0, told.ms - (nowMs - told.atMs));
  const differs = Math.abs(etaMs - left) > Math.max(1000, left * DIFFERENCE);
  return nowMs - told.atMs >= KEEP_MS && differs ? { ms: etaMs, atMs: nowMs } : told;
}

/** `etaMs`, steadied so that the figure can be read. */
export function useSteadyEta(etaMs: number | null, nowMs: number | null): number | null {
  const [told, setTold] = useState<ToldEta | null>(null);
  const next = nowMs === null ? null : nextToldEta(told, etaMs, nowMs);
  if (next !== told) setTold(next);
  if (next === null || nowMs === null) return etaMs;
  return Math.max(0, next.ms - (nowMs - next.atMs));
}
