import { SLOT_RESERVE } from "../forecast/closed-form";
import { LIMIT_BOUNDS } from "../limits/limit-bounds";
import { type Pushback, passedPerSecond } from "./pushback";

/** An edit of one limit that would help a run that is held back. */
export interface Remedy {
  readonly field: "requestsPerSecond" | "concurrency";
  readonly value: number;
  /** Whose limit it is: the run's own, or the pool's, which all its runs share. */
  readonly scope: "run" | "pool";
}

/** At most so much of the present rate: a smaller step would hardly be felt. */
const BELOW_PRESENT = 0.9;
/** Where nothing tells what the provider lets through. */
const IF_UNKNOWN = 0.5;
/** From this rate on nobody sets fractions. */
const WHOLE_FROM_RPS = 5;

/** The rate that the provider let through while it was asked, in two digits, below the present one. */
export function slowerRate(
  pushback: Pushback,
  requestsPerSecond: number,
  { scope, part = 1 }: { readonly scope: Remedy["scope"]; readonly part?: number },
): Remedy | null {
  const own = passedPerSecond(pushback);
  const passed = own === null ? requestsPerSecond * IF_UNKNOWN : own / part;
  const value = roundedDown(Math.min(passed, requestsPerSecond * BELOW_PRESENT));
  return value < LIMIT_BOUNDS.requestsPerSecond.min ? null : { field: "requestsPerSecond", value, scope };
}

function roundedDown(rps: number): number {
  const step = rps >= WHOLE_FROM_RPS && rps < 10 ? 1 : 10 ** (Math.floor(Math.log10(rps)) - 1);
  return Number((Math.floor(rps / step + 1e-9) * step).toPrecision(2));
}

/** The slots that a rate needs at the present length of calls, with some to spare; null beyond what may be set. */
export function moreSlots(requestsPerSecond: number, callMs: number, scope: Remedy["scope"]): Remedy | null {
  const value = Math.ceil((requestsPerSecond * callMs * SLOT_RESERVE) / 1000 - 1e-9);
  return value > LIMIT_BOUNDS.concurrency.max ? null : { field: "concurrency", value, scope };
}
