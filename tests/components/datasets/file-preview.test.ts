import { describe, expect, it } from "vitest";
import { defaultRoles, mappingOf, withRole } from "@/components/datasets/column-roles";
import { formatOf, previewText } from "@/components/datasets/file-preview";

describe("the preview of a file", () => {
  it("reads quoted commas, quotes and line breaks of a CSV", () => {
    const text = '\ufeffid,question,answer\n1,"Is ""a, b""\nright?",yes\n2,plain,no\n';
    expect(previewText(text, "csv", false)).toMatchObject({
      columns: ["id", "question", "answer"],
      rows: [
        ["1", 'Is "a, b"\nright?', "yes"],
        ["2", "plain", "no"],
      ],
    });
  });

  it("leaves out the row in which the text was cut", () => {
    expect(previewText("q,a\n1,one\n2,tw", "csv", true).rows).toEqual([["1", "one"]]);
    expect(previewText('[{"q":"1"},{"q":"2', "json", true).rows).toEqual([["1"]]);
  });

  it("finds objects in an array, in a wrapping object and on lines", () => {
    const columns = ["q", "n"];
    expect(previewText('[{"q":"}{","n":1}]', "json", false)).toMatchObject({ columns, rows: [["}{", "1"]] });
    expect(previewText('{"cases": [{"q":"x","n":{"a":1}}]}', "json", false)).toMatchObject({
      columns,
      rows: [["x", '{"a":1}']],
    });
    expect(previewText('{"q":"1"}\n{"q":"2","n":2}\n', "jsonl", false)).toMatchObject({
      columns,
      rows: [
        ["1", ""],
        ["2", "2"],
      ],
    });
  });

  it("knows rows that are cases already", () => {
    expect(previewText('{"id":"1","vars":{"q":"x"},"expected":"y"}', "jsonl", false).native).toBe(true);
    expect(previewText('{"id":"1","q":"x"}', "jsonl", false).native).toBe(false);
  });

  it.each([
    ["data.csv", "", "csv"],
    ["data.TSV", "", "csv"],
    ["data.ndjson", "", "jsonl"],
    ["", '[{"a":1}]', "json"],
    ["", '{"a":1}\n{"a":2}', "jsonl"],
    ["", '{\n "cases": []}', "json"],
    ["", "a,b\n1,2", "csv"],
  ])("takes %j beginning with %j for %s", (name, text, format) => {
    expect(formatOf(name, text)).toBe(format);
  });
});

describe("the roles of columns", () => {
  const columns = ["id", "question", "Best Answer", "topic"];

  it("are what the import does by itself, and then nothing is sent", () => {
    expect(defaultRoles(columns)).toEqual(["id", "variable", "expected", "variable"]);
    expect(mappingOf(columns, defaultRoles(columns))).toBeUndefined();
  });

  it("leave one id and one expected value", () => {
    const roles = withRole(defaultRoles(columns), 3, "expected");
    expect(roles).toEqual(["id", "variable", "variable", "expected"]);
    expect(mappingOf(columns, roles)).toEqual({
      id: "id",
      expected: "topic",
      vars: ["question", "Best Answer"],
      metadata: [],
    });
  });

  it("keep an ignored column from being taken for the expected value by its name", () => {
    const roles = withRole(defaultRoles(columns), 2, "ignored");
    expect(mappingOf(columns, roles)).toEqual({ id: "id", vars: ["question", "topic"], metadata: ["Best Answer"] });
  });
});
