import { allowedPace, type EtaInput, estimateEta } from "./eta";

/** Cooldowns that keep coming, or did until the limits were edited. */
export interface RecurringCooldowns {
  /** They still come. */
  readonly going: boolean;
  /** Attempts per second that brought an answer meanwhile, the waits included. */
  readonly okPerSecond: number;
  /** The lowest rate in force under which they came. */
  readonly drawnAtRps: number;
}

/**
 * What an edit does to the time left. `no-gain`: more was asked for than the provider lets through. `not-later`: less, and
 * still no less than the provider lets through, so that its waits become fewer.
 */
export interface EditOutlook {
  readonly effect: "same" | "sooner" | "later" | "no-gain" | "not-later";
  /** With the edit. */
  readonly leftMs: number;
  /** How much sooner or later that is; 0 for the others. */
  readonly byMs: number;
}

/** Differences below this are none. */
const SAME_MS = 1000;
const SAME_SHARE = 0.02;

/** `now` and `next` differ in their limits alone. `toldMs`: the time left that the page tells, null where it tells none. */
export function editOutlook(
  now: EtaInput,
  next: EtaInput,
  cooldowns: RecurringCooldowns | null,
  toldMs: number | null,
): EditOutlook {
  const nowMs = estimateEta(now).totalMs;
  if (cooldowns?.going === true)
    return throughCooldowns(allowedPace(now), allowedPace(next), cooldowns, toldMs ?? nowMs);
  const drawsThemAgain =
    cooldowns !== null &&
    next.requestsPerSecond >= cooldowns.drawnAtRps &&
    next.requestsPerSecond > now.requestsPerSecond;
  if (drawsThemAgain) return { effect: "no-gain", leftMs: nowMs, byMs: 0 };
  return compared(nowMs, estimateEta(next).totalMs);
}

/** The provider makes the pace, not the limits: they matter only where they are below what it lets through. */
function throughCooldowns(
  nowPace: number,
  nextPace: number,
  { okPerSecond }: RecurringCooldowns,
  leftMs: number,
): EditOutlook {
  if (Math.abs(nextPace - nowPace) <= nowPace * SAME_SHARE) return { effect: "same", leftMs, byMs: 0 };
  if (nextPace > nowPace) return { effect: "no-gain", leftMs, byMs: 0 };
  if (nextPace >= okPerSecond) return { effect: "not-later", leftMs, byMs: 0 };
  return compared(leftMs, (leftMs * okPerSecond) / nextPace);
}

function compared(nowMs: number, leftMs: number): EditOutlook {
  const byMs = Math.abs(leftMs - nowMs);
  if (byMs < SAME_MS) return { effect: "same", leftMs, byMs: 0 };
  return { effect: leftMs < nowMs ? "sooner" : "later", leftMs, byMs };
}
