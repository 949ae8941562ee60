import type { Limits } from "../limits/limits";
import { durationWords } from "../words/duration-words";
import { countWords, limitWords } from "../words/number-words";
import { type ForecastFigures, type ForecastInput, forecastRun } from "./closed-form";
import type { CostForecast } from "./forecast-cost";
import { type Notice, notice } from "./notice";

/** What the judges of a launch ask of one pool. */
export interface JudgeLoad {
  readonly providerName: string;
  /** Calls that one case makes through this pool. */
  readonly calls: number;
  readonly limits: Pick<Limits, "requestsPerSecond" | "burst" | "concurrency">;
  /** The target's calls go through the same pool. */
  readonly shared: boolean;
  /** Mean time of a judge's call. */
  readonly latencyMs: number;
}

export interface JudgedForecast {
  /** Of the whole run: bounded by `judge` where verdicts take longer than answers. */
  readonly figures: ForecastFigures;
  /** Calls of all judges. */
  readonly calls: number;
  /** The longest that a pool takes for its verdicts; 0 without judges. */
  readonly judgesMs: number;
  readonly notices: readonly Notice[];
}

/** Chance that the closed form leaves out, as it does where slots are tight. */
const SLACK = 1.1;
/** Verdicts are short, but how short is not known before the first. */
const COST_ERROR = 0.3;

/** Adds the judges to a forecast: answers and verdicts come at once, so what takes longer decides. */
export function forecastJudged(
  input: ForecastInput,
  figures: ForecastFigures,
  loads: readonly JudgeLoad[],
): JudgedForecast {
  const calls = input.cases * loads.reduce((sum, load) => sum + load.calls, 0);
  let slowest: { readonly load: JudgeLoad; readonly ms: number } | null = null;
  for (const load of loads) {
    // The first verdict waits for the first answer.
    const ms = poolMs(input, figures, load) + input.latencyMs;
    if (slowest === null || ms > slowest.ms) slowest = { load, ms };
  }
  if (slowest === null) return { figures, calls: 0, judgesMs: 0, notices: [] };
  const { load, ms } = slowest;
  // A few calls that are still on their way are no bound.
  if (ms <= figures.durationMs * SLACK) return { figures, calls, judgesMs: ms, notices: [] };
  const text = `Its judges make ${countWords(input.cases * load.calls)} calls through ${load.providerName}, which takes about ${durationWords(ms)} at ${limitWords(load.limits.requestsPerSecond)} rps, ${countWords(load.limits.concurrency)} at once${load.shared ? ", the answers included" : ""}; the answers alone take ${durationWords(figures.durationMs)}.`;
  return {
    figures: { ...figures, durationMs: ms, range: { fromMs: ms, toMs: ms * SLACK }, boundBy: "judge", tight: false },
    calls,
    judgesMs: ms,
    notices: [notice("JUDGE", "info", "evaluators", text)],
  };
}

function poolMs(
  input: ForecastInput,
  figures: ForecastFigures,
  { calls, limits, shared, latencyMs }: JudgeLoad,
): number {
  const { requestsPerSecond, burst, concurrency } = limits;
  return forecastRun({
    cases: input.cases * calls + (shared ? figures.attempts : 0),
    requestsPerSecond,
    burst,
    concurrency,
    tokensPerMinute: null,
    tokensPerAttempt: null,
    attempts: 1,
    retriedShare: 0,
    latencyMs,
    latencyP95Ms: 2 * latencyMs,
  }).durationMs;
}

/** A run's cost with that of its judges; null where either is not known. `perCaseUsd`: what each judge costs a case. */
export function withJudgeCost(
  cost: CostForecast | null,
  cases: number,
  perCaseUsd: readonly (number | null)[],
): CostForecast | null {
  let usd = 0;
  for (const each of perCaseUsd) {
    if (each === null || cost === null) return null;
    usd += each * cases;
  }
  if (cost === null || usd === 0) return cost;
  return {
    usd: cost.usd + usd,
    lowUsd: cost.lowUsd + usd * (1 - COST_ERROR),
    highUsd: cost.highUsd + usd * (1 + COST_ERROR),
  };
}
