import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duplicateRows, findModelPrice, type ModelPrice, modelPriceSchema } from "@/lib/core/pricing/model-price";
import { SHIPPED_PRICES } from "@/lib/core/pricing/shipped-prices";

const row = (provider: string, model: string, input = 1): ModelPrice => ({
  provider,
  model,
  inputUsdPerMillion: input,
  outputUsdPerMillion: 2 * input,
  cachedInputUsdPerMillion: null,
  contextTokens: null,
});
const call = (model: string, providerKind: "openai" | "simulated" | "openai-compatible" = "openai") => ({
  providerId: "prv_1",
  providerKind,
  model,
});

describe("the price of a model", () => {
  const table = [
    row("*", "*", 1),
    row("openai", "gpt-*", 2),
    row("openai", "gpt-4o*", 3),
    row("openai", "gpt-4o", 4),
    row("openai", "gpt-4o-2024-05-13", 5),
    row("prv_1", "gpt-4.1", 6),
    row("openai", "*-large-*", 7),
  ];

  it.each([
    ["the name before any pattern", "gpt-4o", 4],
    ["a snapshot goes by its model", "gpt-4o-2024-11-20", 4],
    ["a snapshot's own row goes before its model's", "gpt-4o-2024-05-13", 5],
    ["the pattern with the longest fixed text", "gpt-4o-audio", 3],
    ["a wider pattern where the narrower does not fit", "gpt-5", 2],
    ["a provider's own row before its kind's", "gpt-4.1", 6],
    ["stars in the middle", "my-large-model", 7],
    ["any provider's row last", "o3", 1],
  ])("%s", (_, model, input) => {
    expect(findModelPrice(table, call(model))?.inputUsdPerMillion).toBe(input);
  });

  it("is not known without a fitting row, and so is not 0", () => {
    expect(findModelPrice([row("openai", "gpt-4o")], call("gpt-5"))).toBeNull();
    expect(findModelPrice([row("openai", "gpt-4o")], call("gpt-4o", "openai-compatible"))).toBeNull();
    expect(findModelPrice([], call("gpt-4o"))).toBeNull();
  });

  it("matches a pattern exactly as its regular expression would", () => {
    const text = fc.array(fc.constantFrom("a", "b", "-"), { maxLength: 8 }).map((parts) => parts.join(""));
    const pattern = fc
      .array(fc.constantFrom("a", "b", "-", "*"), { minLength: 1, maxLength: 7 })
      .map((p) => p.join(""));
    fc.assert(
      fc.property(pattern, text, (model, name) => {
        fc.pre(model.includes("*") && name !== "");
        const expected = new RegExp(`^${model.replaceAll("*", ".*")}$`).test(name);
        expect(findModelPrice([row("openai", model)], call(name)) !== null).toBe(expected);
      }),
    );
  });

  it("is slow for no pattern", () => {
    const model = `${"*a".repeat(90)}*b`;
    expect(findModelPrice([row("openai", model)], call("a".repeat(200)))).toBeNull();
  });
});

describe("the shipped prices", () => {
  it("are rows as users write them, each model once", () => {
    for (const each of SHIPPED_PRICES) expect(modelPriceSchema.parse(each)).toEqual(each);
    expect(duplicateRows(SHIPPED_PRICES)).toEqual([]);
  });

  it.each([
    ["openai", "gpt-4o-mini-2024-07-18", 0.15, 0.6, 0.075],
    ["anthropic", "claude-sonnet-4-20250514", 3, 15, 0.3],
    ["anthropic", "claude-haiku-4-5-20251001", 1, 5, 0.1],
    ["google", "gemini-2.5-flash", 0.3, 2.5, 0.03],
    ["simulated", "whatever", 0, 0, 0],
  ] as const)("%s %s", (providerKind, model, input, output, cached) => {
    expect(findModelPrice(SHIPPED_PRICES, { providerId: "prv_1", providerKind, model })).toMatchObject({
      inputUsdPerMillion: input,
      outputUsdPerMillion: output,
      cachedInputUsdPerMillion: cached,
    });
  });

  it("has none for a gateway, whose prices are its own", () => {
    expect(findModelPrice(SHIPPED_PRICES, call("gpt-4o-mini", "openai-compatible"))).toBeNull();
  });

  it("never asks more for cached input than for any input", () => {
    for (const each of SHIPPED_PRICES) {
      expect(each.cachedInputUsdPerMillion ?? 0).toBeLessThanOrEqual(each.inputUsdPerMillion);
    }
  });
});

describe("a table", () => {
  it("names rows that stand for the same calls", () => {
    expect(duplicateRows([row("openai", "a"), row("*", "a"), row("openai", "a", 3), row("openai", "b")])).toEqual([2]);
  });

  it.each([
    ["a negative price", { inputUsdPerMillion: -1 }],
    ["a price that is no number", { outputUsdPerMillion: Number.NaN }],
    ["an endless price", { outputUsdPerMillion: Number.POSITIVE_INFINITY }],
    ["no model", { model: " " }],
    ["half a token", { contextTokens: 0.5 }],
    ["a field that it does not know", { currency: "EUR" }],
  ])("refuses %s", (_, patch) => {
    expect(modelPriceSchema.safeParse({ ...row("openai", "a"), ...patch }).success).toBe(false);
  });
});
