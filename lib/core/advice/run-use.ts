import { endedAttempts } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";
import { type SecondVerdict, verdictOfSecond } from "./verdict-of-second";

/** What a run made of its limits, summed up over its recorded seconds. */
export interface RunUse {
  /** Recorded seconds by what they were spent on. */
  readonly seconds: Partial<Record<SecondVerdict, number>>;
  /** Seconds with work left to start: of these the sums below are. */
  workingSeconds: number;
  started: number;
  /** What the rate in force would have let start. */
  allowed: number;
  ended: number;
  rateLimited: number;
  overloaded: number;
  /** Slots that called, and slots that there were, each times seconds. */
  callingSlotSeconds: number;
  slotSeconds: number;
  tokens: number;
  /** What the limit on tokens in force would have let through; 0 where there was none. */
  tokensAllowed: number;
  /** The limits in force in the newest second. */
  limit: Tick["limit"] | null;
  tokenLimit: number | null;
  /** The least that the provider said is left of its requests, as a share; null where it said nothing. */
  requestsLeft: number | null;
}

export function emptyRunUse(): RunUse {
  return {
    seconds: {},
    workingSeconds: 0,
    started: 0,
    allowed: 0,
    ended: 0,
    rateLimited: 0,
    overloaded: 0,
    callingSlotSeconds: 0,
    slotSeconds: 0,
    tokens: 0,
    tokensAllowed: 0,
    limit: null,
    tokenLimit: null,
    requestsLeft: null,
  };
}

/** Counts one recorded second in place. */
export function addSecond(use: RunUse, tick: Tick): void {
  const verdict = verdictOfSecond(tick);
  use.seconds[verdict] = (use.seconds[verdict] ?? 0) + 1;
  use.limit = tick.limit;
  use.tokenLimit = tick.tokenLimit ?? null;
  if (verdict === "paused" || verdict === "draining") return;
  use.workingSeconds += 1;
  use.started += tick.started;
  use.allowed += tick.limit.requestsPerSecond;
  use.ended += endedAttempts(tick);
  use.rateLimited += tick.rateLimited;
  use.overloaded += tick.slowDown + tick.overloaded;
  use.callingSlotSeconds += tick.inFlight;
  use.slotSeconds += tick.limit.concurrency;
  use.tokens += tick.inputTokens + tick.outputTokens;
  use.tokensAllowed += (tick.tokenLimit ?? 0) / 60;
  const left = tick.headroom?.requests ?? null;
  if (left !== null) use.requestsLeft = Math.min(use.requestsLeft ?? left, left);
}

/** Mean time of a call by Little's law; null where none ended. */
export function meanCallMs(use: RunUse): number | null {
  return use.ended === 0 || use.callingSlotSeconds === 0 ? null : (use.callingSlotSeconds * 1000) / use.ended;
}
