import { endedAttempts } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";

/** What a second of a run was spent on. `share`: others used the pool too. `draining`: only the last calls were left. */
export const SECOND_VERDICTS = [
  "rate",
  "share",
  "concurrency",
  "tokens",
  "provider",
  "cooldown",
  "day",
  "judge",
  "latency",
  "draining",
  "paused",
] as const;
export type SecondVerdict = (typeof SECOND_VERDICTS)[number];

/** A share of slots below which a state is noise. */
const NOISE = 0.05;
/** A slot is free for a moment between two cases; of more than this share somebody could have made use. */
const FREE_SHARE = 0.25;
const PUSHBACK_SHARE = 0.1;
const BACKOFF_SHARE = 0.25;
/** A run that starts this much of its own rate is held by it. */
const OWN_USED = 0.8;

/** What held the run back in one recorded second: the page's own rules, on what was written down of that second. */
export function verdictOfSecond(tick: Tick): SecondVerdict {
  if (tick.paused) return "paused";
  if (tick.hold === "judges" || waitsForJudges(tick)) return "judge";
  if (tick.hold === "day") return "day";
  if (tick.cooldownUntil !== null && tick.cooldownUntil > tick.t) return "cooldown";
  if (tick.queued + tick.waiting + tick.backingOff < NOISE && tick.inFlight > 0) return "draining";
  if (pushedBack(tick)) return "provider";
  if (tick.hold === "tokens") return "tokens";
  return heldByShare(tick) ? "share" : ofSlots(tick);
}

/**
 * Beside others a case is handed to the pool only when it is the run's turn, so that slots of the run stand idle while
 * cases queue: then it is the others that hold it, unless a rate of its own is all that it may have.
 */
function heldByShare({ shareRps, queued, idle, waiting, inFlight, started, limit }: Tick): boolean {
  if (shareRps == null || queued < 1) return false;
  if (limit.requestsPerSecond <= shareRps && started >= limit.requestsPerSecond * OWN_USED) return false;
  const slots = inFlight + waiting + idle;
  return slots > 0 && (idle + waiting) / slots >= NOISE;
}

/**
 * By what the slots did. Few that wait while permits lie about do not wait for the rate: a slot had only just come free.
 * Many do, however many permits the second saw on average: a bucket that is filled in steps has some to show.
 */
function ofSlots(tick: Tick): SecondVerdict {
  const slots = tick.inFlight + tick.waiting + tick.idle;
  if (slots === 0) return "latency";
  if ((tick.idle + tick.waiting) / slots < NOISE) return "concurrency";
  const waits = tick.waiting >= 1 || tick.waiting / slots >= NOISE;
  if (waits && (tick.permits < 1 || tick.waiting / slots >= FREE_SHARE)) return "rate";
  return tick.queued > 0 && tick.idle / slots < FREE_SHARE ? "concurrency" : "latency";
}

/** Every answer is there, and some have no verdict yet. */
function waitsForJudges(tick: Tick): boolean {
  if (tick.queued + tick.inFlight + tick.waiting + tick.backingOff > 0) return false;
  return (tick.judges ?? []).some((judge) => judge.inFlight + judge.waiting + judge.backingOff > 0);
}

function pushedBack(tick: Tick): boolean {
  const refused = tick.rateLimited + tick.slowDown + tick.overloaded;
  if (refused > 0 && refused / endedAttempts(tick) >= PUSHBACK_SHARE) return true;
  const busy = tick.inFlight + tick.backingOff;
  return busy > 0 && tick.backingOff / busy > BACKOFF_SHARE;
}
