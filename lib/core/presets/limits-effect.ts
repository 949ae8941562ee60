import { type ForecastFigures, type ForecastInput, forecastRun } from "../forecast/closed-form";
import { boundWords, forecastHeadline } from "../forecast/forecast-sentence";
import { limitNotices, worstBackoffMs } from "../forecast/limit-notices";
import type { Notice } from "../forecast/notice";
import type { Limits } from "../limits/limits";
import { durationWords, secondsWords } from "../words/duration-words";
import { countWords, plural } from "../words/number-words";

/** The run that two versions are compared on. */
export interface ReferenceRun {
  readonly cases: number;
  readonly latencyMs: number;
  /** Share of attempts that fail and are tried again, 0 to 1. */
  readonly retriedShare: number;
}

/** What one set of limits makes of the reference run. */
export interface LimitsOutlook {
  readonly headline: string;
  readonly durationMs: number;
  readonly notices: readonly Notice[];
}

const DAY_MS = 86_400_000;

/** The forecast of the reference run, with remarks on the limits themselves. */
export function limitsOutlook(limits: Limits, reference: ReferenceRun): LimitsOutlook {
  const input = inputOf(limits, reference);
  const figures = forecastRun(input);
  return {
    headline: forecastHeadline(input, figures),
    durationMs: figures.durationMs,
    notices: limitNotices({ limits, forecast: input, figures, account: null, seen429: 0, retryWindow: null }),
  };
}

function inputOf(limits: Limits, { cases, latencyMs, retriedShare }: ReferenceRun): ForecastInput {
  const { requestsPerDay } = limits;
  return {
    cases,
    requestsPerSecond: limits.requestsPerSecond,
    burst: limits.burst,
    concurrency: limits.concurrency,
    tokensPerMinute: limits.tokensPerMinute,
    attempts: limits.retry.attempts,
    latencyMs,
    latencyP95Ms: 2 * latencyMs,
    retriedShare,
    // How many tokens a call takes is the dataset's business, and no part of a preset.
    tokensPerAttempt: null,
    day: requestsPerDay === null ? null : { perDay: requestsPerDay, leftToday: requestsPerDay, endsInMs: DAY_MS },
  };
}

/** One limit by the name that diffs give it, and how it passes from one version into another. */
const TAKE: Readonly<Record<string, (from: Limits, to: Limits) => Limits>> = {
  rps: (from, { requestsPerSecond }) => ({ ...from, requestsPerSecond }),
  burst: (from, { burst }) => ({ ...from, burst }),
  concurrency: (from, { concurrency }) => ({ ...from, concurrency }),
  attempts: (from, { retry: { attempts } }) => ({ ...from, retry: { ...from.retry, attempts } }),
  requestsPerDay: (from, { requestsPerDay }) => ({ ...from, requestsPerDay }),
};

/** What a change of one limit alone does to the reference run; `key` as in a diff's rows. */
export function fieldEffect(key: string, before: Limits, after: Limits, reference: ReferenceRun): string {
  const take = TAKE[key];
  if (take !== undefined) return durationEffect(before, take(before, after), reference);
  switch (key) {
    case "tokensPerMinute":
    case "inputTokensPerMinute":
    case "outputTokensPerMinute":
      return "Depends on the tokens of a call, which a preset does not know";
    case "timeout":
      return timeoutEffect(after, reference);
    case "baseDelay":
    case "maxDelay":
      return `All backoffs of a case: up to ${durationWords(worstBackoffMs(before.retry))} → ${durationWords(worstBackoffMs(after.retry))}`;
    case "jitter":
      return after.retry.jitter === "full"
        ? "Backoffs spread between 0 and their ceiling"
        : "Backoffs take their ceiling: cases that failed together come back together";
    case "giveUpAfter":
      return after.retry.giveUpAfterMs === null
        ? "Waits as long as the provider asks"
        : `A case that is asked to wait over ${durationWords(after.retry.giveUpAfterMs)} is given up, not scored`;
    case "adaptive":
      return after.adaptive ? "Slows down after a 429, and finds its way back" : "Keeps its rate, whatever comes back";
    default:
      return "";
  }
}

function durationEffect(before: Limits, after: Limits, reference: ReferenceRun): string {
  const was = forecastRun(inputOf(before, reference));
  const is = forecastRun(inputOf(after, reference));
  const run = plural(reference.cases, "case");
  if (figuresText(was) === figuresText(is)) return `${run}: ${figuresText(is)}, as before`;
  return `${run}: ${figuresText(was)} → ${figuresText(is)}`;
}

function figuresText({ durationMs, boundBy }: ForecastFigures): string {
  return `${durationWords(durationMs)} bounded by ${boundWords(boundBy)}`;
}

function timeoutEffect({ requestTimeoutMs }: Limits, { latencyMs }: ReferenceRun): string {
  const slow = 2 * latencyMs;
  if (requestTimeoutMs >= slow) return `Calls of ${secondsWords(latencyMs)} are far from it`;
  return `Cuts off slow calls: one in twenty takes ${secondsWords(slow)} or more`;
}

/** A change of limits as a unified diff, to be pasted into a message. Lines are `name: value`. */
export function unifiedLimitsDiff(
  names: { readonly before: string; readonly after: string },
  rows: readonly {
    readonly name: string;
    readonly before: string;
    readonly after: string;
    readonly changed: boolean;
  }[],
): string {
  const lines = rows.flatMap(({ name, before, after, changed }) =>
    changed ? [`-${name}: ${before}`, `+${name}: ${after}`] : [` ${name}: ${after}`],
  );
  const count = countWords(rows.length).replaceAll(",", "");
  return [`--- ${names.before}`, `+++ ${names.after}`, `@@ -1,${count} +1,${count} @@`, ...lines, ""].join("\n");
}
