import { DomainError } from "@/lib/core/errors";
import { tokensCostUsd } from "@/lib/core/pricing/call-cost";
import { findModelPrice, type PricedModel } from "@/lib/core/pricing/model-price";
import { freezePrices, type RunPricing, unpricedModels } from "@/lib/core/pricing/run-pricing";
import type { RunTarget } from "@/lib/core/runs/run-config";
import type { JudgeConfig } from "@/lib/core/scoring/evaluator-config";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import { callHistory } from "./call-history";
import type { ServiceContext } from "./context";
import { expectedTokens } from "./expected-tokens";
import type { PlannedJudge } from "./launch-judges";
import { type PriceTable, priceTable } from "./prices";
import { tokensPerAttempt } from "./token-estimate";

/** Freezes the prices of a launch, with what one case is expected to cost. */
export async function planPricing(
  context: ServiceContext,
  launch: {
    readonly target: RunTarget;
    readonly dataset: DatasetRecord;
    readonly provider: ProviderRecord;
    readonly judges: readonly PlannedJudge[];
  },
): Promise<RunPricing> {
  const { target, dataset, provider, judges } = launch;
  const [table, history] = await Promise.all([priceTable(context), callHistory(context, provider, target.model)]);
  const called = pricedModel(provider, target.model);
  const tokens = await expectedTokens(context, history, dataset, target);
  const judging = judges.map(({ provider: asked, config }) => {
    const model = pricedModel(asked, config.model);
    return { model, costUsd: callCostBy(table, model, verdictTokens(config, dataset, tokens.output)) };
  });
  const costs = [callCostBy(table, called, tokens), ...judging.map(({ costUsd }) => costUsd)];
  const expected = costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
  return freezePrices(table, [called, ...judging.map(({ model }) => model)], expected);
}

/** Tokens of a judge's verdict: a choice and a reason of one to three sentences. */
const VERDICT_TOKENS = 100;

/** What one question to a judge is expected to take: the rubric with a case and an answer filled in. */
export function verdictTokens(
  { rubric, params }: Pick<JudgeConfig, "rubric" | "params">,
  dataset: Pick<DatasetRecord, "meanCharacters">,
  answerTokens: number,
): { readonly input: number; readonly output: number } {
  const input = tokensPerAttempt(dataset, { prompt: rubric.prompt, params: {} }) + Math.ceil(answerTokens);
  return { input, output: Math.min(VERDICT_TOKENS, params.maxOutputTokens ?? VERDICT_TOKENS) };
}

/** What a call of so many tokens costs by the table, US dollars; null where its model has no price. */
export function callCostBy(
  table: PriceTable,
  model: PricedModel,
  tokens: { readonly input: number; readonly output: number },
): number | null {
  const price = findModelPrice(table.rows, model);
  return price === null ? null : tokensCostUsd({ inputTokens: tokens.input, outputTokens: tokens.output }, price);
}

export function pricedModel(provider: Pick<ProviderRecord, "id" | "kind">, model: string): PricedModel {
  return { providerId: provider.id, providerKind: provider.kind, model };
}

/** @throws DomainError infeasible, where a model that the run calls has no price */
export function refuseUnpricedBudget(pricing: RunPricing | undefined): void {
  const missing = pricing === undefined ? ["a run from before there were prices"] : unpricedModels(pricing);
  if (missing.length === 0) return;
  const message = `A budget needs the price of every model that is called, and there is none for ${missing.join(", ")}. Add it to the price table (PUT /api/v1/prices), or leave the budget out.`;
  throw new DomainError("infeasible", message, [{ path: "budgetUsd", message }]);
}
