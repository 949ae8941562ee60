import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMessages, targetVariables, templateVariables } from "@/lib/core/prompt-template";

function rendered(prompt: string, vars: Parameters<typeof renderMessages>[1]): string {
  const result = renderMessages({ prompt }, vars);
  if (!result.ok) throw new Error(`missing ${result.missing.join(", ")}`);
  return result.messages.map((message) => message.content).join("|");
}

describe("templateVariables", () => {
  it.each([
    ["plain text", []],
    ["{{question}}", ["question"]],
    ["{{ question }} and {{question}}", ["question"]],
    ["{{Best Answer}} {{b}}", ["Best Answer", "b"]],
    ["{{}} {{ }} {a} {b}", []],
    ['{"a": {"b": 1}}', []],
    ["{{{x}}}", ["x"]],
  ])("finds in %j", (text, names) => {
    expect(templateVariables(text)).toEqual(names);
  });

  it("stays fast on braces without an end", () => {
    expect(templateVariables("{{".repeat(100_000) + " ".repeat(100_000))).toEqual([]);
  });
});

describe("renderMessages", () => {
  it.each([
    ["Q: {{ question }}", { question: "2+2?" }, "Q: 2+2?"],
    ["{{Best Answer}}", { "Best Answer": "yes" }, "yes"],
    ["{{n}} {{b}} {{nothing}}", { n: 3, b: false, nothing: null }, "3 false "],
    ["{{o}}", { o: { a: [1, "x"] } }, '{"a":[1,"x"]}'],
    ["{{}} stays", {}, "{{}} stays"],
    ["{{a}}", { a: "$& $1 {{b}}", b: "no" }, "$& $1 {{b}}"],
  ])("fills %j", (prompt, vars, text) => {
    expect(rendered(prompt, vars)).toBe(text);
  });

  it("names every missing variable once, over all messages", () => {
    const messages = [
      { role: "system" as const, content: "{{a}} {{b}}" },
      { role: "user" as const, content: "{{b}} {{c}}" },
    ];
    expect(targetVariables({ messages })).toEqual(["a", "b", "c"]);
    expect(renderMessages({ messages }, { a: 1 })).toEqual({ ok: false, missing: ["b", "c"] });
  });

  it("does not take what every object inherits for a variable", () => {
    expect(renderMessages({ prompt: "{{constructor}}" }, {})).toEqual({ ok: false, missing: ["constructor"] });
  });

  it("keeps roles and order", () => {
    const messages = [
      { role: "system" as const, content: "be {{how}}" },
      { role: "user" as const, content: "hi" },
    ];
    expect(renderMessages({ messages }, { how: "brief" })).toEqual({
      ok: true,
      messages: [
        { role: "system", content: "be brief" },
        { role: "user", content: "hi" },
      ],
    });
  });

  it("never renders a value again, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const value = `${a}{{b}}${b}`;
        expect(rendered("<{{a}}>", { a: value, b: "WRONG" })).toBe(`<${value}>`);
      }),
    );
  });
});
