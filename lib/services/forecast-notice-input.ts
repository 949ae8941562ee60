import type { ForecastFigures, ForecastInput } from "@/lib/core/forecast/closed-form";
import { type NoticeInput, ownRetriesOf } from "@/lib/core/forecast/notice-input";
import type { RetryWindow } from "@/lib/core/forecast/retry-window";
import { learnedRequestsPerSecond } from "@/lib/core/limits/learned-limits";
import { tokenLimitField } from "@/lib/core/limits/token-budget";
import { targetVariables } from "@/lib/core/prompt-template";
import type { RunConfig } from "@/lib/core/runs/run-config";
import { evaluatorsNeedExpected } from "@/lib/core/scoring/needs-expected";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { ServiceContext } from "./context";
import type { ForecastLaunch } from "./forecast-launch";
import { unfitWords } from "./token-fit";

const KINDS_WITH_KEY: ReadonlySet<ProviderRecord["kind"]> = new Set(["openai", "anthropic", "google"]);

/** What was reckoned for the launch. */
interface Reckoned {
  readonly input: ForecastInput;
  readonly figures: ForecastFigures;
  readonly costUsd: number | null;
  readonly retries: RetryWindow | null;
}

/** All that the remarks on a launch are judged by. */
export function noticeInput(context: ServiceContext, launch: ForecastLaunch, reckoned: Reckoned): NoticeInput {
  const { input, figures } = reckoned;
  const { request, dataset, provider, pool, history, unfit } = launch;
  const live = context.supervisor.livePool(pool.id);
  const { learned } = launch;
  return {
    limits: launch.limits,
    ownLimits: launch.own,
    poolLimits: pool.limits,
    forecast: input,
    figures,
    measuredCalls: history.calls,
    seen429: history.rateLimited,
    account:
      learned === null
        ? null
        : {
            requestsPerMinute: perMinute(learnedRequestsPerSecond(learned.known)),
            tokensPerMinute: learned.known.tokens?.limit ?? null,
            shownAt: `${new Date(learned.at).toISOString().slice(11, 16)} UTC`,
          },
    otherRuns: live?.runs.length ?? 0,
    unpriced: [
      ...(launch.price === null ? [request.target.model] : []),
      ...launch.judging.judges.flatMap((judge) => (judge.perCaseUsd === null ? [judge.model] : [])),
    ],
    costUsd: reckoned.costUsd,
    budgetUsd: request.budgetUsd ?? null,
    retryWindow: reckoned.retries,
    provider: {
      name: provider.name,
      needsKey: KINDS_WITH_KEY.has(provider.kind),
      hasKey: provider.apiKeyCipher !== null,
      refused: history.refused,
      ownRetries: ownRetriesOf(provider.kind),
    },
    dataset: {
      ...launch.odd,
      contextTokens: launch.price?.contextTokens ?? null,
      skipped: (request.skip ?? []).length > 0,
      missingVariables: missingVariables(dataset, request.target),
      hasExpected: dataset.hasExpected,
    },
    unfit: unfit === null ? null : { field: tokenLimitField(unfit.misfit.dimension), text: unfitWords(unfit) },
    evaluatorsNeedExpected: evaluatorsNeedExpected(launch.evaluators),
  };
}

function perMinute(perSecond: number | null): number | null {
  return perSecond === null ? null : perSecond * 60;
}

function missingVariables(dataset: DatasetRecord, target: RunConfig["target"]): { name: string; cases: number }[] {
  const have = new Map(dataset.variables.map((variable) => [variable.name, variable.cases]));
  return targetVariables(target)
    .map((name) => ({ name, cases: dataset.caseCount - (have.get(name) ?? 0) }))
    .filter((variable) => variable.cases > 0);
}
