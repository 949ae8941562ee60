import type { PriceTableResponse } from "@/lib/contracts/prices";
import type { ModelPrice } from "@/lib/core/pricing/model-price";
import { parseNumber } from "../limit-fields/limits-draft";

export type PriceRow = PriceTableResponse["rows"][number];

/** A row as it is typed. Empty: no cached price, no known context window. */
export interface PriceDraft {
  readonly provider: string;
  readonly model: string;
  readonly input: string;
  readonly output: string;
  readonly cached: string;
  readonly context: string;
}
export type PriceField = keyof PriceDraft;

export function emptyPrice(over: Partial<PriceDraft> = {}): PriceDraft {
  return { provider: "openai", model: "", input: "", output: "", cached: "", context: "", ...over };
}

export function draftOfPrice(row: ModelPrice): PriceDraft {
  const text = (value: number | null) => (value === null ? "" : String(value));
  return {
    provider: row.provider,
    model: row.model,
    input: text(row.inputUsdPerMillion),
    output: text(row.outputUsdPerMillion),
    cached: text(row.cachedInputUsdPerMillion),
    context: text(row.contextTokens),
  };
}

const MODEL_CHARS_MAX = 200;

/** The draft that an address asks for; null where it names no model, or what no model can be called. */
export function askedPrice(asked: { model: string | null; provider: string | null }): Partial<PriceDraft> | null {
  const model = asked.model?.trim() ?? "";
  if (model === "" || model.length > MODEL_CHARS_MAX || /\p{Cc}/u.test(model)) return null;
  return { model, provider: asked.provider ?? "openai" };
}

export interface ReadPrice {
  readonly row: ModelPrice | null;
  readonly problems: Partial<Record<PriceField, string>>;
}

const PRICE_SAYS = "US dollars per million tokens, e.g. 2.50; 0 where it costs nothing.";

/** Reads a draft; `taken` are the other rows, which may not stand for the same calls. */
export function readPrice(draft: PriceDraft, taken: readonly ModelPrice[]): ReadPrice {
  const problems: Partial<Record<PriceField, string>> = {};
  const price = (field: "input" | "output" | "cached") => {
    const value = parseNumber(draft[field].replace(/^\s*\$/, ""));
    if (value !== null && value >= 0 && value <= 1_000_000) return value;
    problems[field] = PRICE_SAYS;
    return 0;
  };
  const model = draft.model.trim();
  if (model === "") problems.model = "Name a model; * stands for any text.";
  else if (model.length > MODEL_CHARS_MAX) problems.model = `At most ${MODEL_CHARS_MAX} characters.`;
  else if (taken.some((row) => row.provider === draft.provider && row.model === model)) {
    problems.model = "This model has a price already: edit that row.";
  }
  const inputUsdPerMillion = price("input");
  const outputUsdPerMillion = price("output");
  const cachedInputUsdPerMillion = draft.cached.trim() === "" ? null : price("cached");
  const context = draft.context.trim() === "" ? null : parseNumber(draft.context);
  if (draft.context.trim() !== "" && (context === null || !Number.isInteger(context) || context < 1)) {
    problems.context = "A whole number of tokens, or empty.";
  }
  if (Object.keys(problems).length > 0) return { row: null, problems };
  const row = { provider: draft.provider, model, inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion };
  return { row: { ...row, contextTokens: context }, problems };
}

/** The rows as they are sent: without what only the page knows of them. */
export function plainRows(rows: readonly PriceRow[]): ModelPrice[] {
  return rows.map(({ origin: _, ...row }) => row);
}

export function sameCalls(a: ModelPrice, b: ModelPrice): boolean {
  return a.provider === b.provider && a.model === b.model;
}
