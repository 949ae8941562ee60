import { caseCountWords } from "../repeats/case-count-words";
import { durationWords, secondsWords } from "../words/duration-words";
import { moneyWords } from "../words/money-words";
import { countWords, limitWords, percentWords, plural } from "../words/number-words";
import type { ForecastFigures, ForecastInput } from "./closed-form";

export interface SentenceExtras {
  /** Where latency and retries come from, in brackets: "last 7 days, 1,204 calls", "assumed". */
  readonly source: string;
  /** Null where prices are not known; that, and a run that costs nothing, is left out. */
  readonly costUsd?: number | null;
  /** Calls of judges, beside the target's attempts; absent or 0: there are none. */
  readonly judgeCalls?: number;
  /** The time of day at which it will be done, as its reader writes it; left out where not given. */
  readonly doneAt?: string | null;
}

/**
 * "1,200 cases at 5 rps, burst 10, 8 at once: about 4 min 2 s, bounded by rate." Where the provider is known to allow less
 * than is set: "at 12 rps (the provider allows 5)".
 */
export function forecastHeadline(input: ForecastInput, figures: ForecastFigures): string {
  const limits = `${limitWords(input.requestsPerSecond)} rps${allowedWords(input)}, burst ${countWords(input.burst)}, ${countWords(input.concurrency)} at once`;
  const cases = caseCountWords({ counts: { total: input.cases }, repeats: input.repeats ?? 1 });
  return `${cases} at ${limits}: about ${durationWords(figures.durationMs)}, bounded by ${boundWords(figures.boundBy)}.`;
}

function allowedWords({ requestsPerSecond, shareRps, accountRps }: ForecastInput): string {
  const set = Math.min(requestsPerSecond, shareRps ?? requestsPerSecond);
  if (accountRps == null || accountRps >= set) return "";
  const whose = shareRps == null ? "the provider allows" : "of the provider's limit its share is";
  return ` (${whose} ${limitWords(Number(accountRps.toPrecision(3)))})`;
}

/** What bounds a run, after "bounded by". */
export function boundWords(bound: ForecastFigures["boundBy"]): string {
  if (bound === "day") return "requests per day";
  return bound === "judge" ? "its judges" : bound;
}

/** The headline, then attempts, cost and what it all rests on. */
export function forecastSentence(input: ForecastInput, figures: ForecastFigures, extras: SentenceExtras): string {
  const judged = !extras.judgeCalls ? "" : ` and ${plural(extras.judgeCalls, "call")} of judges`;
  const attempts = `${plural(Math.round(figures.attempts), "attempt")}${judged}`;
  const cost = !extras.costUsd ? "" : `, ≈${moneyWords(extras.costUsd)}`;
  const done = extras.doneAt == null ? "" : `, done ≈${extras.doneAt}`;
  const assumes = `Assumes ${secondsWords(input.latencyMs)} per call and ${percentWords(input.retriedShare)} retried (${extras.source}).`;
  return `${forecastHeadline(input, figures)} ${attempts}${cost}${done}. ${assumes}`;
}
