import { describe, expect, it } from "vitest";
import { decideColumns, headerIssues } from "@/lib/core/datasets/columns";
import { caseFromColumns, isNativeCase, nativeCase } from "@/lib/core/datasets/row-to-case";

describe("columns without a mapping", () => {
  it.each([
    [["question", "answer"], { id: null, expected: "answer" }],
    [["ID", "Question", "Best Answer", "Source"], { id: "ID", expected: "Best Answer" }],
    [["label", "target", "Expected", "answer"], { id: null, expected: "Expected" }],
    [["text", "uuid"], { id: null, expected: null }],
  ])("%j: id and expected are told by their names", (names, expected) => {
    expect(decideColumns(names)).toMatchObject(expected);
  });

  it("leave every other column a variable, under its own name", () => {
    const columns = decideColumns(["id", "Some Question", "answer"]);
    const fields = { id: "a", "Some Question": "why?", answer: "so" };
    expect(caseFromColumns(fields, columns, 3)).toEqual({
      case: { ord: 3, id: "a", vars: { "Some Question": "why?" }, expected: "so", metadata: {} },
    });
  });
});

describe("a mapping", () => {
  it("says what becomes of each column, and what it claims is not taken for something else", () => {
    const mapping = { id: "key", vars: ["q", "answer"], metadata: ["source"] };
    const columns = decideColumns(["key", "q", "answer", "source", "rest"], mapping);
    const fields = { key: 7, q: "x", answer: "y", source: "z", rest: "r" };
    expect(caseFromColumns(fields, columns, 0)).toEqual({
      case: { ord: 0, id: "7", vars: { q: "x", answer: "y" }, expected: null, metadata: { source: "z" } },
    });
  });

  it("that names columns the file lacks is refused, each by its path", () => {
    const mapping = { id: "a", expected: "b", vars: ["q", "c"], metadata: ["d"] };
    expect(headerIssues(["q", "r"], 1, mapping).map(({ path, line }) => [path, line])).toEqual([
      ["mapping.id", 1],
      ["mapping.expected", 1],
      ["mapping.vars.1", 1],
      ["mapping.metadata.0", 1],
    ]);
    expect(headerIssues(["q", "r"], 1, mapping)[0]?.message).toBe('the file has no column "a"; it has "q", "r"');
  });

  it("has to be met by every row of a JSON file, for id and expected", () => {
    const columns = decideColumns(["q"], { id: "a", expected: "b" });
    expect(caseFromColumns({ q: 1 }, columns, 0)).toEqual({
      faults: [expect.stringContaining('"a"'), expect.stringContaining('"b"')],
    });
  });
});

describe("a header", () => {
  it("is refused with columns that are nameless, twice there, or named __proto__", () => {
    const messages = headerIssues(["a", "", "a", "__proto__"], 1).map((issue) => issue.message);
    expect(messages).toEqual([
      "column 2 has no name",
      'the column "a" is there more than once',
      'a column must not be named "__proto__"',
    ]);
  });
});

describe("a row", () => {
  const columns = decideColumns(["id", "q", "answer"]);

  it("gets its number for an id where the file has none, and no expected value where the cell is empty", () => {
    const plain = decideColumns(["q", "answer"]);
    expect(caseFromColumns({ q: "x", answer: "" }, plain, 4)).toMatchObject({ case: { id: "5", expected: null } });
  });

  it.each([
    [{ id: "", q: "x" }, "empty"],
    [{ q: "x" }, "empty"],
    [{ id: { a: 1 }, q: "x" }, "must be a text or a number"],
    [{ id: "i".repeat(201), q: "x" }, "201 characters"],
    [{ id: "a", q: "x".repeat(1_000_001) }, '"q" is longer than 1000000'],
    [{ id: "a", q: "x", answer: "x".repeat(1_000_001) }, '"expected" is longer'],
  ])("is refused with %#", (fields, message) => {
    expect(caseFromColumns(fields, columns, 0)).toEqual({ faults: [expect.stringContaining(message)] });
  });

  it("is refused with more variables than a case may have", () => {
    const fields = Object.fromEntries(Array.from({ length: 202 }, (_, at) => [`v${at}`, at]));
    expect(caseFromColumns(fields, decideColumns(Object.keys(fields)), 0)).toEqual({
      faults: [expect.stringContaining("202 variables")],
    });
  });
});

describe("an object in the form of our own cases", () => {
  it("is told from a flat one, and read as it is", () => {
    expect(isNativeCase({ vars: { a: 1 }, expected: "x" })).toBe(true);
    expect(isNativeCase({ vars: { a: 1 }, question: "x" })).toBe(false);
    expect(isNativeCase({ vars: "text" })).toBe(false);
    expect(nativeCase({ vars: { a: [1, { b: null }] }, metadata: { m: 1 } }, 0)).toEqual({
      case: { ord: 0, id: "1", vars: { a: [1, { b: null }] }, expected: null, metadata: { m: 1 } },
    });
    expect(nativeCase({ vars: {}, metadata: 3 }, 0)).toEqual({ faults: ["metadata must be an object"] });
  });
});
