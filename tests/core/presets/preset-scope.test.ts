import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsPattern, meansModel } from "@/lib/core/models/model-pattern";
import { ANY_SCOPE, normalScope, type ScopedUse, scopeFits, scopeWords } from "@/lib/core/presets/preset-scope";

const use = (over: Partial<ScopedUse> = {}): ScopedUse => ({
  providerId: "prv_1",
  providerKind: "openai",
  model: "gpt-4o-mini",
  ...over,
});

describe("what a preset is meant for", () => {
  it.each([
    ["anything", ANY_SCOPE, use(), true],
    ["the kind", { provider: "openai", model: null }, use(), true],
    ["another kind", { provider: "google", model: null }, use(), false],
    ["the provider", { provider: "prv_1", model: null }, use(), true],
    ["another provider of the kind", { provider: "prv_2", model: null }, use(), false],
    ["a provider, where it is not there yet", { provider: "prv_1", model: null }, use({ providerId: null }), false],
    ["the model", { provider: null, model: "gpt-4o-mini" }, use(), true],
    ["its snapshot", { provider: null, model: "gpt-4o-mini" }, use({ model: "gpt-4o-mini-2024-07-18" }), true],
    ["a pattern", { provider: "openai", model: "gpt-4o*" }, use(), true],
    ["another pattern", { provider: "openai", model: "o3*" }, use(), false],
    ["a model that is not known yet", { provider: "openai", model: "o3*" }, use({ model: null }), true],
    ["the pool of all models", { provider: "openai", model: "o3*" }, use({ model: "*" }), true],
    ["the pool of the same pattern", { provider: null, model: "gpt-4o*" }, use({ model: "gpt-4o*" }), true],
  ])("%s", (_what, scope, given, expected) => {
    expect(scopeFits(scope, given)).toBe(expected);
  });

  it("is told in words", () => {
    expect(scopeWords(null, null)).toBeNull();
    expect(scopeWords("OpenAI", "gpt-4o*")).toBe("OpenAI · gpt-4o*");
    expect(scopeWords(null, "gpt-4o*")).toBe("any provider · gpt-4o*");
    expect(normalScope({ provider: "*", model: "*" })).toEqual(ANY_SCOPE);
  });
});

describe("a model's name or pattern", () => {
  it("with stars put anywhere still means the text that it was made from", () => {
    const cut = fc.array(fc.string(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(cut, (parts) => {
        const plain = parts.map((part) => part.replaceAll("*", ""));
        expect(fitsPattern(plain.join("*"), plain.join(""))).toBe(true);
      }),
    );
  });

  it("without a star means itself and its snapshots alone", () => {
    expect(meansModel("o3", "o3-mini")).toBe(false);
    expect(meansModel("o3", "o3-2025-04-16")).toBe(true);
    expect(meansModel("*-mini", "o3-mini")).toBe(true);
    expect(meansModel("a*a", "a")).toBe(false);
  });
});
