import { longestCharacters } from "@/lib/core/datasets/case-oddities";
import { findModelPrice, type ModelPrice } from "@/lib/core/pricing/model-price";
import type { LaunchConfig, RunTarget } from "@/lib/core/runs/run-config";
import type { SkippedCases } from "@/lib/persistence/odd-cases";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { ServiceContext } from "./context";
import { pricedModel } from "./plan-pricing";
import { priceTable } from "./prices";

/** Characters that a case's values may have for this call; null where the model's context window is not known. */
export function longestFor(target: RunTarget, price: Pick<ModelPrice, "contextTokens"> | null): number | null {
  const texts = target.messages?.map((message) => message.content) ?? [target.prompt ?? ""];
  return longestCharacters(price?.contextTokens ?? null, {
    templateCharacters: texts.reduce((sum, text) => sum + text.length, 0),
    maxOutputTokens: target.params.maxOutputTokens ?? 0,
  });
}

/** What a launch leaves out. */
export async function skippedCases(
  context: ServiceContext,
  launch: Pick<LaunchConfig, "target" | "skip">,
  provider: ProviderRecord,
): Promise<SkippedCases> {
  const { target, skip = [] } = launch;
  if (!skip.includes("too-long")) return { oddities: skip, longerThan: null };
  const { rows } = await priceTable(context);
  return { oddities: skip, longerThan: longestFor(target, findModelPrice(rows, pricedModel(provider, target.model))) };
}
