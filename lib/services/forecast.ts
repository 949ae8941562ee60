import type { ForecastResponse } from "@/lib/contracts/forecast";
import { skippedCount } from "@/lib/core/datasets/case-oddities";
import {
  accountRpsOf,
  type ForecastFigures,
  type ForecastInput,
  forecastRun,
  rateInShare,
} from "@/lib/core/forecast/closed-form";
import { expectedTimes } from "@/lib/core/forecast/expected-times";
import { forecastCost } from "@/lib/core/forecast/forecast-cost";
import { forecastSentence } from "@/lib/core/forecast/forecast-sentence";
import { forecastJudged, withJudgeCost } from "@/lib/core/forecast/judge-forecast";
import { forecastNotices } from "@/lib/core/forecast/notices";
import { retryWindow } from "@/lib/core/forecast/retry-window";
import { simulateRun } from "@/lib/core/forecast/simulate-run";
import { accountOf, type SimulationInput, untilMidnightMs } from "@/lib/core/forecast/simulation-input";
import { dayLeftAt } from "@/lib/core/limits/day-quota";
import { believedLimits, learnedRequestsPerSecond } from "@/lib/core/limits/learned-limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { tightestTokens } from "@/lib/core/limits/token-budget";
import { findModelPrice } from "@/lib/core/pricing/model-price";
import type { RunConfig } from "@/lib/core/runs/run-config";
import { shareOfRate } from "@/lib/core/scheduling/run-priority";
import { callHistory } from "./call-history";
import type { ServiceContext } from "./context";
import { type CreateRun, ownLimits, poolFor } from "./create-run";
import { findDataset } from "./datasets";
import { expectedTokens } from "./expected-tokens";
import { forecastJudges } from "./forecast-judges";
import type { ForecastLaunch } from "./forecast-launch";
import { noticeInput } from "./forecast-notice-input";
import { resolveEvaluators } from "./launch-judges";
import { pricedModel } from "./plan-pricing";
import { learnedOf } from "./pools";
import { priceTable } from "./prices";
import { findProvider } from "./providers";
import { longestFor } from "./skipped-cases";
import { findUnfitCase } from "./token-fit";

/** A call to a model that was never called here (ux: "assuming 2.0 s"); its 95th percentile is twice that. */
const ASSUMED_LATENCY_MS = 2000;

/**
 * How long a launch would take and what would bound it, with remarks. What would be refused at launch is a remark of
 * level `block` here, so that a form can show it while it is filled in.
 * @throws DomainError not-found (dataset, provider or preset)
 */
export async function forecast(context: ServiceContext, request: CreateRun): Promise<ForecastResponse> {
  const { datasetId, target } = request;
  const [dataset, provider] = await Promise.all([
    findDataset(context, datasetId),
    findProvider(context, target.providerId),
  ]);
  const pool = await poolFor(context, provider, target.model);
  const [learned, own, history, table] = await Promise.all([
    learnedOf(context, pool.id),
    ownLimits(context, request),
    callHistory(context, provider, target.model),
    priceTable(context),
  ]);
  const limits = own === null ? pool.limits : effectiveLimits(own.limits, pool.limits);
  const price = findModelPrice(table.rows, pricedModel(provider, target.model));
  const evaluators = await resolveEvaluators(request.evaluators);
  const tokens = await expectedTokens(context, history, dataset, target);
  const launch: ForecastLaunch = {
    request,
    evaluators,
    judging: await forecastJudges(context, {
      evaluators,
      dataset,
      targetPool: pool,
      answerTokens: tokens.output,
      table,
      assumedLatencyMs: ASSUMED_LATENCY_MS,
    }),
    dataset,
    provider,
    pool,
    own: own?.limits ?? null,
    limits,
    history,
    learned: learned === null ? null : { ...learned, known: believedLimits(learned.known, context.clock.now()) },
    tokens,
    unfit: await findUnfitCase(context, dataset, { target, sample: request.sample ?? { kind: "all" } }, [
      limits,
      pool.limits,
    ]),
    odd: await context.stores.datasets.oddCases(dataset.id, longestFor(target, price)),
    price,
    priceVersion: table.version,
  };
  return forecastView(context, launch);
}

function forecastView(context: ServiceContext, launch: ForecastLaunch): ForecastResponse {
  const { history, limits, tokens, price } = launch;
  const input = forecastInput(context, launch);
  const answers = forecastRun(input);
  const judged = forecastJudged(input, answers, launch.judging.loads);
  const { figures } = judged;
  const source =
    history.calls === 0 ? "assumed" : `last 7 days, ${history.calls} ${history.calls === 1 ? "call" : "calls"}`;
  const simulation = simulateRun(simulationInput(context, launch, input));
  const answerCost = forecastCost({
    cases: input.cases,
    answeredShare: 1 - history.retriedShare ** limits.retry.attempts,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    measuredCalls: tokens.measured ? history.calls : 0,
    maxOutputTokens: launch.request.target.params.maxOutputTokens ?? null,
    price,
  });
  const verdictsUsd = launch.judging.judges.map((judge) => judge.perCaseUsd);
  const cost = withJudgeCost(answerCost, input.cases, verdictsUsd);
  const retries = retryWindow(limits.retry, history.refusals);
  const notices = forecastNotices(
    noticeInput(context, launch, { input, figures: answers, costUsd: cost?.usd ?? null, retries }),
  );
  return {
    cases: input.cases,
    durationMs: figures.durationMs,
    range: { ...figures.range },
    boundBy: figures.boundBy,
    tight: figures.tight,
    attempts: figures.attempts,
    perCase: perCaseOf(launch, input, answers),
    costUsd: cost?.usd ?? null,
    costRange: cost === null ? null : { lowUsd: cost.lowUsd, highUsd: cost.highUsd },
    judges: launch.judging.judges,
    simulation: {
      ...simulation,
      p50Ms: Math.max(simulation.p50Ms, judged.judgesMs),
      p90Ms: Math.max(simulation.p90Ms, figures.boundBy === "judge" ? figures.range.toMs : 0),
    },
    retries: retries === null ? null : { ...retries },
    sentence: forecastSentence(input, figures, { source, costUsd: cost?.usd ?? null, judgeCalls: judged.calls }),
    assumes: assumptionsOf(launch, input, source),
    notices: [...notices, ...judged.notices].map((each) => ({ ...each, fixes: each.fixes.map((fix) => ({ ...fix })) })),
  };
}

/** Tokens let through no more attempts than they suffice for. */
function perCaseOf(
  { history, limits }: ForecastLaunch,
  input: ForecastInput,
  { attemptsPerCase }: ForecastFigures,
): ForecastResponse["perCase"] {
  const tokens = tightestTokens(limits, input.tokens ?? null);
  const byTokens =
    tokens.tokensPerMinute === null || tokens.tokensPerAttempt === null
      ? Number.POSITIVE_INFINITY
      : tokens.tokensPerMinute / 60 / Math.max(1, tokens.tokensPerAttempt);
  const times = expectedTimes({
    cases: input.cases,
    attemptsPerCase,
    requestsPerSecond: Math.min(rateInShare(input), byTokens),
    burst: input.burst,
    concurrency: input.concurrency,
    latencyMs: input.latencyMs,
    transientShare: history.transientShare,
    rateLimitedShare: history.rateLimitedShare,
    askedWaitMs: history.refusals.asked > 0 ? history.refusals.longestAskedMs : null,
    retry: limits.retry,
  });
  return { callMs: input.latencyMs * attemptsPerCase, ...times };
}

function assumptionsOf(launch: ForecastLaunch, input: ForecastInput, source: string): ForecastResponse["assumes"] {
  const { history, price, priceVersion, tokens } = launch;
  return {
    latencyMs: input.latencyMs,
    latencyP95Ms: input.latencyP95Ms,
    retriedShare: input.retriedShare,
    source,
    n: history.calls,
    rateLimitedShare: history.rateLimitedShare,
    transientShare: history.transientShare,
    refusals: { ...history.refusals },
    tokens: { ...tokens },
    price: price === null ? null : { ...price },
    priceVersion,
    odd: { ...launch.odd },
  };
}

function simulationInput(context: ServiceContext, launch: ForecastLaunch, input: ForecastInput): SimulationInput {
  const { history, learned, limits, tokens } = launch;
  return {
    cases: input.cases,
    limits: { ...limits, requestsPerSecond: rateInShare(input) },
    latencyMs: input.latencyMs,
    latencyP95Ms: input.latencyP95Ms,
    transientShare: history.transientShare,
    rateLimitedShare: history.rateLimitedShare,
    askedWaitMs: history.refusals.asked > 0 ? history.refusals.longestAskedMs : null,
    tokens,
    account: accountOf(learned?.known.requests?.limit ?? null),
    leftToday: input.day?.leftToday ?? null,
    untilMidnightMs: untilMidnightMs(context.clock.now()),
    seed: 1,
  };
}

function forecastInput(context: ServiceContext, launch: ForecastLaunch): ForecastInput {
  const { request, dataset, pool, limits, history, tokens } = launch;
  const others = context.supervisor.livePool(pool.id)?.runs ?? [];
  const sample: RunConfig["sample"] = request.sample ?? { kind: "all" };
  const skipped = skippedCount(launch.odd, request.skip ?? []);
  const poolRps = pool.limits.requestsPerSecond;
  const shareRps = shareOfRate(
    request.priority ?? "normal",
    others.map(({ priority }) => priority),
    poolRps,
  );
  return {
    cases:
      (request.repeats ?? 1) *
      Math.min(sample.kind === "all" ? dataset.caseCount : sample.n, dataset.caseCount - skipped),
    repeats: request.repeats ?? 1,
    requestsPerSecond: limits.requestsPerSecond,
    shareRps,
    accountRps: accountRpsOf(learnedRequestsPerSecond(launch.learned?.known ?? {}), { shareRps, poolRps }),
    burst: limits.burst,
    concurrency: limits.concurrency,
    tokensPerMinute: limits.tokensPerMinute,
    attempts: limits.retry.attempts,
    latencyMs: history.meanLatencyMs ?? ASSUMED_LATENCY_MS,
    latencyP95Ms: history.p95LatencyMs ?? 2 * ASSUMED_LATENCY_MS,
    retriedShare: history.retriedShare,
    inputTokensPerMinute: limits.inputTokensPerMinute,
    outputTokensPerMinute: limits.outputTokensPerMinute,
    tokensPerAttempt: tokens.input + tokens.output,
    tokens,
    day: dayLeftAt(
      limits.requestsPerDay,
      context.supervisor.livePool(pool.id)?.requestsToday ?? 0,
      context.clock.now(),
    ),
  };
}
