import type { ForecastResponse } from "@/lib/contracts/forecast";
import type { JudgeLoad } from "@/lib/core/forecast/judge-forecast";
import { judgesOf } from "@/lib/core/scoring/evaluate";
import type { EvaluatorConfig } from "@/lib/core/scoring/evaluator-config";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import { callHistory } from "./call-history";
import type { ServiceContext } from "./context";
import { callCostBy, pricedModel, verdictTokens } from "./plan-pricing";
import type { PriceTable } from "./prices";

/** The judges of a launch, for its forecast. */
export interface ForecastJudges {
  readonly judges: ForecastResponse["judges"];
  readonly loads: readonly JudgeLoad[];
}

/** What the judges of a launch ask of which pools, and cost; one whose provider is not there is left to the launch to refuse. */
export async function forecastJudges(
  context: ServiceContext,
  launch: {
    readonly evaluators: readonly EvaluatorConfig[];
    readonly dataset: DatasetRecord;
    readonly targetPool: PoolRecord;
    /** Tokens of an answer. */
    readonly answerTokens: number;
    readonly table: PriceTable;
    readonly assumedLatencyMs: number;
  },
): Promise<ForecastJudges> {
  const { dataset, targetPool, table } = launch;
  const judges: ForecastResponse["judges"] = [];
  const loads = new Map<string, JudgeLoad>();
  for (const { name, config } of judgesOf(launch.evaluators)) {
    const provider = await context.stores.providers.get(config.providerId);
    if (provider === null || provider.workspaceId !== context.actor.workspaceId || provider.archivedAt !== null)
      continue;
    const pool = await context.stores.pools.forModel(provider.id, config.model);
    if (pool === null) continue;
    const known = loads.get(pool.id);
    const { meanLatencyMs } = await callHistory(context, provider, config.model);
    loads.set(pool.id, {
      providerName: provider.name,
      calls: (known?.calls ?? 0) + 1,
      limits: pool.limits,
      shared: pool.id === targetPool.id,
      latencyMs: Math.max(known?.latencyMs ?? 0, meanLatencyMs ?? launch.assumedLatencyMs),
    });
    const model = pricedModel(provider, config.model);
    judges.push({
      evaluator: name,
      providerId: provider.id,
      model: config.model,
      latencyMs: meanLatencyMs ?? launch.assumedLatencyMs,
      perCaseUsd: callCostBy(table, model, verdictTokens(config, dataset, launch.answerTokens)),
    });
  }
  return { judges, loads: [...loads.values()] };
}
