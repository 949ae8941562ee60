import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { GET as listCases } from "@/app/api/v1/datasets/[datasetId]/cases/route";
import { GET as list, POST } from "@/app/api/v1/datasets/route";
import { pageOf } from "@/lib/contracts/common";
import { datasetCasePage, datasetResponse } from "@/lib/contracts/datasets";
import { container, ok, refused } from "./support/api-server";

function form(content: string, fileName: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  data.append("file", new File([content], fileName));
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
const upload = (...parts: Parameters<typeof form>) => ok(POST, datasetResponse, { body: form(...parts) });
const casesOf = async (datasetId: string) => (await ok(listCases, datasetCasePage, { params: { datasetId } })).items;

describe("an uploaded file", () => {
  it.each([
    ["sums.csv", "question,answer\n1+1,2\n2+2,4\n"],
    ["sums.jsonl", '{"question":"1+1","answer":"2"}\n{"question":"2+2","answer":"4"}\n'],
    ["sums.json", '[{"question":"1+1","answer":"2"},{"question":"2+2","answer":"4"}]'],
  ])("%s becomes a dataset named after it", async (fileName, content) => {
    const made = await upload(content, fileName);
    expect(made).toMatchObject({
      name: "sums",
      caseCount: 2,
      hasExpected: true,
      variables: [{ name: "question", cases: 2 }],
    });
    expect((await casesOf(made.id)).map((item) => [item.vars.question, item.expected])).toEqual([
      ["1+1", "2"],
      ["2+2", "4"],
    ]);
  });

  it("takes its name and mapping from fields that come after it", async () => {
    const mapping = JSON.stringify({ id: "key", expected: "b", vars: ["a"], metadata: ["c"] });
    const made = await upload("key,a,b,c\nk1,x,y,z\n", "data.csv", { name: "Mine", format: "csv", mapping });
    expect(made.name).toBe("Mine");
    expect(await casesOf(made.id)).toEqual([
      { ord: 0, id: "k1", vars: { a: "x" }, expected: "y", metadata: { c: "z" } },
    ]);
  });

  it.each([
    ["no rows", "question\n", "x.csv", {}, "file"],
    ["a bad line", '{"q":"a"}\n{"q":\n', "x.jsonl", {}, "file"],
    ["an id twice", "id,q\na,1\na,2\n", "x.csv", {}, "file"],
    ["a mapping that is no JSON", "q\n1\n", "x.csv", { mapping: "{id" }, "mapping"],
    ["a mapping with an unknown part", "q\n1\n", "x.csv", { mapping: '{"ids":"q"}' }, "mapping.ids"],
    ["a format that there is not", "q\n1\n", "x.csv", { format: "xlsx" }, "format"],
  ])("with %s is refused whole, with the place", async (_, content, fileName, fields, issuePath) => {
    const count = async () => (await ok(list, pageOf(datasetResponse))).items.length;
    const before = await count();
    const error = await refused(POST, { body: form(content, fileName, fields) });
    expect(error).toMatchObject({ status: 400, code: "invalid-input" });
    expect(error.issues?.map((issue) => issue.path)).toContain(issuePath);
    expect(await count()).toBe(before);
  });

  it("tells the line of a fault", async () => {
    const error = await refused(POST, { body: form('{"q":"a"}\n\n{"q":\n', "x.jsonl") });
    expect(error.issues?.[0]).toMatchObject({ line: 3 });
  });

  it("leaves nothing in the data directory but its cases", async () => {
    await upload("q\n1\n", "x.csv");
    expect(await readdir(container.uploadDirectory)).toEqual([]);
  });

  it("of a real benchmark imports whole", async () => {
    const content = readFileSync(path.resolve("../shared/data/truthfulqa.csv"), "utf8");
    const made = await upload(content, "truthfulqa.csv");
    expect(made).toMatchObject({ name: "truthfulqa", caseCount: 817, hasExpected: true });
  });
});
