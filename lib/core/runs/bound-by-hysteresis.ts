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

/** A suggested number stays while what would be suggested now is within this share of it. */
const REMEDY_STEP = 0.25;

/**
 * Takes in the verdict of `nowMs` (monotonic). Start with null. A verdict of the kind shown renews its figures at once,
 * but for the number that a press would set: one that changes under the pointer is of no use.
 */
export function boundByWithHysteresis(memory: BoundByMemory | null, measured: BoundBy, nowMs: number): BoundByMemory {
  const verdict = memory === null ? measured : withSteadyRemedy(memory.shown, measured);
  if (memory === null || memory.shown.kind === verdict.kind || memory.shown.provisional === true) {
    return { shown: verdict, rival: null };
  }
  if (FACTS.has(verdict.kind) || FACTS.has(memory.shown.kind)) return { shown: verdict, rival: null };
  const rival = memory.rival?.kind === verdict.kind ? memory.rival : { kind: verdict.kind, sinceMs: nowMs };
  return nowMs - rival.sinceMs >= HOLD_MS ? { shown: verdict, rival: null } : { shown: memory.shown, rival };
}

function withSteadyRemedy(shown: BoundBy, verdict: BoundBy): BoundBy {
  const [before, now] = [shown.remedy ?? null, verdict.remedy ?? null];
  if (before === null || now === null || shown.present !== verdict.present) return verdict;
  if (before.field !== now.field || before.scope !== now.scope) return verdict;
  return Math.abs(now.value - before.value) <= before.value * REMEDY_STEP ? { ...verdict, remedy: before } : verdict;
}
