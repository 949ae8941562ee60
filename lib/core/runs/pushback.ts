import { endedAttempts } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";

/** 429s at least so far apart are refusals anew, not the end of the same. */
const APART_MS = 2000;
/** A limit that is lower by more than this share was lowered. */
const LOWERED = 1.02;

/** Shares of the attempts that were refused, and of the time that went by in waits. */
const MUCH = { refused: 0.1, waited: 0.25 } as const;

/** What the provider refused at the rate that is in force now. */
export interface Pushback {
  /** Seconds, oldest first, since the rate was last lowered: what was refused before says nothing of it. */
  readonly ticks: readonly Tick[];
  /** Attempts that got 429, of those that ended. */
  readonly share: number;
  /** It came more than once and cost much: the rate is too high, and it was no chance. */
  readonly recurs: boolean;
}

/** Null where nothing was refused since the rate was last lowered. `ticks`: the last minute's, oldest first. */
export function pushbackOf(ticks: readonly Tick[]): Pushback | null {
  const now = ticks.at(-1)?.limit.requestsPerSecond;
  if (now === undefined) return null;
  const higher = ticks.findLastIndex((tick) => tick.limit.requestsPerSecond > now * LOWERED);
  // The second in which it was lowered tells of both rates.
  const since = ticks.slice(higher < 0 ? 0 : higher + 2);
  const refusals = since.filter((tick) => tick.rateLimited > 0);
  if (refusals.length === 0) return null;
  const ended = since.reduce((sum, tick) => sum + endedAttempts(tick), 0);
  const refused = refusals.reduce((sum, tick) => sum + tick.rateLimited, 0);
  const share = refused / ended;
  const again = refusals.some((tick, at) => tick.t - (refusals[at - 1]?.t ?? tick.t) > APART_MS);
  const waited = 1 - since.filter(isAsked).length / since.length;
  return { ticks: since, share, recurs: again && (share >= MUCH.refused || waited >= MUCH.waited) };
}

/** A second of which a cooldown has not taken all. */
function isAsked(tick: Tick): boolean {
  return tick.started > 0 || tick.cooldownUntil === null || tick.cooldownUntil <= tick.t;
}

/** Seconds in a row shorter than this are over before what the provider had saved up is used. */
const LONG_STRETCH_S = 3;

/**
 * What the provider let through per second while it was asked: seconds that went by in a cooldown are left out. After
 * each wait it has saved some up, so that a short stretch shows more than it lets through for long: of that no more is
 * believed than half the present rate. Never less than it let through on the whole; null where it let nothing through.
 */
export function passedPerSecond({ ticks }: Pushback): number | null {
  const ok = ticks.reduce((sum, tick) => sum + tick.ok, 0);
  const now = ticks.at(-1)?.limit.requestsPerSecond;
  if (ok === 0 || now === undefined) return null;
  const asked = ticks.map(isAsked);
  const seconds = Math.max(1, asked.filter(Boolean).length);
  const stretches = asked.filter((is, at) => is && asked[at - 1] !== true).length;
  const whileAsked = ok / seconds;
  if (seconds >= LONG_STRETCH_S * stretches) return whileAsked;
  return Math.max(ok / ticks.length, Math.min(whileAsked, now / 2));
}
