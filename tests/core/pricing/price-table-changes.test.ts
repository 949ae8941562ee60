import { describe, expect, it } from "vitest";
import type { ModelPrice } from "@/lib/core/pricing/model-price";
import { priceTableChanges, withShippedPrices } from "@/lib/core/pricing/price-table-changes";

const row = (model: string, inputUsdPerMillion: number): ModelPrice => ({
  provider: "openai",
  model,
  inputUsdPerMillion,
  outputUsdPerMillion: 1,
  cachedInputUsdPerMillion: null,
  contextTokens: null,
});

describe("what changed between two tables", () => {
  it("tells what was added, changed and removed, and nothing else", () => {
    const changes = priceTableChanges([row("a", 1), row("b", 1), row("c", 1)], [row("b", 2), row("a", 1), row("d", 1)]);
    expect(
      changes.map(({ model, before, after }) => [model, before?.inputUsdPerMillion, after?.inputUsdPerMillion]),
    ).toEqual([
      ["b", 1, 2],
      ["d", undefined, 1],
      ["c", 1, undefined],
    ]);
    expect(priceTableChanges([row("a", 1)], [row("a", 1)])).toEqual([]);
  });
});

describe("newer shipped prices", () => {
  it("replace the prices of the models that they know, add new models, and leave own ones alone", () => {
    const table = withShippedPrices([row("mine", 7), row("a", 1)], [row("a", 2), row("b", 3)]);
    expect(table.map(({ model, inputUsdPerMillion }) => [model, inputUsdPerMillion])).toEqual([
      ["mine", 7],
      ["a", 2],
      ["b", 3],
    ]);
  });
});
