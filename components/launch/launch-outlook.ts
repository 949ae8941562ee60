import type { ForecastNotice, ForecastResponse } from "@/lib/contracts/forecast";
import type { PoolResponse } from "@/lib/contracts/providers";
import { CASE_ODDITIES, NO_ODD_CASES, skippedCount } from "@/lib/core/datasets/case-oddities";
import { accountRpsOf, type ForecastFigures, type ForecastInput, forecastRun } from "@/lib/core/forecast/closed-form";
import type { CostForecast } from "@/lib/core/forecast/forecast-cost";
import { forecastJudged, type JudgedForecast, withJudgeCost } from "@/lib/core/forecast/judge-forecast";
import type { Notice } from "@/lib/core/forecast/notice";
import { ownRetriesOf } from "@/lib/core/forecast/notice-input";
import { forecastNotices } from "@/lib/core/forecast/notices";
import type { SimulationInput } from "@/lib/core/forecast/simulation-input";
import { dayLeftAt } from "@/lib/core/limits/day-quota";
import { believedRequests, learnedRequestsPerSecond } from "@/lib/core/limits/learned-limits";
import type { Limits } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { shareOfRate } from "@/lib/core/scheduling/run-priority";
import { formatClockMinutes } from "@/lib/format";
import { parseNumber } from "../limit-fields/limits-draft";
import { needsExpected } from "./evaluator-draft";
import { judgeLoads } from "./judge-outlook";
import { type LaunchDraft, limitsFrom } from "./launch-draft";
import { type Assumptions, costOfLaunch, retriesOfLaunch, simulationOfLaunch } from "./launch-reckoning";
import { type LaunchContext, type ReadLaunch, readBudget, readRepeats } from "./read-launch";
import { draftVariables } from "./read-prompt";

/** What a forecast rests on where nothing is known. */
const ASSUMED = { latencyMs: 2000, latencyP95Ms: 4000, retriedShare: 0 } as const;
/** English text has about four characters to a token. */
const CHARACTERS_PER_TOKEN = 4;
/** Kinds that never work without a key. */
const NEEDS_KEY: ReadonlySet<string> = new Set(["openai", "anthropic", "google"]);

/** What the form knows beside the draft. */
export interface OutlookContext extends LaunchContext {
  readonly pools: readonly PoolResponse[];
  readonly pool: PoolResponse | undefined;
  readonly presetLimits: Limits | null;
  /** Measured by earlier runs, undefined until the server has answered. */
  readonly measured: ForecastResponse | undefined;
}

export interface Outlook {
  readonly input: ForecastInput;
  /** Of the whole run, its judges included. */
  readonly figures: ForecastFigures;
  readonly judged: JudgedForecast;
  readonly assumptions: Assumptions;
  /** Undefined until the server has told the price; null where there is none. */
  readonly cost: CostForecast | null | undefined;
  /** What the run is played through with, once typing rests. */
  readonly simulation: SimulationInput;
  readonly notices: readonly Notice[];
}

/** What was typed where something was, else what was measured, else what is assumed. */
export function assumptionsOf(draft: LaunchDraft, measured: ForecastResponse | undefined): Assumptions {
  const known = measured?.assumes ?? { ...ASSUMED, source: "assumed" };
  const latency = positive(draft.latency);
  const p95 = positive(draft.p95);
  const retried = parseNumber(draft.retried ?? "");
  const latencyMs = latency === null ? known.latencyMs : latency * 1000;
  // A typed latency leaves the measured spread behind.
  const usualP95 = latency === null ? known.latencyP95Ms : 2 * latencyMs;
  const typed = latency !== null || p95 !== null || retried !== null;
  return {
    latencyMs,
    latencyP95Ms: p95 === null ? usualP95 : Math.max(p95 * 1000, latencyMs),
    retriedShare: retried === null ? known.retriedShare : Math.min(100, Math.max(0, retried)) / 100,
    source: typed ? "as typed" : known.source,
  };
}

/** How long the run would take and what to know before it starts; null until cases and limits are known. */
export function launchOutlook(draft: LaunchDraft, read: ReadLaunch, context: OutlookContext): Outlook | null {
  const cases = casesOf(draft, read, context);
  const limits = limitsInForce(draft, read, context);
  if (cases === null || limits === null) return null;
  const assumptions = assumptionsOf(draft, context.measured);
  const shareRps = shareOf(draft, context.pool);
  const input: ForecastInput = {
    cases: cases * readRepeats(draft),
    repeats: readRepeats(draft),
    requestsPerSecond: limits.requestsPerSecond,
    shareRps,
    accountRps: accountRpsOf(toldRpsOf(context.pool), {
      shareRps,
      poolRps: context.pool?.limits.requestsPerSecond ?? limits.requestsPerSecond,
    }),
    burst: limits.burst,
    concurrency: limits.concurrency,
    tokensPerMinute: limits.tokensPerMinute,
    attempts: limits.retry.attempts,
    latencyMs: assumptions.latencyMs,
    latencyP95Ms: assumptions.latencyP95Ms,
    retriedShare: assumptions.retriedShare,
    inputTokensPerMinute: limits.inputTokensPerMinute,
    outputTokensPerMinute: limits.outputTokensPerMinute,
    tokensPerAttempt: tokensPerAttempt(draft, context),
    tokens: tokensOfLaunch(draft, context),
    day: dayLeftAt(limits.requestsPerDay, context.pool?.requestsToday ?? 0, Date.now()),
  };
  const answers = forecastRun(input);
  const judged = forecastJudged(input, answers, judgeLoads(draft, context));
  const maxOutputTokens = positive(draft.maxTokens);
  const answerCost = costOfLaunch(context.measured, input, maxOutputTokens);
  const verdictsUsd = (context.measured?.judges ?? []).map((judge) => judge.perCaseUsd);
  const cost = answerCost === undefined ? undefined : withJudgeCost(answerCost, input.cases, verdictsUsd);
  const simulation = simulationOfLaunch(input, limits, assumptions, { ...context, maxOutputTokens });
  const notices = noticesOf({ draft, read, context, limits, input, figures: answers, costUsd: cost?.usd ?? null });
  return {
    input,
    figures: judged.figures,
    judged,
    assumptions,
    cost,
    simulation,
    notices: [...notices, ...judged.notices],
  };
}

function casesOf(draft: LaunchDraft, { sample }: ReadLaunch, context: OutlookContext): number | null {
  const { dataset, measured } = context;
  if (sample === null) return null;
  if (dataset === undefined) return sample.kind === "all" ? null : sample.n;
  const odd = measured?.assumes.odd ?? NO_ODD_CASES;
  const left = dataset.caseCount - (draft.skip === "odd" ? skippedCount(odd, CASE_ODDITIES) : 0);
  return sample.kind === "all" ? left : Math.min(sample.n, left);
}

/** Null while own values are wrong or the preset is not known yet, or where nothing says what the limits are. */
function limitsInForce(draft: LaunchDraft, read: ReadLaunch, { pool, presetLimits }: OutlookContext): Limits | null {
  const from = limitsFrom(draft);
  if (from === "pool") return pool?.limits ?? null;
  const own = from === "own" ? read.ownLimits : presetLimits;
  if (own === null || pool === undefined) return own;
  return effectiveLimits(own, pool.limits);
}

function shareOf({ priority }: LaunchDraft, pool: PoolResponse | undefined): number | null {
  if (pool === undefined) return null;
  const others = pool.runs.map((run) => run.priority);
  return shareOfRate(priority ?? "normal", others, pool.limits.requestsPerSecond);
}

function tokensPerAttempt(draft: LaunchDraft, { dataset }: OutlookContext): number {
  const texts = draft.promptKind === "prompt" ? [draft.prompt] : draft.messages.map((message) => message.content);
  const characters = texts.reduce((sum, text) => sum + text.length, 0) + (dataset?.meanCharacters ?? 0);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + (parseNumber(draft.maxTokens ?? "") ?? 0);
}

/** As measured, else what the texts come to; answers are taken to be as the server expects them. */
function tokensOfLaunch(draft: LaunchDraft, context: OutlookContext): ForecastInput["tokens"] {
  const known = context.measured?.assumes.tokens;
  if (known === undefined) return null;
  if (known.measured) return known;
  const input = tokensPerAttempt(draft, context) - (parseNumber(draft.maxTokens ?? "") ?? 0);
  return { input, output: known.output };
}

interface Judged {
  draft: LaunchDraft;
  read: ReadLaunch;
  context: OutlookContext;
  limits: Limits;
  input: ForecastInput;
  figures: ForecastFigures;
  costUsd: number | null;
}

function noticesOf({ draft, read, context, limits, input, figures, costUsd }: Judged): Notice[] {
  const { dataset, pool, provider, measured } = context;
  const latencyTyped = positive(draft.latency) !== null;
  const own = forecastNotices({
    limits,
    ownLimits: limitsFrom(draft) === "preset" ? context.presetLimits : read.ownLimits,
    poolLimits: pool?.limits ?? limits,
    forecast: input,
    figures,
    // Until the server has answered, and where somebody typed a latency, "no calls yet" would be noise.
    measuredCalls: latencyTyped ? 1 : (measured?.assumes.n ?? 1),
    seen429: (measured?.assumes.rateLimitedShare ?? 0) > 0 ? 1 : (pool?.rateLimitedLastMinute ?? 0),
    account: accountOf(pool),
    otherRuns: pool?.runs.length ?? 0,
    unpriced: unpricedModels(context).map(({ model }) => model),
    costUsd,
    budgetUsd: readBudget(draft),
    retryWindow: retriesOfLaunch(measured, limits),
    provider: {
      name: provider?.name ?? "",
      needsKey: provider !== undefined && NEEDS_KEY.has(provider.kind),
      hasKey: provider?.hasApiKey ?? false,
      refused: null,
      ownRetries: provider === undefined ? null : ownRetriesOf(provider.kind),
    },
    dataset: {
      ...(measured?.assumes.odd ?? NO_ODD_CASES),
      contextTokens: measured?.assumes.price?.contextTokens ?? null,
      skipped: draft.skip === "odd",
      missingVariables: partlyMissing(draft, context),
      hasExpected: dataset?.hasExpected ?? true,
    },
    evaluatorsNeedExpected: draft.evaluators.some((each) => needsExpected(each, context)),
  });
  // What only the server knows: that the last call was refused, and what a tokenizer makes of the longest case.
  const refused = (measured?.notices ?? []).filter(
    (each) => each.id === "FIT" || (each.id === "N12" && !own.some((other) => other.id === "N12")),
  );
  return [...refused.map(asNotice), ...own];
}

function asNotice({ id, level, field, text, fixes }: ForecastNotice): Notice {
  return { id, level, field, text, fixes };
}

/** Variables that some cases lack. What no case has is a fault of the prompt field, and told there. */
function partlyMissing(draft: LaunchDraft, { dataset }: OutlookContext): { name: string; cases: number }[] {
  if (dataset === undefined) return [];
  return draftVariables(draft).flatMap((name) => {
    const have = dataset.variables.find((variable) => variable.name === name)?.cases ?? 0;
    return have > 0 && have < dataset.caseCount ? [{ name, cases: dataset.caseCount - have }] : [];
  });
}

/** Models that would be called without a known price, with the kind of their provider. */
export function unpricedModels({ measured, model, provider, providers }: OutlookContext) {
  // Until the server has answered, a missing price would be noise.
  if (measured === undefined || model.trim() === "") return [];
  const target = measured.assumes.price === null ? [{ provider: provider?.kind ?? "*", model: model.trim() }] : [];
  const judges = measured.judges.flatMap((judge) => {
    const kind = providers.find(({ id }) => id === judge.providerId)?.kind ?? "*";
    return judge.perCaseUsd === null ? [{ provider: kind, model: judge.model }] : [];
  });
  return [...target, ...judges];
}

/** The rate that the provider told; null where that was so long ago that a run would not believe it. */
function toldRpsOf(pool: PoolResponse | undefined): number | null {
  const requests = pool?.learned?.requests ?? null;
  if (requests === null || believedRequests({ requests: { at: Date.parse(requests.at) } }, Date.now()) === null)
    return null;
  return learnedRequestsPerSecond({ requests });
}

function accountOf(pool: PoolResponse | undefined) {
  const learned = pool?.learned ?? null;
  if (learned === null) return null;
  const toldRps = toldRpsOf(pool);
  return {
    requestsPerMinute: toldRps === null ? null : toldRps * 60,
    tokensPerMinute: learned.tokens?.limit ?? null,
    shownAt: formatClockMinutes(learned.at),
  };
}

function positive(text: string | null): number | null {
  const value = parseNumber(text ?? "");
  return value !== null && value > 0 ? value : null;
}
