import type { ForecastResponse } from "@/lib/contracts/forecast";
import type { PoolResponse } from "@/lib/contracts/providers";
import { type ForecastInput, rateInShare } from "@/lib/core/forecast/closed-form";
import { type CostForecast, forecastCost } from "@/lib/core/forecast/forecast-cost";
import { type RetryWindow, retryWindow } from "@/lib/core/forecast/retry-window";
import { accountOf, type SimulationInput, untilMidnightMs } from "@/lib/core/forecast/simulation-input";
import type { Limits } from "@/lib/core/limits/limits";

export interface Assumptions {
  readonly latencyMs: number;
  readonly latencyP95Ms: number;
  readonly retriedShare: number;
  /** "last 7 days, 812 calls", "assumed", "as typed". */
  readonly source: string;
}

type Measured = ForecastResponse["assumes"];

/** Tokens of a call: as measured, else what the form's own texts come to. */
function tokensOf(known: Measured, input: ForecastInput, maxOutputTokens: number | null): Measured["tokens"] {
  if (known.tokens.measured) return known.tokens;
  const output = maxOutputTokens === null ? known.tokens.output : Math.min(known.tokens.output, maxOutputTokens);
  const prompt = (input.tokensPerAttempt ?? known.tokens.input) - (maxOutputTokens ?? 0);
  return { input: Math.max(0, prompt), output, measured: false };
}

/** What the launch would cost; undefined until the server has told the price, null where there is none. */
export function costOfLaunch(
  measured: ForecastResponse | undefined,
  input: ForecastInput,
  maxOutputTokens: number | null,
): CostForecast | null | undefined {
  if (measured === undefined) return undefined;
  const known = measured.assumes;
  const tokens = tokensOf(known, input, maxOutputTokens);
  return forecastCost({
    cases: input.cases,
    answeredShare: 1 - input.retriedShare ** input.attempts,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    measuredCalls: tokens.measured ? known.n : 0,
    maxOutputTokens,
    price: known.price,
  });
}

/** Whether the retries outlast the provider's window, by its earlier 429s. */
export function retriesOfLaunch(measured: ForecastResponse | undefined, limits: Limits): RetryWindow | null {
  return measured === undefined ? null : retryWindow(limits.retry, measured.assumes.refusals);
}

/** What the run is played through with. A typed share of retries says nothing of 429s. */
export function simulationOfLaunch(
  input: ForecastInput,
  limits: Limits,
  assumptions: Assumptions,
  context: {
    readonly measured: ForecastResponse | undefined;
    readonly pool: PoolResponse | undefined;
    readonly maxOutputTokens: number | null;
  },
): SimulationInput {
  const known = context.measured?.assumes;
  const refusals = known?.refusals;
  const typed = known === undefined || known.retriedShare !== assumptions.retriedShare;
  return {
    cases: input.cases,
    limits: { ...limits, requestsPerSecond: rateInShare(input) },
    latencyMs: assumptions.latencyMs,
    latencyP95Ms: assumptions.latencyP95Ms,
    transientShare: typed ? assumptions.retriedShare : known.transientShare,
    rateLimitedShare: typed ? 0 : known.rateLimitedShare,
    askedWaitMs: refusals === undefined || refusals.asked === 0 ? null : refusals.longestAskedMs,
    tokens: known === undefined ? null : tokensOf(known, input, context.maxOutputTokens),
    account: accountOf(context.pool?.learned?.requests?.limit ?? null),
    leftToday: input.day?.leftToday ?? null,
    untilMidnightMs: untilMidnightMs(Date.now()),
    seed: 1,
  };
}
