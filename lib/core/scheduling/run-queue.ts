import type { RunState } from "../runs/run-state";

/** Runs that work at once; further ones wait for their turn. */
export const ACTIVE_RUNS_MAX = 8;

/** States of a run that holds one of the places. */
export const WORKING_STATES = ["running", "pausing", "cancelling"] as const satisfies readonly RunState[];
/** States of a run that waits for a place. */
export const WAITING_STATES = ["interrupted", "queued"] as const satisfies readonly RunState[];

export interface InLine {
  readonly id: string;
  readonly state: RunState;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** True of a run that starts, or goes on, once a place is free. */
export function waitsForTurn(state: RunState): boolean {
  return WAITING_STATES.some((waiting) => waiting === state);
}

/** The order in which waiting runs get a place: those that were at work when the server stopped, then the oldest. */
export function inTurn<R extends InLine>(waiting: readonly R[]): R[] {
  const rank = ({ state }: InLine) => (state === "interrupted" ? 0 : 1);
  return waiting.toSorted(
    (a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1),
  );
}

/** A run at work; `endsInMs` is when it gives its place back, by the looks of it: null where nothing tells. */
export interface AtWork {
  readonly id: string;
  readonly endsInMs: number | null;
}

/** Where a waiting run stands. */
export interface QueuePlace {
  /** 1: the next to get a place. */
  readonly position: number;
  /** So many runs have to end or pause first; 0: there is room, and it is about to start. */
  readonly endsNeeded: number;
  /** Runs at work now. */
  readonly atWork: number;
  /** The run at work whose end makes room, as far as can be told; null where it cannot. */
  readonly waitsFor: string | null;
}

/**
 * The places of the waiting runs, given in turn, by id. A run that starts meanwhile and ends early only makes a place
 * free sooner: what a run waits for is what it waits for at most.
 */
export function queuePlaces(
  waiting: readonly { readonly id: string }[],
  working: readonly AtWork[],
  most: number = ACTIVE_RUNS_MAX,
): Map<string, QueuePlace> {
  const room = Math.max(0, most - working.length);
  const soonest = working.flatMap(({ id, endsInMs }) => (endsInMs === null ? [] : [{ id, endsInMs }]));
  soonest.sort((a, b) => a.endsInMs - b.endsInMs);
  const nthToEnd = (n: number) => {
    // With one place for all there is nothing to guess.
    const [only] = working;
    if (n === 1 && working.length === 1 && only !== undefined) return only.id;
    return n === 0 ? null : (soonest[n - 1]?.id ?? null);
  };
  return new Map(
    waiting.map(({ id }, at) => {
      const endsNeeded = Math.max(0, at + 1 - room);
      return [id, { position: at + 1, endsNeeded, atWork: working.length, waitsFor: nthToEnd(endsNeeded) }];
    }),
  );
}
