"use client";

import { useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";

/** A time left is told anew at most so often, and only where it differs by more than a twentieth of what was told. */
const KEEP_MS = 5000;
const DIFFERENCE = 0.05;

/** A time left, and between what. */
export interface Eta {
  readonly ms: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface ToldEta extends Eta {
  readonly atMs: number;
}

/**
 * The time left to tell: what was told, less the time that has passed, until the new figure differs enough. Its range
 * stays with it, so that the two moments on the clock are as steady as the figure. Null where nothing is known.
 */
export function nextToldEta(told: ToldEta | null, eta: Eta | null, nowMs: number): ToldEta | null {
  if (eta === null) return null;
  if (told === null) return { ...eta, atMs: nowMs };
  const left = Math.max(0, told.ms - (nowMs - told.atMs));
  const differs = Math.abs(eta.ms - left) > Math.max(1000, left * DIFFERENCE);
  return nowMs - told.atMs >= KEEP_MS && differs ? { ...eta, atMs: nowMs } : told;
}

/** The run's time left, steadied so that it can be read. */
export function useSteadyEta(run: Pick<RunResponse, "etaMs" | "etaRangeMs">, nowMs: number | null): Eta | null {
  const [told, setTold] = useState<ToldEta | null>(null);
  const eta = etaOf(run);
  const next = nowMs === null ? null : nextToldEta(told, eta, nowMs);
  if (next !== told) setTold(next);
  if (next === null || nowMs === null) return eta;
  const left = (ms: number) => Math.max(0, ms - (nowMs - next.atMs));
  return { ms: left(next.ms), leastMs: left(next.leastMs), mostMs: left(next.mostMs) };
}

function etaOf({ etaMs, etaRangeMs }: Pick<RunResponse, "etaMs" | "etaRangeMs">): Eta | null {
  return etaMs === null ? null : { ms: etaMs, leastMs: etaRangeMs?.least ?? etaMs, mostMs: etaRangeMs?.most ?? etaMs };
}
