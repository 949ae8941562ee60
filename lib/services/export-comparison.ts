import type { z } from "zod";
import type { ComparedCase, exportComparisonQuery } from "@/lib/contracts/compare";
import { differenceOrder } from "@/lib/core/comparing/row-order";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { RowPlace } from "@/lib/persistence/run-comparison";
import { comparedPage } from "./compare-cases";
import { type ComparedRuns, comparedRuns } from "./compared-runs";
import type { ServiceContext } from "./context";
import { type CsvCell, csvLine } from "./csv-writer";
import type { RunExport } from "./export-run";

/** Rows at a time; more where every piece looks through all cases for its own. */
const CHUNK = 500;
const ORDERED_CHUNK = 5000;

/** The compared cases that match, as CSV, made while it is read. @throws DomainError not-found, invalid-input */
export async function exportComparison(
  context: ServiceContext,
  query: z.output<typeof exportComparisonQuery>,
): Promise<RunExport> {
  const compared = await comparedRuns(context, query);
  return {
    fileName: `comparison-${compared.runs.map((run) => run.id).join("-")}.csv`
      .slice(0, 120)
      .replace(/(\.csv)?$/, ".csv"),
    contentType: "text/csv; charset=utf-8",
    chunks: csvChunks(context, compared, query),
  };
}

async function* csvChunks(
  context: ServiceContext,
  compared: ComparedRuns,
  query: z.output<typeof exportComparisonQuery>,
): AsyncGenerator<string> {
  yield csvLine(["caseId", "change", ...compared.runs.flatMap((run) => columnsOf(run, run.id === compared.base))]);
  const repeated = compared.runs.map(({ config }) => (config.repeats ?? 1) > 1);
  let after: RowPlace | null = null;
  do {
    const page: { items: ComparedCase[]; next: RowPlace | null } = await comparedPage(
      context,
      compared,
      query,
      differenceOrder(query.sort) === null ? CHUNK : ORDERED_CHUNK,
      after,
    );
    yield page.items.map((item) => csvLine(rowOf(item, repeated))).join("");
    after = page.next;
  } while (after !== null);
}

function columnsOf({ id, config }: RunRecord, isBase: boolean): string[] {
  const shares = (config.repeats ?? 1) > 1 ? ["passed", "scored"] : [];
  const figures = ["score", "attempts", "providerLatencyMs", "costUsd"];
  const fields = ["result", ...(isBase ? [] : ["change"]), ...shares, ...figures];
  return fields.map((field) => `${id}.${field}`);
}

/** `repeated`: which of the runs ask their cases several times. */
function rowOf({ caseId, change, cells }: ComparedCase, repeated: readonly boolean[]): CsvCell[] {
  return [
    caseId,
    change,
    ...cells.flatMap((cell, at): CsvCell[] => [
      cell.standing,
      ...(cell.change === null ? [] : [cell.change]),
      ...(repeated[at] ? [cell.passed, cell.scored] : []),
      cell.score,
      cell.attempts,
      cell.providerLatencyMs === null ? null : Math.round(cell.providerLatencyMs * 1000) / 1000,
      cell.costUsd,
    ]),
  ];
}
