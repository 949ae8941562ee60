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
  /** Of seconds in which other runs held it back; `rps` and `shareRps` are sums. */
  shared: { seconds: number; started: number; rps: number; shareRps: number; mostOthers: number };
  /** Seconds in which tokens held it, and other runs of the pool used them too. */
  tokensBesideOthers: number;
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
    shared: { seconds: 0, started: 0, rps: 0, shareRps: 0, mostOthers: 0 },
    tokensBesideOthers: 0,
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
  // Its part of a rate that others use too is all that it is allowed.
  use.allowed += Math.min(tick.limit.requestsPerSecond, tick.shareRps ?? tick.limit.requestsPerSecond);
  if (verdict === "share") addShared(use.shared, tick);
  if (verdict === "tokens" && tick.shareRps != null) use.tokensBesideOthers += 1;
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

function addShared(shared: RunUse["shared"], { started, limit, shareRps, otherRuns }: Tick): void {
  shared.seconds += 1;
  shared.started += started;
  shared.rps += limit.requestsPerSecond;
  shared.shareRps += shareRps ?? limit.requestsPerSecond;
  shared.mostOthers = Math.max(shared.mostOthers, otherRuns ?? 0);
}

/** Mean time of a call by Little's law; null where none ended. */
export function meanCallMs(use: RunUse): number | null {
  return use.ended === 0 || use.callingSlotSeconds === 0 ? null : (use.callingSlotSeconds * 1000) / use.ended;
}
