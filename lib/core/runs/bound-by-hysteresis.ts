import type { BoundBy, BoundByKind } from "./bound-by";

/** How long a new verdict has to hold before it is shown, so that the page does not flicker between two. */
const HOLD_MS = 3000;
/** What is a fact and no measurement is shown at once, and left at once. */
const FACTS: ReadonlySet<BoundByKind> = new Set(["queued", "paused", "cooldown", "draining", "ended"]);

export interface BoundByMemory {
  /** What the page says now. */
  readonly shown: BoundBy;
  /** A verdict of another kind that has not held for long enough yet, and since when. */
  readonly rival: { readonly kind: BoundByKind; readonly sinceMs: number } | null;
}

/** Takes in the verdict of `nowMs` (monotonic). Start with null. A verdict of the kind shown renews its figures at once. */
export function boundByWithHysteresis(memory: BoundByMemory | null, verdict: BoundBy, nowMs: number): BoundByMemory {
  if (memory === null || memory.shown.kind === verdict.kind || memory.shown.provisional === true) {
    return { shown: verdict, rival: null };
  }
  if (FACTS.has(verdict.kind) || FACTS.has(memory.shown.kind)) return { shown: verdict, rival: null };
  const rival = memory.rival?.kind === verdict.kind ? memory.rival : { kind: verdict.kind, sinceMs: nowMs };
  return nowMs - rival.sinceMs >= HOLD_MS ? { shown: verdict, rival: null } : { shown: memory.shown, rival };
}
