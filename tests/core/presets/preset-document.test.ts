import { describe, expect, it } from "vitest";
import { limitsSchema } from "@/lib/core/limits/limits";
import { readPresetDocument } from "@/lib/core/presets/preset-document";

const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8, tokensPerMinute: 90_000 });
const document = {
  format: "evalpace-preset",
  formatVersion: 1,
  slug: "openai-default",
  name: "OpenAI default",
  description: null,
  scope: { provider: "openai", model: "gpt-4o*" },
  versions: [{ n: 1, limits: LIMITS, message: "first", author: "Ana", createdAt: "2026-01-02T03:04:05.000Z" }],
  labels: { default: 1 },
};

describe("an exported preset", () => {
  it("is read as it was written", () => {
    expect(readPresetDocument(document)).toEqual({ document, unknownKeys: [], secrets: [], problems: [] });
  });

  it("of before there was a scope is meant for any", () => {
    const { scope: _, ...older } = document;
    expect(readPresetDocument(older).document?.scope).toEqual({ provider: null, model: null });
    const partly = readPresetDocument({ ...document, scope: { model: "o3" } });
    expect(partly.document?.scope).toEqual({ provider: null, model: "o3" });
  });

  it("may hold keys that say nothing: they are listed, at any depth, and left out", () => {
    const odd = {
      ...document,
      theme: "dark",
      versions: [{ ...document.versions[0], limits: { ...LIMITS, retry: { ...LIMITS.retry, tries: 3 }, rpm: 300 } }],
    };
    const read = readPresetDocument(odd);
    expect([...read.unknownKeys].sort()).toEqual(["theme", "versions[0].limits.retry.tries", "versions[0].limits.rpm"]);
    expect(read.document).toEqual(document);
    expect(odd).toHaveProperty("theme");
  });

  it.each([
    ["a named key", { ...document, apiKey: "abc" }, "apiKey"],
    ["a key in snake case", { ...document, provider: { openai_api_key: "abc" } }, "provider.openai_api_key"],
    ["an auth token", { ...document, headers: { authorization: "Basic abc" } }, "headers.authorization"],
    ["OpenAI's form in a text", { ...document, description: "use sk-proj-abcdefghijklmnop" }, "description"],
    ["Google's form", { ...document, name: "AIzaSyA1234567890abcdefghijklmnop" }, "name"],
    ["a bearer header in a list", { ...document, notes: ["Bearer abcdefghijklmnopqrst"] }, "notes[0]"],
    [
      "a secret as a name",
      { ...document, labels: { "sk-proj-abcdefghijklmnop": 1 } },
      "labels.sk-proj-abcdefghijklmnop",
    ],
  ])("with %s is refused, and the place is named", (_, value, path) => {
    expect(readPresetDocument(value)).toMatchObject({ document: null, secrets: [path] });
  });

  it.each([
    ["no preset", [1, 2], /document/],
    ["text", "hello", /document/],
    ["nothing", null, /document/],
    ["another format", { ...document, format: "promptfoo" }, /format/],
    ["a format of later", { ...document, formatVersion: 2 }, /formatVersion/],
    ["no version", { ...document, versions: [] }, /versions/],
    [
      "a limit out of range",
      { ...document, versions: [{ n: 1, limits: { ...LIMITS, burst: 0 } }] },
      /versions\[0\]\.limits\.burst/,
    ],
  ])("that is %s is told where it fails", (_, value, path) => {
    const read = readPresetDocument(value);
    expect(read.document).toBeNull();
    expect(read.problems[0]?.path).toMatch(path);
  });
});
