import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordDiff } from "@/lib/core/text/word-diff";

const join = (parts: ReturnType<typeof wordDiff>, kinds: readonly string[]) =>
  parts
    ?.filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join("");

describe("the difference of two texts", () => {
  it("is told word by word", () => {
    expect(wordDiff("The answer is 41.", "The answer is 42!")).toEqual([
      { kind: "same", text: "The answer is " },
      { kind: "out", text: "41." },
      { kind: "in", text: "42!" },
    ]);
    expect(wordDiff("a", "a")).toEqual([{ kind: "same", text: "a" }]);
    expect(wordDiff("", "")).toEqual([]);
  });

  it("gives both texts back, whatever they are", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.constantFrom("a b c", "שלום 🦉 x", " a  "),
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = wordDiff(before, after);
        expect(join(parts, ["same", "out"])).toBe(before);
        expect(join(parts, ["same", "in"])).toBe(after);
      }),
    );
  });

  it("is not taken of long texts", () => {
    expect(wordDiff("word ".repeat(400), "x")).toBeNull();
  });
});
