import type { Clock } from "@/lib/core/clock";
import type { ColumnMapping, DatasetCase } from "@/lib/core/datasets/dataset-case";
import { characterCount } from "@/lib/core/datasets/row-to-case";
import { isDomainError } from "@/lib/core/errors";
import type { DatasetRecord, DatasetStore } from "@/lib/persistence/dataset-store";
import { CaseCollector } from "./case-collector";
import { decodeUtf8 } from "./decode-utf8";
import { type DatasetFormat, detectFormat, tellsFormat } from "./detect-format";
import { readCsv } from "./read-csv";
import { readJson } from "./read-json";
import { readJsonl } from "./read-jsonl";
import type { SourceRows } from "./source-row";

/**
 * Cases per write, and characters after which a smaller batch is written too: small batches die young, so the heap
 * hardly grows, and long cells stay few in memory.
 */
const BATCH_CASES = 1000;
const BATCH_CHARACTERS = 50_000;

export interface ImportContext {
  readonly store: Pick<DatasetStore, "begin" | "addCases" | "finish" | "abort">;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Who imports. */
  readonly actor: string;
  readonly workspaceId: string;
}

export interface ImportInput {
  /** Absent: the name inside the JSON, else the file's. */
  readonly name?: string | undefined;
  /** Absent: found out by the file's name and text. */
  readonly format?: DatasetFormat | undefined;
  readonly mapping?: ColumnMapping | undefined;
  readonly fileName?: string | undefined;
  readonly stream: AsyncIterable<Uint8Array>;
}

/**
 * Reads a dataset from a file as it comes in; the whole file or nothing. All rows are looked at, so that every fault is
 * listed at once (the first 100 with their lines). Memory is bounded: a batch of cases, and the ids.
 * @throws DomainError invalid-input with an issue for each fault; unavailable where the store fails
 */
export async function importDataset(context: ImportContext, input: ImportInput): Promise<DatasetRecord> {
  const id = context.newId();
  let ownName: string | undefined;
  const fallback = fileStem(input.fileName) ?? "Untitled dataset";
  await context.store.begin({
    id,
    workspaceId: context.workspaceId,
    name: input.name ?? fallback,
    createdAt: context.clock.now(),
    createdBy: context.actor,
  });
  try {
    const collector = new CaseCollector(input.mapping);
    const rows = await readRows(input, (name) => {
      ownName = name.trim() || undefined;
    });
    await storeRows(context.store, id, rows, collector).catch((error: unknown) => {
      if (!collector.faulty || !isDomainError(error) || error.code !== "invalid-input") throw error;
      collector.endEarly(error.issues);
    });
    collector.finish();
    const { caseCount, hasExpected, meanCharacters, variables } = collector.totals;
    const totals = { caseCount, hasExpected, meanCharacters, variables };
    return await context.store.finish(id, { ...totals, name: (input.name ?? ownName ?? fallback).slice(0, 200) });
  } catch (error) {
    await context.store.abort(id);
    throw error;
  }
}

async function storeRows(
  store: ImportContext["store"],
  id: string,
  rows: SourceRows,
  collector: CaseCollector,
): Promise<void> {
  let batch: DatasetCase[] = [];
  let characters = 0;
  for await (const part of rows) {
    for (const row of part) {
      const item = collector.add(row);
      // After the first fault the rest is only looked at.
      if (item === null || collector.faulty) continue;
      batch.push(item);
      characters += charactersOf(item);
      if (batch.length < BATCH_CASES && characters < BATCH_CHARACTERS) continue;
      await store.addCases(id, batch);
      batch = [];
      characters = 0;
    }
  }
  if (!collector.faulty) await store.addCases(id, batch);
}

async function readRows(input: ImportInput, onName: (name: string) => void): Promise<SourceRows> {
  const text = decodeUtf8(input.stream)[Symbol.asyncIterator]();
  let beginning = "";
  for (let ended = false; !ended && !tellsFormat(beginning); ) {
    const next = await text.next();
    ended = next.done === true;
    beginning += next.done === true ? "" : next.value;
  }
  const whole = withFirst(beginning, text);
  const format = input.format ?? detectFormat(input.fileName, beginning);
  if (format === "csv") return readCsv(whole, input.mapping);
  return format === "json" ? readJson(whole, onName) : readJsonl(whole);
}

async function* withFirst(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function fileStem(fileName: string | undefined): string | undefined {
  const stem = fileName
    ?.replace(/^.*[\\/]/, "")
    .replace(/\.[^.]*$/, "")
    .trim();
  return stem === undefined || stem === "" ? undefined : stem.slice(0, 200);
}

function charactersOf(item: DatasetCase): number {
  let characters = 100;
  for (const value of Object.values(item.vars)) characters += characterCount(value);
  return characters + characterCount(item.expected);
}
