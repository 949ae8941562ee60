import { existsSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const shared = path.resolve(import.meta.dirname, "../../../shared/data");

function csv(name: string, content: string | Buffer) {
  return { name, mimeType: "text/csv", buffer: Buffer.isBuffer(content) ? content : Buffer.from(content, "utf8") };
}

async function importFile(page: Page, file: string | ReturnType<typeof csv>, name?: string): Promise<void> {
  await page.goto("/datasets/new");
  await page.getByLabel("Data file").setInputFiles(file);
  await expect(page.getByRole("table").first()).toBeVisible();
  if (name !== undefined) await page.getByLabel("Name", { exact: true }).fill(name);
}

const start = (page: Page) => page.getByRole("button", { name: "Import dataset" }).click();

test("a CSV is imported with its columns as the reader maps them", async ({ page, api, tag }) => {
  const name = `Mapped ${tag}`;
  const rows = 'q,right,topic,note\n"What is 2 + 2?",4,sums,x\n"Say ""hi"", please",hi,words,y\n';
  await importFile(page, csv("mapped.csv", rows), name);
  await setRole(page, "right", "Expected value");
  await setRole(page, "topic", "Metadata");
  await setRole(page, "note", "Ignored");
  await start(page);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("2 cases");
  await expect(page.getByLabel("Variables")).toHaveText(/Variables\{\{q\}\}$/);
  await expect(page.getByRole("main")).toContainText('Say "hi", please');
  const dataset = (await api.datasets()).find((each) => each.name === name);
  expect(dataset).toMatchObject({ caseCount: 2, hasExpected: true, variables: [{ name: "q", cases: 2 }] });
});

test("bad rows are listed with their lines, and nothing is imported", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 4\d\d/);
  const name = `Rows ${tag}`;
  await importFile(page, csv("rows.csv", "id,question\na,one\nb,two\na,again\nc,three,too many\n"), name);
  await start(page);
  const report = page.getByRole("alert").filter({ hasText: "Nothing was imported" });
  await expect(report).toBeVisible();
  await expect(report.getByRole("row").filter({ hasText: /^4/ })).toContainText(/duplicate|already|twice|"a"/i);
  await expect(report.getByRole("row").filter({ hasText: /^5/ })).toContainText(/column|field|value|cell/i);
  expect((await api.datasets()).filter((each) => each.name === name)).toHaveLength(0);
  await expect(page.getByLabel("Name", { exact: true }), "the form is kept").toHaveValue(name);
});

const BAD_FILES = [
  {
    what: "invalid UTF-8",
    file: csv("latin1.csv", Buffer.from([...Buffer.from("question\nok\ncaf"), 0xe9, ...Buffer.from("\n")])),
    says: /UTF-8/,
  },
  { what: "unbalanced quotes", file: csv("quotes.csv", 'question,answer\n"open,1\nnever closed,2\n'), says: /quote/i },
  {
    what: "a header alone",
    file: csv("header.csv", "question,answer\n"),
    says: /no (rows|cases)|at least one|without rows/i,
  },
  {
    what: "a cell beyond a million characters",
    file: csv("cell.csv", `question\n${"x".repeat(1_000_001)}\n`),
    says: /1,?000,?000|long|large|characters/i,
  },
  {
    what: "JSON that breaks off",
    file: { name: "broken.json", mimeType: "application/json", buffer: Buffer.from('[{"question": "a"}, {"quest') },
    says: /JSON/,
  },
];

for (const { what, file, says } of BAD_FILES) {
  test(`${what}: refused with the reason, nothing imported`, async ({ page, api, guard, tag }) => {
    guard.allow(/status of 4\d\d/);
    const name = `Bad ${tag}`;
    await page.goto("/datasets/new");
    await page.getByLabel("Data file").setInputFiles(file);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await start(page);
    const report = page.getByRole("alert").filter({ hasText: "Nothing was imported" });
    await expect(report).toContainText(says);
    expect((await api.datasets()).filter((each) => each.name === name)).toHaveLength(0);
  });
}

test("pasted rows are imported, and a bad line leads back into the text", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 4\d\d/);
  const name = `Pasted ${tag}`;
  await page.goto("/datasets/new");
  await page.getByRole("radio", { name: "Paste" }).click();
  await page.getByLabel("Pasted data").fill('{"question": "a"}\n{"question": \n{"question": "c"}');
  await page.getByLabel("Name", { exact: true }).fill(name);
  await start(page);
  await page.getByRole("alert").getByRole("button", { name: "2", exact: true }).click();
  await expect(page.getByLabel("Pasted data")).toBeFocused();
  const selected = await page
    .getByLabel("Pasted data")
    .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(selected).toBe('{"question": ');
  await page.getByLabel("Pasted data").fill('{"question": "a"}\n{"question": "b"}');
  await start(page);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  expect((await api.datasets()).find((each) => each.name === name)?.caseCount).toBe(2);
});

test("markup in a dataset is text", async ({ page, tag }) => {
  const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  await importFile(page, csv("evil.csv", `question\n"${evil.replaceAll('"', '""')}"\n`), `Markup ${tag}`);
  await start(page);
  await expect(page.getByRole("main")).toContainText("<script>document.title='owned'</script>");
  await expect(page).not.toHaveTitle("owned");
});

test.describe("files of the field", () => {
  test.skip(!existsSync(shared), "the shared data is not here");

  for (const { file, cases, expected } of [
    { file: "gsm8k-test.jsonl", cases: "1,319", expected: true },
    { file: "truthfulqa.csv", cases: "817", expected: true },
  ]) {
    test(`${file} comes in whole`, async ({ page, api, tag }) => {
      const name = `${file} ${tag}`;
      await importFile(page, path.join(shared, file), name);
      await start(page);
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible({ timeout: 20_000 });
      await expect(page.getByRole("main")).toContainText(`${cases} cases`);
      const dataset = (await api.datasets()).find((each) => each.name === name);
      expect(dataset?.hasExpected).toBe(expected);
    });
  }
});

async function setRole(page: Page, column: string, role: string): Promise<void> {
  await page.getByLabel(`${column} becomes`).click();
  await page.getByRole("option", { name: role, exact: true }).click();
}
