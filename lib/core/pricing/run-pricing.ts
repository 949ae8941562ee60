import { z } from "zod";
import { findModelPrice, type ModelPrice, type PricedModel, type TokenPrice, tokenPriceSchema } from "./model-price";

/** The prices that a run's calls are reckoned with, frozen at launch: a later edit of the table changes no run. */
export const runPricingSchema = z.strictObject({
  /** The table they were taken from: `shipped 2026-08-05`, or `v3`. */
  version: z.string(),
  /** For each provider and model that the run calls; null: it had no price. */
  prices: z.array(z.strictObject({ providerId: z.string(), model: z.string(), price: tokenPriceSchema.nullable() })),
  /** What one case was expected to cost at launch, US dollars; a budget goes by it until cases have shown better. */
  expectedCaseUsd: z.number().min(0).nullable().default(null),
});
export type RunPricing = z.infer<typeof runPricingSchema>;

/** Freezes the prices of the models that a run calls (its target, its judges). */
export function freezePrices(
  table: { readonly version: string; readonly rows: readonly ModelPrice[] },
  models: readonly PricedModel[],
  expectedCaseUsd: number | null,
): RunPricing {
  const prices = new Map<string, RunPricing["prices"][number]>();
  for (const wanted of models) {
    const { providerId, model } = wanted;
    const row = findModelPrice(table.rows, wanted);
    prices.set(JSON.stringify([providerId, model]), { providerId, model, price: row === null ? null : priceOf(row) });
  }
  return { version: table.version, prices: [...prices.values()], expectedCaseUsd };
}

/** Null where the run has no price for the model; so it is for runs from before there were prices. */
export function frozenPrice(
  pricing: RunPricing | undefined,
  call: { readonly providerId: string; readonly model: string },
): TokenPrice | null {
  const found = pricing?.prices.find((each) => each.providerId === call.providerId && each.model === call.model);
  return found?.price ?? null;
}

/** Models that the run calls without a known price. */
export function unpricedModels(pricing: RunPricing | undefined): string[] {
  return (pricing?.prices ?? []).flatMap((each) => (each.price === null ? [each.model] : []));
}

/** Whether no call of the run costs anything. */
export function isFree(pricing: RunPricing | undefined): boolean {
  const prices = pricing?.prices ?? [];
  return prices.length > 0 && prices.every(({ price }) => price !== null && costsNothing(price));
}

function costsNothing(price: TokenPrice): boolean {
  return price.inputUsdPerMillion + price.outputUsdPerMillion + (price.cachedInputUsdPerMillion ?? 0) === 0;
}

function priceOf({ inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion }: ModelPrice): TokenPrice {
  return { inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion };
}
