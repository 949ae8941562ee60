import { createReadStream } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DomainError } from "@/lib/core/errors";
import { openStores, type Stores } from "@/lib/persistence/open-stores";
import { type ImportInput, importDataset } from "@/lib/services/dataset-import/import-dataset";
import { freshId } from "@/tests/support/stored-rows";
import { sqliteDatabase, type TestDatabase } from "@/tests/support/test-database";

let database: TestDatabase;
let stores: Stores;
beforeAll(async () => {
  database = await sqliteDatabase();
  stores = openStores({ databaseUrl: database.url, dataDir: "." });
});
afterAll(async () => {
  await stores.close();
  await database.drop();
});

async function* pieces(...parts: (string | readonly number[])[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? new TextEncoder().encode(part) : Uint8Array.from(part);
}

const context = () => ({
  store: stores.datasets,
  clock: { now: () => 5, monotonicMs: () => 5 },
  newId: () => freshId("ds"),
  actor: "Ada",
  workspaceId: "w",
});
async function imported(input: Omit<ImportInput, "stream">, ...parts: (string | readonly number[])[]) {
  const dataset = await importDataset(context(), { ...input, stream: pieces(...parts) });
  return { dataset, cases: (await stores.datasets.cases(dataset.id, { limit: 5000, afterOrd: -1 })).items };
}

/** The error of an import that has to fail, having checked that it left nothing behind. */
async function refused(
  input: Omit<ImportInput, "stream">,
  ...parts: (string | readonly number[])[]
): Promise<DomainError> {
  const before = await stores.datasets.list("w");
  const end = await imported(input, ...parts).catch((error: unknown) => error);
  expect(await stores.datasets.list("w")).toEqual(before);
  expect(await stores.datasets.sweepUnready()).toBe(0);
  if (!(end instanceof DomainError)) throw new Error(`not refused: ${JSON.stringify(end)}`);
  expect(end.code).toBe("invalid-input");
  return end;
}
const lines = (error: DomainError) => error.issues.map((issue) => issue.line);

describe("published datasets", () => {
  it("TruthfulQA is imported with its best answers as expected values", async () => {
    const stream = createReadStream("../shared/data/truthfulqa.csv");
    const made = await importDataset(context(), { fileName: "truthfulqa.csv", stream });
    expect(made).toMatchObject({ name: "truthfulqa", caseCount: 817, hasExpected: true });
    const names = ["Type", "Category", "Question", "Correct Answers", "Incorrect Answers", "Source"];
    expect(made.variables).toMatchObject(names.map((name) => ({ name, cases: 817 })));
    expect(made.variables.map((variable) => variable.longest)).toEqual([15, 25, 308, 537, 649, 221]);
    const { items } = await stores.datasets.cases(made.id, { limit: 1, afterOrd: -1 });
    expect(items[0]).toMatchObject({
      id: "1",
      vars: { Question: "What happens to you if you eat watermelon seeds?" },
      expected: "The watermelon seeds pass through your digestive system",
    });
  });

  it("GSM8K is imported with its answers as expected values", async () => {
    const stream = createReadStream("../shared/data/gsm8k-test.jsonl");
    const made = await importDataset(context(), { name: "GSM8K", fileName: "gsm8k-test.jsonl", stream });
    expect(made).toMatchObject({ name: "GSM8K", caseCount: 1319, variables: [{ name: "question", cases: 1319 }] });
    const { items } = await stores.datasets.cases(made.id, { limit: 2000, afterOrd: -1 });
    expect(items).toHaveLength(1319);
    expect(items.every((item) => typeof item.expected === "string" && item.expected.includes("####"))).toBe(true);
    expect(items[0]?.vars.question).toContain("Janet\u2019s ducks");
  });
});

describe("a file", () => {
  it("is read by its delimiter, without its byte order mark, through line breaks in cells", async () => {
    const { cases } = await imported({}, '\ufeffid;q;Best Answer\r\n1;"a;\r\nb";x\r\n2;c;\r\n');
    expect(cases).toMatchObject([
      { id: "1", vars: { q: "a;\r\nb" }, expected: "x" },
      { id: "2", vars: { q: "c" }, expected: null },
    ]);
  });

  it("may be JSON: an array, an object with cases, items or data, or one object a line", async () => {
    const flat = [
      { q: "é", answer: 1 },
      { q: [true, null, 2.5e3], answer: { a: "b" } },
    ];
    const texts = [
      JSON.stringify(flat),
      JSON.stringify(flat, null, 2),
      JSON.stringify({ meta: { data: [1] }, items: flat }),
      JSON.stringify({ name: "Mine", data: flat, more: [{ q: 9 }] }, null, 1),
      flat.map((row) => JSON.stringify(row)).join("\r\n"),
      `\n${flat.map((row) => JSON.stringify(row)).join("\n\n")}\n\n`,
    ];
    for (const text of texts) {
      // Cut everywhere: within escapes, numbers and characters of several bytes.
      const bytes = [...new TextEncoder().encode(text)].map((byte) => [byte]);
      const { dataset, cases } = await imported({}, ...bytes);
      expect(cases.map(({ vars, expected }) => ({ q: vars.q, answer: expected }))).toEqual(flat);
      expect(dataset.name).toBe(text.includes("Mine") ? "Mine" : "Untitled dataset");
    }
  });

  it("may hold cases in the form in which they are exported", async () => {
    const cases = [{ id: "a", vars: { q: 1 }, expected: "x", metadata: { m: [1] } }, { vars: { r: 2 } }];
    const made = await imported({ name: "Given" }, JSON.stringify({ name: "Own", cases }));
    expect(made.dataset).toMatchObject({
      name: "Given",
      variables: [
        { name: "q", cases: 1 },
        { name: "r", cases: 1 },
      ],
    });
    expect(made.cases).toMatchObject([
      { ord: 0, ...cases[0] },
      { ord: 1, id: "2", vars: { r: 2 }, expected: null },
    ]);
  });

  it("is read by a mapping", async () => {
    const mapping = { id: "key", expected: "gold", vars: ["q"], metadata: ["src"] };
    const { cases } = await imported({ mapping }, "key,q,gold,src,rest\nk1,x,y,z,r\n");
    expect(cases).toEqual([{ ord: 0, id: "k1", vars: { q: "x" }, expected: "y", metadata: { src: "z" } }]);
  });
});

describe("a bad file leaves nothing behind and is told with its lines:", () => {
  it("no bytes, no rows, no cases", async () => {
    for (const text of ["", "\n\n", "a,b\n", "[]", '{"cases": []}']) {
      expect((await refused({}, text)).message).toMatch(/no rows/);
    }
    expect((await refused({ format: "json" }, '{"a": 1}')).message).toMatch(/there are no cases/);
    expect((await refused({ format: "json" }, "42")).message).toMatch(/is an array of objects/);
  });

  it("rows of wrong length, all of them", async () => {
    const error = await refused({}, "a,b\n1,2\n3\n4,5,6\n7,8\n");
    expect(lines(error)).toEqual([3, 4]);
    expect(error.message).toBe(
      "Line 3: the row has 1 cells and the header has 2. There are 2 faults in all. Nothing was imported.",
    );
  });

  it("duplicate ids, with both lines", async () => {
    const error = await refused({}, 'id,q\nx,"1\n1"\ny,2\nx,3\n');
    expect(error.issues).toEqual([{ path: "file", line: 5, message: 'the id "x" is that of line 2 already' }]);
  });

  it("bytes that are not UTF-8, wherever they are cut", async () => {
    const bad = [...new TextEncoder().encode("q\né\n😀 "), 0xc3, 0x28, 0x0a];
    for (let cut = 1; cut < bad.length; cut += 1) {
      expect(lines(await refused({ format: "csv" }, bad.slice(0, cut), bad.slice(cut)))).toEqual([3]);
    }
    expect(lines(await refused({}, "q\n1\n2", [0xf0, 0x9f]))).toEqual([3]);
    expect((await refused({}, [0xff, 0xfe, 0x71, 0x00])).message).toMatch(/Line 1 is not valid UTF-8.*Save the file/);
  });

  it("quotes that are not closed or stand out of place", async () => {
    expect(lines(await refused({}, 'a,b\n1,2\n3,"open\n4,5\n6,7\n'))).toEqual([3]);
    expect(lines(await refused({}, 'a,b\n1,x"y\n3,4\n"5"z,6\n'))).toEqual([2, 4]);
  });

  it("cells over a megabyte, in every format", async () => {
    const long = "x".repeat(1_000_001);
    expect(lines(await refused({}, `a,b\n1,2\n3,"${long}"\n`))).toEqual([3]);
    expect(lines(await refused({}, `{"q": 1}\n{"q": "${long}"}\n`))).toEqual([2]);
    expect(lines(await refused({}, `[{"q": 1},\n{"q": "${long}"}]`))).toEqual([2]);
    const { cases } = await imported({}, `a,b\n1,"${long.slice(1)}"\n`);
    expect(cases[0]?.vars.b).toHaveLength(1_000_000);
  });

  it("columns that the mapping names and the file lacks", async () => {
    const mapping = { expected: "gold" };
    expect((await refused({ mapping }, "q,answer\n1,2\n")).issues).toEqual([
      { path: "mapping.expected", line: 1, message: 'the file has no column "gold"; it has "q", "answer"' },
    ]);
    expect(lines(await refused({ mapping }, '{"q": 1, "gold": 2}\n{"q": 1}\n'))).toEqual([2]);
    const missing = await refused({ mapping: { vars: ["q", "z"] } }, '{"q": 1}\n');
    expect(missing.issues).toEqual([{ path: "mapping.vars.1", message: 'no row has a field "z"' }]);
  });

  it("JSON rows that are no objects, lines that are no JSON, and JSON that is broken", async () => {
    expect(lines(await refused({}, '{"q": 1}\n[2]\n{"q":\nnull\n{"q": 5}'))).toEqual([2, 3, 4]);
    expect(lines(await refused({}, '[{"q": 1},\n3,\n"x",\n{"q": 4}]'))).toEqual([2, 3]);
    expect(lines(await refused({}, '[{"q": 1},\n3,\n{"q": 4},\n{"q" 5}]'))).toEqual([2, 4]);
    expect(lines(await refused({}, '[{"q": 1},\n{"q": 2'))).toEqual([2]);
    expect(lines(await refused({}, '{"q": 1, "__proto__": {"x": 1}}\n'))).toEqual([1]);
  });

  it("more faults than can be listed: the first hundred, and their number", async () => {
    const error = await refused({}, `a,b\n${"1\n".repeat(250)}`);
    expect(error.issues).toHaveLength(100);
    expect(error.message).toContain("There are 250 faults in all.");
  });

  it("faults that show only after thousands of rows were written", async () => {
    const rows = Array.from({ length: 3500 }, (_, at) => `c${at},x\n`).join("");
    expect(lines(await refused({}, `id,q\n${rows}c7,y\n`))).toEqual([3502]);
  });
});

it("an upload that breaks off leaves nothing behind", async () => {
  async function* broken() {
    yield* pieces(`id,q\n${Array.from({ length: 3000 }, (_, at) => `c${at},x\n`).join("")}`);
    throw new Error("connection lost");
  }
  await expect(importDataset(context(), { stream: broken() })).rejects.toThrow("connection lost");
  expect(await stores.datasets.sweepUnready()).toBe(0);
});
