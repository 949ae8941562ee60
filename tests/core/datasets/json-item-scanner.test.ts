import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonItem, JsonItemScanner, JsonTextFault } from "@/lib/core/datasets/json-item-scanner";

function scan(text: string, pieces = text.length + 1): { items: JsonItem[]; name: string | null } {
  const scanner = new JsonItemScanner(1_000_000);
  for (let at = 0; at < text.length; at += pieces) scanner.push(text.slice(at, at + pieces));
  scanner.end();
  return { items: scanner.takeItems(), name: scanner.name };
}
const values = (text: string, pieces?: number) => scan(text, pieces).items.map((item) => JSON.parse(item.text));

function faultLine(text: string): number {
  try {
    scan(text);
  } catch (error) {
    if (error instanceof JsonTextFault) return error.line;
    throw error;
  }
  throw new Error(`no fault in ${text}`);
}

describe("the elements of a JSON list", () => {
  const list = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 5 });
  const indent = fc.constantFrom(undefined, 1, "\t");

  it("are what JSON.parse finds, whatever they hold and wherever the text is cut", () => {
    fc.assert(
      fc.property(list, indent, fc.integer({ min: 1, max: 7 }), (items, space, pieces) => {
        const text = JSON.stringify(items, null, space);
        expect(values(text, pieces)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("are found in an object, among members of any kind", () => {
    const key = fc.constantFrom("cases", "items", "data");
    fc.assert(
      fc.property(
        list,
        fc.jsonValue(),
        key,
        indent,
        fc.integer({ min: 1, max: 7 }),
        (items, other, name, space, pieces) => {
          const text = JSON.stringify(
            { name: 'My "set"', other, x: { cases: [0] }, [name]: items, z: other },
            null,
            space,
          );
          expect(values(text, pieces)).toEqual(JSON.parse(JSON.stringify(items)));
          expect(scan(text, pieces).name).toBe('My "set"');
        },
      ),
    );
  });

  it("know their lines", () => {
    expect(scan('\n[\n {"a":\n 1},\n\n 2,"x"\n, []]\n').items.map((item) => item.line)).toEqual([3, 6, 6, 7]);
  });

  it("come one by one, also where one of them is broken", () => {
    expect(scan('[{"a" 1},{"b":2},,tru,]').items.map((item) => item.text)).toEqual([
      '{"a" 1}',
      '{"b":2}',
      "",
      "tru",
      "",
    ]);
  });

  it.each([
    ["[1\n2]", 2],
    ['[1,\n{"a":1', 2],
    ["[1]\n\nx", 3],
    ['{"a": 1,\n"b" 2}', 2],
    ['{"a":\n}', 2],
    ['{"a": tru}', 1],
    ['\n{"a": [1]}', 2],
    ["\n42", 2],
    ['"text"', 1],
    ["[1\n}", 2],
    ['{"cases": [1],\n}', 2],
  ])("%j is broken, and the line of that is told", (text, line) => {
    expect(faultLine(text)).toBe(line);
  });

  it("may be no longer than was said", () => {
    const scanner = new JsonItemScanner(100);
    scanner.push(`[1,\n"${"x".repeat(90)}`);
    expect(() => scanner.push("x".repeat(90))).toThrow(/longer than 100/);
    expect(scanner.takeItems()).toEqual([{ line: 1, text: "1" }]);
  });
});
