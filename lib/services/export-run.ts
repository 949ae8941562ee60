import type { z } from "zod";
import type { exportQuery } from "@/lib/contracts/run-cases";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { caseOrderOf } from "@/lib/core/runs/case-order";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import { evaluatorNames } from "@/lib/core/scoring/evaluate";
import type { EvaluatorConfig } from "@/lib/core/scoring/evaluator-config";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { CaseDetailRecord } from "@/lib/persistence/case-store";
import { caseView } from "./case-view";
import type { ServiceContext } from "./context";
import { type CsvCell, csvLine } from "./csv-writer";
import { findRun } from "./find-run";
import { caseFilter, liveCasesOf } from "./read-cases";
import { readRun } from "./read-runs";

/** A file to download, made while it is read. */
export interface RunExport {
  readonly fileName: string;
  readonly contentType: string;
  readonly chunks: AsyncIterable<string>;
}

/** Cases of a run that match the filters, as a file of any size in little memory. @throws DomainError not-found */
export async function exportRun(
  context: ServiceContext,
  runId: string,
  query: z.output<typeof exportQuery>,
): Promise<RunExport> {
  const run = await findRun(context, runId);
  const live = liveCasesOf(context, runId);
  const pages = context.stores.cases.details(runId, caseFilter(query, live), caseOrderOf(query.sort));
  const fileName = `${run.name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80)}-${runId}.${query.format}`;
  const jsonOf = (record: CaseDetailRecord) => JSON.stringify(exportedCase(record, live.get(record.ord)));
  switch (query.format) {
    case "csv": {
      const dataset = await context.stores.datasets.get(run.config.datasetId);
      const variables = dataset?.variables.map((variable) => variable.name) ?? [];
      return { fileName, contentType: "text/csv; charset=utf-8", chunks: csvChunks(run, variables, pages) };
    }
    case "jsonl":
      return { fileName, contentType: "application/x-ndjson; charset=utf-8", chunks: jsonLines(pages, jsonOf) };
    case "json": {
      const head = JSON.stringify(await readRun(context, runId));
      return { fileName, contentType: "application/json; charset=utf-8", chunks: jsonDocument(head, pages, jsonOf) };
    }
  }
}

type Pages = AsyncIterable<readonly CaseDetailRecord[]>;

function exportedCase(record: CaseDetailRecord, live: Parameters<typeof caseView>[1]) {
  return { ...caseView(record, live), vars: record.vars, expected: record.expected, metadata: record.metadata };
}

async function* jsonLines(pages: Pages, jsonOf: (record: CaseDetailRecord) => string): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((record) => `${jsonOf(record)}\n`).join("");
}

async function* jsonDocument(
  head: string,
  pages: Pages,
  jsonOf: (record: CaseDetailRecord) => string,
): AsyncGenerator<string> {
  yield `{"run":${head},"cases":[`;
  let separator = "\n";
  for await (const page of pages) {
    yield separator + page.map(jsonOf).join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

async function* csvChunks(run: RunRecord, variables: readonly string[], pages: Pages): AsyncGenerator<string> {
  const evaluators = evaluatorColumns(run.config.evaluators);
  const judged = evaluators.some(({ isJudge }) => isJudge);
  const repeated = (run.config.repeats ?? 1) > 1;
  yield csvLine([
    "caseId",
    ...(repeated ? ["sourceCaseId", "repeat"] : []),
    "state",
    "result",
    "output",
    "expected",
    ...evaluators.flatMap(({ column, isJudge }) => [
      `${column}.score`,
      `${column}.passed`,
      `${column}.detail`,
      ...(isJudge ? [`${column}.choice`] : []),
    ]),
    "attempts",
    "outcomes",
    "limiterWaitMs",
    "backoffMs",
    "providerLatencyMs",
    "inputTokens",
    "outputTokens",
    "costUsd",
    "costUnknownCalls",
    ...(judged ? JUDGE_COLUMNS : []),
    "errorCode",
    "errorMessage",
    "finishedAt",
    ...variables.map((name) => `vars.${name}`),
  ]);
  for await (const page of pages) yield page.map((record) => csvRow(record, evaluators, variables, repeated)).join("");
}

/** What the judges of a case came to. */
const JUDGE_COLUMNS = ["judges.attempts", "judges.latencyMs", "judges.inputTokens", "judges.outputTokens"] as const;

interface EvaluatorColumn {
  /** The evaluator's name in scores. */
  readonly name: string;
  readonly column: string;
  readonly isJudge: boolean;
}

/** A column for each evaluator: its type, numbered where a type comes more than once; of a judge its name. */
function evaluatorColumns(evaluators: readonly EvaluatorConfig[]): EvaluatorColumn[] {
  const names = evaluatorNames(evaluators);
  return evaluators.map(({ type }, at) => {
    const name = names[at] ?? type;
    const isJudge = type === "judge";
    return { name, isJudge, column: isJudge ? name : name.replace(" ", "") };
  });
}

function judgeCells({ attempts }: CaseDetailRecord): CsvCell[] {
  const asked = attempts.filter(({ role }) => role === "judge");
  const sum = (pick: (attempt: AttemptRecord) => number | null) =>
    asked.reduce((total, attempt) => total + (pick(attempt) ?? 0), 0);
  const latencyMs = Math.round(sum((attempt) => attempt.providerLatencyMs) * 1000) / 1000;
  return [asked.length, latencyMs, sum((attempt) => attempt.inputTokens), sum((attempt) => attempt.outputTokens)];
}

function csvRow(
  record: CaseDetailRecord,
  evaluators: readonly EvaluatorColumn[],
  variables: readonly string[],
  repeated: boolean,
): string {
  const shown = caseView(record, undefined);
  const scores = evaluators.map(({ name, isJudge }): CsvCell[] => {
    const score = record.scores.find((each) => each.evaluator === name);
    const cells = score === undefined ? [null, null, null] : [score.score, String(score.passed), score.detail];
    return isJudge ? [...cells, score?.choice ?? null] : cells;
  });
  return csvLine([
    record.caseId,
    ...(repeated ? [record.sourceCaseId, record.repeat] : []),
    shown.state,
    record.result,
    record.output,
    jsonCell(record.expected),
    ...scores.flat(),
    record.attemptCount,
    record.attempts.map((attempt) => attempt.outcome).join(" "),
    ...[record.limiterWaitMs, record.backoffMs, record.providerLatencyMs].map((ms) => Math.round(ms * 1000) / 1000),
    record.inputTokens,
    record.outputTokens,
    shown.costUsd,
    shown.costUnknownCalls,
    ...(evaluators.some(({ isJudge }) => isJudge) ? judgeCells(record) : []),
    record.error?.code ?? null,
    record.error?.message ?? null,
    shown.finishedAt,
    ...variables.map((name) => jsonCell(record.vars[name] ?? null)),
  ]);
}

/** Text as it is, numbers as numbers, all else as JSON. */
function jsonCell(value: Json): CsvCell {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return JSON.stringify(value);
}
