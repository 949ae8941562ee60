import { z } from "zod";
import type { ProviderKind } from "../limits/starter-limits";
import { fitsPattern, withoutSnapshot } from "../models/model-pattern";

const usdPerMillion = (what: string) => {
  const error = `${what} must be a number of US dollars per million tokens, from 0 to 1,000,000`;
  return z.number({ error }).min(0, { error }).max(1_000_000, { error });
};

/** What a million tokens cost, in US dollars. */
export const tokenPriceSchema = z.strictObject({
  inputUsdPerMillion: usdPerMillion("the input price"),
  outputUsdPerMillion: usdPerMillion("the output price"),
  /** Input that the provider read from its own prompt cache; null: no discount is known, and it costs as any input does. */
  cachedInputUsdPerMillion: usdPerMillion("the price of cached input").nullable().default(null),
});
export type TokenPrice = z.infer<typeof tokenPriceSchema>;

/** One row of a price table: which calls it is for, and what they cost. */
export const modelPriceSchema = tokenPriceSchema.extend({
  /** A provider kind, the id of one provider, or `*` for any. */
  provider: z.string().trim().min(1, { error: "provider must be a kind, a provider's id or *" }).max(100),
  /** A model's name, or a pattern in which `*` stands for any text. */
  model: z.string().trim().min(1, { error: "model must not be empty; * stands for any text" }).max(200),
  /** Tokens that fit into one request, answer included; null where not known. */
  contextTokens: z
    .number()
    .int({ error: "contextTokens must be a whole number" })
    .min(1, { error: "contextTokens must be at least 1" })
    .max(100_000_000)
    .nullable()
    .default(null),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** Whose call it is. */
export interface PricedModel {
  readonly providerId: string;
  readonly providerKind: ProviderKind;
  readonly model: string;
}

/**
 * The row that a model's calls cost by; null where the table has none, and the cost is then unknown, not 0. The nearer row
 * wins: a provider's own before its kind's before any provider's; then the model's name, its name without a snapshot's
 * date, and of patterns the one with the longest fixed text.
 */
export function findModelPrice(table: readonly ModelPrice[], wanted: PricedModel): ModelPrice | null {
  for (const scope of [wanted.providerId, wanted.providerKind, "*"]) {
    const found = rowForModel(
      table.filter((row) => row.provider === scope),
      wanted.model,
    );
    if (found !== null) return found;
  }
  return null;
}

function rowForModel(rows: readonly ModelPrice[], model: string): ModelPrice | null {
  const named = (name: string) => rows.find((row) => row.model === name);
  // Prices of snapshots are those of their model, unless they have a row of their own.
  const exact = named(model) ?? named(withoutSnapshot(model));
  if (exact !== undefined) return exact;
  const fitting = rows.filter((row) => row.model.includes("*") && fitsPattern(row.model, model));
  return fitting.reduce<ModelPrice | null>(
    (nearest, row) => (nearest === null || fixedText(row.model) > fixedText(nearest.model) ? row : nearest),
    null,
  );
}

function fixedText(pattern: string): number {
  return pattern.replaceAll("*", "").length;
}

/** Rows that stand for the same calls, by their place in the table. A table with such rows cannot be read one way only. */
export function duplicateRows(table: readonly ModelPrice[]): number[] {
  const seen = new Set<string>();
  return table.flatMap((row, at) => {
    const key = JSON.stringify([row.provider, row.model]);
    if (seen.has(key)) return [at];
    seen.add(key);
    return [];
  });
}
