import type { DayLeft } from "../limits/day-quota";
import type { TokenCount } from "../limits/token-budget";

export const FORECAST_BOUNDS = ["rate", "concurrency", "tokens", "latency", "day", "judge"] as const;
export type ForecastBound = (typeof FORECAST_BOUNDS)[number];

export interface ForecastInput {
  /** Every asking of a case counts. */
  readonly cases: number;
  /** How often each case is asked; absent: once. */
  readonly repeats?: number;
  /** In force for this run: the lower of its own and the pool's. */
  readonly requestsPerSecond: number;
  /** Its part of the pool's rate while other runs go on there, by turns; absent or null: it is alone. */
  readonly shareRps?: number | null;
  /** What the provider is known to let through of this run's, whatever is set; absent or null: nothing is known. */
  readonly accountRps?: number | null;
  readonly burst: number;
  readonly concurrency: number;
  readonly tokensPerMinute: number | null;
  /** HTTP requests per case at most. */
  readonly attempts: number;
  /** Mean time of a call, and its 95th percentile. */
  readonly latencyMs: number;
  readonly latencyP95Ms: number;
  /** Share of attempts that fail and are tried again, 0 to 1. */
  readonly retriedShare: number;
  /** Mean tokens of an attempt, null where not known. */
  readonly tokensPerAttempt: number | null;
  /** The same, apart for prompts and answers, and their own limits; absent or null where there are none. */
  readonly tokens?: TokenCount | null;
  readonly inputTokensPerMinute?: number | null;
  readonly outputTokensPerMinute?: number | null;
  /** The limit on requests of a day (UTC), what is left of today's, and how long today lasts; absent or null: no limit. */
  readonly day?: DayLeft | null;
}

export interface ForecastFigures {
  readonly attemptsPerCase: number;
  readonly attempts: number;
  readonly durationMs: number;
  readonly range: { readonly fromMs: number; readonly toMs: number };
  readonly boundBy: ForecastBound;
  /** Slots are only just enough for the rate, so that slow calls cost a few percent. */
  readonly tight: boolean;
}

/** How many cases a run asks, each counted once. */
export function casesAsked({ cases, repeats = 1 }: Pick<ForecastInput, "cases" | "repeats">): number {
  return cases / repeats;
}

/** Slots above need (Little's law) that keep the rate up in spite of slow calls. */
export const SLOT_RESERVE = 1.25;
const RANGE_AMPLE = 1.03;
const RANGE_TIGHT = 1.1;

/**
 * The duration of a run in closed form: what takes longest of the rate (the bucket starts full), the slots (a case that
 * backs off holds none) and the tokens. Against a simulation it errs by up to 3 %, by up to 6 % where it is tight.
 */
export function forecastRun(input: ForecastInput): ForecastFigures {
  const { burst, concurrency } = input;
  const rps = rateInShare(input);
  const attemptsPerCase = expectedAttempts(input.retriedShare, input.attempts);
  const attempts = input.cases * attemptsPerCase;
  const latencyS = input.latencyMs / 1000;
  const slowS = Math.max(input.latencyP95Ms, input.latencyMs) / 1000;

  const times: readonly [ForecastBound, number][] = [
    ["rate", Math.max(0, attempts - burst) / rps + latencyS],
    ["concurrency", (attempts * latencyS) / concurrency],
    ["tokens", tokensTimeS(input, attempts, latencyS)],
    ["day", dayTimeS(input, attempts, latencyS)],
  ];
  const longest = times.reduce((most, time) => (time[1] > most[1] ? time : most));
  // All start at once: the slowest call decides.
  const [boundBy, durationS] =
    attempts <= Math.min(burst, concurrency) && longest[0] !== "tokens" && longest[0] !== "day"
      ? (["latency", slowS] as const)
      : longest;
  const tight = isTight(rps, latencyS, concurrency);
  const ample = concurrency >= SLOT_RESERVE * rps * latencyS && !tight;
  const toS = durationS * (ample ? RANGE_AMPLE : RANGE_TIGHT) + (slowS - latencyS);
  const fromS = boundBy === "latency" ? Math.min(latencyS, durationS) : durationS;
  return {
    attemptsPerCase,
    attempts,
    durationMs: durationS * 1000,
    range: { fromMs: fromS * 1000, toMs: toS * 1000 },
    boundBy,
    tight,
  };
}

/** What is left of its rate while others take their turns, and as far as the provider is known to go along. */
export function rateInShare({
  requestsPerSecond,
  shareRps,
  accountRps,
}: Pick<ForecastInput, "requestsPerSecond" | "shareRps" | "accountRps">): number {
  const [share, account] = [shareRps ?? Number.POSITIVE_INFINITY, accountRps ?? Number.POSITIVE_INFINITY];
  return Math.min(requestsPerSecond, share, account);
}

/** The part of what the account allows that a run gets: all of it, or its share. Null: nothing is known of it. */
export function accountRpsOf(
  requestsPerSecond: number | null,
  { shareRps, poolRps }: { readonly shareRps: number | null; readonly poolRps: number },
): number | null {
  if (requestsPerSecond === null || requestsPerSecond <= 0) return null;
  return requestsPerSecond * (shareRps === null ? 1 : shareRps / poolRps);
}

/** Attempts per case when each fails with probability q and at most `attempts` are made: 1 + q + q² + … */
export function expectedAttempts(q: number, attempts: number): number {
  const share = Math.min(1, Math.max(0, q));
  return share === 1 ? attempts : (1 - share ** attempts) / (1 - share);
}

/** Slots that a rate takes up at a latency (Little's law), as a fraction. */
export function slotsNeeded(requestsPerSecond: number, latencyMs: number): number {
  return (requestsPerSecond * latencyMs) / 1000;
}

// Enough on average, but without reserve; whole slots leave few of them no reserve however the fraction falls.
function isTight(rps: number, latencyS: number, concurrency: number): boolean {
  const needed = rps * latencyS;
  return concurrency >= needed && (concurrency < SLOT_RESERVE * needed || concurrency <= Math.ceil(needed));
}

function tokensTimeS(input: ForecastInput, attempts: number, latencyS: number): number {
  const perMinute = [
    [input.tokensPerMinute, input.tokensPerAttempt],
    [input.inputTokensPerMinute ?? null, input.tokens?.input ?? null],
    [input.outputTokensPerMinute ?? null, input.tokens?.output ?? null],
  ] as const;
  const times = perMinute.map(([limit, weight]) =>
    limit === null || weight === null ? 0 : (60 * attempts * weight) / limit + latencyS,
  );
  return Math.max(...times);
}

const DAY_S = 86_400;

/** What does not fit into today waits for midnight, as often as it takes; the last day's part goes at the rate. */
function dayTimeS(input: ForecastInput, attempts: number, latencyS: number): number {
  const { day } = input;
  if (day == null || attempts <= day.leftToday) return 0;
  const later = attempts - day.leftToday;
  const fullDays = Math.ceil(later / day.perDay) - 1;
  const lastDay = later - fullDays * day.perDay;
  return day.endsInMs / 1000 + fullDays * DAY_S + lastDay / rateInShare(input) + latencyS;
}
