import type { Limits } from "../limits/limits";
import { type TokenDimension, tokenDimensionWords, tokenLimitField } from "../limits/token-budget";
import { type RecentWindow, recentWindow } from "../metrics/recent-window";
import type { Tick } from "../metrics/tick";
import { cooldownWords } from "../retry/cooldown-reason";
import { durationWords, remainingWords, secondsWords } from "../words/duration-words";
import { countWords, limitWords, percentWords, plural, rateWords, tokenWords } from "../words/number-words";
import type { QueueStanding } from "../words/queue-words";
import { type JudgeStanding, judgesSentence } from "./bound-by-judges";
import { moreSlots, type Remedy, slowerRate } from "./bound-by-remedy";
import { boundByState, type LastMove } from "./bound-by-state";
import { type Pushback, pushbackOf } from "./pushback";
import type { RunState, StopReason } from "./run-state";

/** What holds a run back. `judge`: answers wait for verdicts. `latency`: nothing of ours, the provider's own speed. */
export const BOUND_BY_KINDS = [
  "queued",
  "paused",
  "cooldown",
  "day",
  "draining",
  "provider",
  "tokens",
  "concurrency",
  "rate",
  "judge",
  "latency",
  "ended",
] as const;
export type BoundByKind = (typeof BOUND_BY_KINDS)[number];

/** The answer to "what holds this run back?", with its figures. */
export interface BoundBy {
  readonly kind: BoundByKind;
  readonly sentence: string;
  /** The edit of a limit that would help; null or absent where none is known. */
  readonly remedy?: Remedy | null;
  /** What stands now of the limit that the remedy names. */
  readonly present?: number;
  /** Who brought the run to rest, and when. The sentence leaves out how long ago that is: it is true at any time. */
  readonly lastMove?: LastMove | null;
  /** Nothing is measured yet: the first verdict that rests on figures takes its place at once. */
  readonly provisional?: boolean;
}

export interface BoundByInput {
  readonly state: RunState;
  readonly stopReason: StopReason | null;
  /** Who paused or cancelled, and when; null where nobody did. */
  readonly lastMove?: LastMove | null;
  /** Where it stands among the waiting; null or absent where it does not wait. */
  readonly queue?: QueueStanding | null;
  /** Time spent running, for the sentence of a run that has ended. */
  readonly activeMs: number;
  /** The last minute's full seconds. The last ten tell what holds the run back; 429s that come again count longer. */
  readonly ticks: readonly Tick[];
  /** The run's own limits, and the pool's where they stand behind them. */
  readonly limits: Limits;
  readonly poolLimits: Limits | null;
  readonly providerName: string;
  /** The pool's cooldown, if it has one now. */
  readonly cooldown: { readonly remainingMs: number; readonly reason: string | null } | null;
  /** Cases that no slot has taken up yet. */
  readonly pending: number;
  /** Where the others are at this moment. */
  readonly active: {
    readonly calling: number;
    readonly waitingForPermit: number;
    readonly waitingForSlot: number;
    readonly backingOff: number;
    readonly longestBackoffMs: number | null;
  };
  /** Where other runs are at the same pool: how many, this one's part of the turns, and whether all its slots are busy. */
  readonly sharing?: { readonly others: number; readonly part: number; readonly slotsBusy: boolean } | null;
  /** Age of the slowest call in flight, where known. */
  readonly slowestMs?: number | null;
  /** The limit on tokens that cases wait for, and for nothing else longer; null or absent where none do. */
  readonly tokens?: {
    readonly dimension: TokenDimension;
    readonly usedPerMinute: number;
    readonly limitPerMinute: number;
  } | null;
  /** Answers that wait for their verdicts; null or absent where the run has no judge. */
  readonly judges?: JudgeStanding | null;
  /** The pool's rate, where it is below what is configured: because headers told of a limit, or because of refusals. */
  readonly pace?: { readonly rps: number; readonly configuredRps: number; readonly reported: boolean } | null;
  /** The requests of the day, where they are used up. */
  readonly day?: { readonly perDay: number; readonly remainingMs: number } | null;
}

const WINDOW_TICKS = 10;
/** A share of slots below which a state is noise. */
const NOISE = 0.05;
const PUSHBACK_SHARE = 0.1;
/** A run that starts this much of its part of a rate uses it. */
const PART_USED = 0.9;
const BACKOFF_SHARE = 0.25;

/** The first verdict whose test holds, from the surest (a state) to the last resort (the provider's own speed). */
export function boundBy(input: BoundByInput): BoundBy {
  const byState = boundByState(input);
  if (byState !== null) return byState;
  const { cooldown, day, judges } = input;
  if (judges != null && judges.judging > 0 && (judges.full || !targetHasWork(input))) {
    return { kind: "judge", sentence: judgesSentence(judges) };
  }
  if (day != null && day.remainingMs >= (cooldown?.remainingMs ?? 0)) return boundByDay(day);
  if (cooldown !== null && cooldown.remainingMs > 0) return boundByCooldown(input, cooldown);
  const { active } = input;
  if (input.pending + active.waitingForPermit + active.waitingForSlot + active.backingOff === 0 && active.calling > 0) {
    const slowest = input.slowestMs == null ? "" : `; slowest ${durationWords(input.slowestMs)}`;
    const last = active.calling === 1 ? "Last case in flight" : `Last ${active.calling} in flight`;
    return { kind: "draining", sentence: `${last}${slowest}.` };
  }
  const window = recentWindow(input.ticks.slice(-WINDOW_TICKS));
  if (window === null) {
    return { kind: "latency", sentence: "Starting: the first full second is not over yet.", provisional: true };
  }
  return (
    boundByProvider(input, window) ??
    boundByTokens(input) ??
    boundByConcurrency(input, window) ??
    boundByOthersSlots(input, window) ??
    boundByRate(input, window) ?? { kind: "latency", sentence: "Not limited: waiting on provider latency." }
  );
}

/** Cases left that the target has not answered. */
function targetHasWork({ pending, active }: BoundByInput): boolean {
  return pending + active.calling + active.waitingForPermit + active.waitingForSlot + active.backingOff > 0;
}

function boundByCooldown(input: BoundByInput, cooldown: NonNullable<BoundByInput["cooldown"]>): BoundBy {
  const why = cooldownWords(input.providerName, cooldown.reason);
  const rest = remainingWords(cooldown.remainingMs);
  const verdict: BoundBy = { kind: "cooldown", sentence: `Bound by PROVIDER: ${why}. Resumes in ${rest}.` };
  // Between two waits the verdict is that the rate is too high: what helps then helps now.
  const pushback = pushbackOf(input.ticks);
  return pushback?.recurs === true ? { ...verdict, ...slowing(input, pushback) } : verdict;
}

function slowing(input: BoundByInput, pushback: Pushback): Pick<BoundBy, "remedy" | "present"> {
  const present = pushback.ticks.at(-1)?.limit.requestsPerSecond ?? input.limits.requestsPerSecond;
  const scope = scopeOf(input, "requestsPerSecond");
  // Of a shared pool's rate this run had its part alone.
  const part = scope === "pool" ? (input.sharing?.part ?? 1) : 1;
  return { remedy: slowerRate(pushback, present, { scope, part }), present };
}

function boundByDay({ perDay, remainingMs }: NonNullable<BoundByInput["day"]>): BoundBy {
  const used = `all ${countWords(perDay)} requests of today are used`;
  return {
    kind: "day",
    sentence: `Bound by the DAY: ${used}. Resumes at midnight UTC, in ${remainingWords(remainingMs)}.`,
  };
}

function boundByProvider(input: BoundByInput, window: RecentWindow): BoundBy | null {
  const share = (count: number) => (window.ended === 0 ? 0 : count / window.ended);
  const pushback = pushbackOf(input.ticks);
  if (pushback !== null && (pushback.recurs || share(window.rateLimited) >= PUSHBACK_SHARE)) {
    const refused = Math.max(share(window.rateLimited), pushback.share);
    const yours = `Your ${limitWords(window.limit.requestsPerSecond)} rps may be above its limit.`;
    return {
      ...provider(`${percentWords(refused)} of attempts got 429. ${yours}`),
      ...slowing(input, pushback),
    };
  }
  if (share(window.overloaded) >= PUSHBACK_SHARE) {
    return provider(`${percentWords(share(window.overloaded))} of attempts were refused as overloaded.`);
  }
  const busy = window.inFlight + window.backingOff;
  if (busy > 0 && window.backingOff / busy > BACKOFF_SHARE && input.active.backingOff > 0) {
    const longest = input.active.longestBackoffMs;
    const wait = longest === null ? "" : `, the longest for ${durationWords(longest)}`;
    return provider(`${plural(input.active.backingOff, "case backs", "cases back")} off after failed attempts${wait}.`);
  }
  return null;
}

function provider(sentence: string): BoundBy {
  return { kind: "provider", sentence: `Bound by PROVIDER: ${sentence}` };
}

function boundByTokens(input: BoundByInput): BoundBy | null {
  const { tokens, limits, poolLimits } = input;
  if (tokens == null) return null;
  const used = `${tokenWords(tokens.usedPerMinute)} of ${tokenWords(tokens.limitPerMinute)} per min`;
  // A limit of the run's own is shared with nobody.
  const own = poolLimits !== null && limits[tokenLimitField(tokens.dimension)] === tokens.limitPerMinute;
  const shared = own ? "" : sharedWords(input, "them");
  const what = tokenDimensionWords(tokens.dimension).toUpperCase();
  return { kind: "tokens", sentence: `Bound by ${what}: ${used}${shared}.` };
}

function boundByConcurrency(input: BoundByInput, window: RecentWindow): BoundBy | null {
  const { requestsPerSecond, concurrency } = window.limit;
  // Slots that all call leave none to wait for a permit, however few permits a small burst lets lie about.
  if (slotShare(window, window.idle + window.waiting) >= NOISE) return null;
  const slots = busySlots(input, concurrency);
  const callMs = window.meanCallMs;
  if (callMs === null) {
    return { kind: "concurrency", sentence: `Bound by CONCURRENCY: ${slots}, and no call has ended in the last 10 s.` };
  }
  const carried = (concurrency * 1000) / callMs;
  const wanted = poolIsTighter(input, "requestsPerSecond") ? `${input.providerName}'s` : "your";
  const ofRate = carried < requestsPerSecond ? ` of ${wanted} ${limitWords(requestsPerSecond)}` : "";
  const carry = `at ${secondsWords(callMs)} per call ${concurrency} ${concurrency === 1 ? "carries" : "carry"} ${rateWords(carried)} rps${ofRate}`;
  return {
    kind: "concurrency",
    sentence: `Bound by CONCURRENCY: ${slots}; ${carry}.`,
    remedy: carried < requestsPerSecond ? moreSlots(requestsPerSecond, callMs, scopeOf(input, "concurrency")) : null,
    present: concurrency,
  };
}

/** "all 8 slots busy", "the only slot is busy"; whose they are where they are not the run's own. */
function busySlots(input: BoundByInput, concurrency: number): string {
  const providers = poolIsTighter(input, "concurrency");
  const own = providers ? ` (this run's own: ${input.limits.concurrency})` : "";
  if (concurrency === 1) return `${providers ? `${input.providerName}'s` : "the"} only slot is busy${own}`;
  return `all ${countWords(concurrency)} slots${providers ? ` of ${input.providerName}` : ""} busy${own}`;
}

/** The slots are in use, though not by this run alone. */
function boundByOthersSlots(input: BoundByInput, window: RecentWindow): BoundBy | null {
  const shared = sharedWords(input, "them");
  if (shared === "" || input.pending === 0 || (input.sharing?.slotsBusy !== true && !permitsLie(input, window))) {
    return null;
  }
  return { kind: "concurrency", sentence: `Bound by CONCURRENCY: all slots of ${input.providerName} busy${shared}.` };
}

/** The rate lets more start than its part, and more cases wait than start: then it is slots that are short. */
function permitsLie(input: BoundByInput, window: RecentWindow): boolean {
  const part = window.limit.requestsPerSecond * (input.sharing?.part ?? 1);
  return window.permits >= 1 && window.waiting < 1 && window.startedPerSecond < part * PART_USED;
}

/** Says how many runs share a limit, and how; empty where this one has it to itself. */
function sharedWords({ sharing }: BoundByInput, what: "it" | "them"): string {
  if (sharing == null || sharing.others === 0) return "";
  return `; ${sharing.others + 1} runs share ${what}, this one's part is ${percentWords(sharing.part)}`;
}

function boundByRate(input: BoundByInput, window: RecentWindow): BoundBy | null {
  // One case that always waits for its permit is enough: of many slots it is a small share.
  const waits = slotShare(window, window.waiting) >= NOISE || window.waiting >= 1;
  const shared = ownRateIsLess(input) ? "" : sharedWords(input, "it");
  if (!waits && (shared === "" || input.pending === 0)) return null;
  const slowed = boundByPace(input, window, shared);
  if (slowed !== null) return slowed;
  const pools = poolIsTighter(input, "requestsPerSecond");
  const own = pools ? ` (this run's own: ${limitWords(input.limits.requestsPerSecond)})` : "";
  const limit = `${pools ? `${input.providerName}'s ` : ""}${limitWords(window.limit.requestsPerSecond)} rps`;
  return {
    kind: "rate",
    sentence: `Bound by RATE: ${rateWords(window.startedPerSecond)} of ${limit} used${own}${shared}.`,
  };
}

/** The rate that binds is not the configured one: the provider's own limit holds it below. */
function boundByPace({ pace, providerName }: BoundByInput, window: RecentWindow, shared: string): BoundBy | null {
  // A run's own limit may be lower still.
  if (
    pace == null ||
    window.limit.requestsPerSecond > pace.rps * 1.02 ||
    window.limit.requestsPerSecond < pace.rps * 0.98
  ) {
    return null;
  }
  const [now, configured] = [rateWords(pace.rps), limitWords(pace.configuredRps)];
  return provider(
    pace.reported
      ? `${providerName} reports a limit of ${now} rps, below your ${configured}; the rate stays within it${shared}.`
      : `${providerName} refused requests, so the rate is down to ${now} of your ${configured} rps${shared}; it rises again while nothing is refused.`,
  );
}

/** The run's own rate keeps it below its part of the pool's: then the others are not what holds it back. */
function ownRateIsLess({ limits, poolLimits, sharing }: BoundByInput): boolean {
  return poolLimits !== null && limits.requestsPerSecond < poolLimits.requestsPerSecond * (sharing?.part ?? 1);
}

function slotShare(window: RecentWindow, slots: number): number {
  const all = window.inFlight + window.waiting + window.idle;
  return all === 0 ? 0 : slots / all;
}

function poolIsTighter(input: BoundByInput, key: "requestsPerSecond" | "concurrency"): boolean {
  return input.poolLimits !== null && input.poolLimits[key] < input.limits[key];
}

/** Whose limit binds. A run without limits of its own goes by the pool's. */
function scopeOf(input: BoundByInput, key: "requestsPerSecond" | "concurrency"): Remedy["scope"] {
  return input.poolLimits === null || poolIsTighter(input, key) ? "pool" : "run";
}
