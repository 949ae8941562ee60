import type { ModelPrice } from "./model-price";

/**
 * The prices that Evalpace ships with: US dollars per million tokens, standard tier, prompts of usual length. As of
 * 5 August 2026, put together from two public lists that were compared with each other:
 *
 * - models.dev, the vendors' models with prices and context windows (github.com/anomalyco/models.dev, 2 July 2026)
 * - llm-prices, prices with their history (github.com/simonw/llm-prices, 5 August 2026), which wins where they differ
 *
 * They are list prices. What a contract, a batch or priority tier, a region, or a very long prompt changes is not in them
 * (above 200,000 or 272,000 tokens some models cost up to twice as much): edit the table where that matters. Gateways and
 * own servers (openai-compatible) have prices of their own and ship with none.
 */
export const SHIPPED_PRICES_DATE = "2026-08-05";

/** Model, input, output, cached input (null: no discount), context window in tokens. */
type Row = readonly [model: string, input: number, output: number, cached: number | null, context: number | null];

const OPENAI: readonly Row[] = [
  ["gpt-5.6-sol", 5, 30, 0.5, null],
  ["gpt-5.6-terra", 2, 12, 0.2, null],
  ["gpt-5.6-luna", 0.2, 1.2, 0.02, null],
  ["gpt-5.5", 5, 30, 0.5, 1_050_000],
  ["gpt-5.5-pro", 30, 180, null, 1_050_000],
  ["gpt-5.4", 2.5, 15, 0.25, 1_050_000],
  ["gpt-5.4-mini", 0.75, 4.5, 0.075, 400_000],
  ["gpt-5.4-nano", 0.2, 1.25, 0.02, 400_000],
  ["gpt-5.4-pro", 30, 180, null, 1_050_000],
  ["gpt-5.3-chat-latest", 1.75, 14, 0.175, 128_000],
  ["gpt-5.3-codex", 1.75, 14, 0.175, 400_000],
  ["gpt-5.2", 1.75, 14, 0.175, 400_000],
  ["gpt-5.2-chat-latest", 1.75, 14, 0.175, 128_000],
  ["gpt-5.2-codex", 1.75, 14, 0.175, 400_000],
  ["gpt-5.2-pro", 21, 168, null, 400_000],
  ["gpt-5.1", 1.25, 10, 0.125, 400_000],
  ["gpt-5.1-chat-latest", 1.25, 10, 0.125, 128_000],
  ["gpt-5.1-codex", 1.25, 10, 0.125, 400_000],
  ["gpt-5.1-codex-max", 1.25, 10, 0.125, 400_000],
  ["gpt-5.1-codex-mini", 0.25, 2, 0.025, 400_000],
  ["gpt-5", 1.25, 10, 0.125, 400_000],
  ["gpt-5-chat-latest", 1.25, 10, 0.125, 400_000],
  ["gpt-5-codex", 1.25, 10, 0.125, 400_000],
  ["gpt-5-mini", 0.25, 2, 0.025, 400_000],
  ["gpt-5-nano", 0.05, 0.4, 0.005, 400_000],
  ["gpt-5-pro", 15, 120, null, 400_000],
  ["gpt-4.1", 2, 8, 0.5, 1_047_576],
  ["gpt-4.1-mini", 0.4, 1.6, 0.1, 1_047_576],
  ["gpt-4.1-nano", 0.1, 0.4, 0.025, 1_047_576],
  ["gpt-4o", 2.5, 10, 1.25, 128_000],
  ["gpt-4o-2024-05-13", 5, 15, null, 128_000],
  ["gpt-4o-mini", 0.15, 0.6, 0.075, 128_000],
  ["gpt-4-turbo", 10, 30, null, 128_000],
  ["gpt-4", 30, 60, null, 8192],
  ["gpt-3.5-turbo", 0.5, 1.5, null, 16_385],
  ["o4-mini", 1.1, 4.4, 0.275, 200_000],
  ["o3", 2, 8, 0.5, 200_000],
  ["o3-mini", 1.1, 4.4, 0.55, 200_000],
  ["o3-pro", 20, 80, null, 200_000],
  ["o1", 15, 60, 7.5, 200_000],
  ["o1-pro", 150, 600, null, 200_000],
];

const ANTHROPIC: readonly Row[] = [
  ["claude-fable-5", 10, 50, 1, 1_000_000],
  ["claude-sonnet-5", 3, 15, 0.3, 1_000_000],
  ["claude-opus-4-8", 5, 25, 0.5, 1_000_000],
  ["claude-opus-4-7", 5, 25, 0.5, 1_000_000],
  ["claude-opus-4-6", 5, 25, 0.5, 1_000_000],
  ["claude-opus-4-5", 5, 25, 0.5, 200_000],
  ["claude-opus-4-1", 15, 75, 1.5, 200_000],
  ["claude-opus-4-0", 15, 75, 1.5, 200_000],
  ["claude-opus-4", 15, 75, 1.5, 200_000],
  ["claude-sonnet-4-6", 3, 15, 0.3, 1_000_000],
  ["claude-sonnet-4-5", 3, 15, 0.3, 200_000],
  ["claude-sonnet-4-0", 3, 15, 0.3, 200_000],
  ["claude-sonnet-4", 3, 15, 0.3, 200_000],
  ["claude-haiku-4-5", 1, 5, 0.1, 200_000],
  ["claude-3-7-sonnet", 3, 15, 0.3, 200_000],
  ["claude-3-5-sonnet", 3, 15, 0.3, 200_000],
  ["claude-3-5-haiku", 0.8, 4, 0.08, 200_000],
  ["claude-3-haiku", 0.25, 1.25, 0.03, 200_000],
  ["claude-3-opus", 15, 75, 1.5, 200_000],
];

const GOOGLE: readonly Row[] = [
  ["gemini-3.6-flash", 1.5, 7.5, 0.15, null],
  ["gemini-3.5-flash", 1.5, 9, 0.15, 1_048_576],
  ["gemini-3.5-flash-lite", 0.3, 2.5, 0.03, null],
  ["gemini-3.1-pro-preview", 2, 12, 0.2, 1_048_576],
  ["gemini-3.1-flash-lite", 0.25, 1.5, 0.025, 1_048_576],
  ["gemini-3.1-flash-lite-preview", 0.25, 1.5, 0.025, 1_048_576],
  ["gemini-3-pro-preview", 2, 12, 0.2, 1_048_576],
  ["gemini-3-flash-preview", 0.5, 3, 0.05, 1_048_576],
  ["gemini-2.5-pro", 1.25, 10, 0.125, 1_048_576],
  ["gemini-2.5-flash", 0.3, 2.5, 0.03, 1_048_576],
  ["gemini-2.5-flash-lite", 0.1, 0.4, 0.01, 1_048_576],
  ["gemini-2.0-flash", 0.1, 0.4, 0.025, 1_048_576],
  ["gemini-2.0-flash-lite", 0.075, 0.3, null, 1_048_576],
];

/** The built-in simulator costs nothing, whatever its models are called. A row with a model's name puts a price on one. */
const SIMULATED: readonly Row[] = [["*", 0, 0, 0, null]];

function rowsOf(provider: string, rows: readonly Row[]): ModelPrice[] {
  return rows.map(([model, input, output, cached, context]) => ({
    provider,
    model,
    inputUsdPerMillion: input,
    outputUsdPerMillion: output,
    cachedInputUsdPerMillion: cached,
    contextTokens: context,
  }));
}

export const SHIPPED_PRICES: readonly ModelPrice[] = [
  ...rowsOf("openai", OPENAI),
  ...rowsOf("anthropic", ANTHROPIC),
  ...rowsOf("google", GOOGLE),
  ...rowsOf("simulated", SIMULATED),
];
