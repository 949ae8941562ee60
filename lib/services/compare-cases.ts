import type { z } from "zod";
import type { ComparedCase, ComparedCell, compareCasesQuery } from "@/lib/contracts/compare";
import {
  CASE_CHANGES,
  type CaseStand,
  CHANGES_OF_FILTER,
  caseChange,
  MISSING,
  rowChange,
} from "@/lib/core/comparing/case-standing";
import { differenceOrder } from "@/lib/core/comparing/row-order";
import { DomainError } from "@/lib/core/errors";
import { scoreSchema } from "@/lib/core/runs/case-result";
import type { RowPass } from "@/lib/persistence/compared-cases";
import type { ComparedRow, RowPlace, ComparedCell as StoredCell } from "@/lib/persistence/run-comparison";
import { type ComparedRuns, comparedRuns } from "./compared-runs";
import type { ServiceContext } from "./context";

export type RowsQuery = Pick<z.output<typeof compareCasesQuery>, "show" | "q" | "sort">;

/** A page of compared cases. @throws DomainError not-found, invalid-input */
export async function compareCases(
  context: ServiceContext,
  query: z.output<typeof compareCasesQuery>,
): Promise<{ items: ComparedCase[]; nextCursor: string | null }> {
  const compared = await comparedRuns(context, query);
  const after = query.cursor === undefined ? null : placeOf(query.cursor);
  const page = await comparedPage(context, compared, query, query.limit, after);
  return { items: page.items, nextCursor: page.next === null ? null : cursorOf(page.next) };
}

/** So many compared cases after a place, and where to go on. */
export async function comparedPage(
  context: ServiceContext,
  { runs, base, baselineFirst }: ComparedRuns,
  query: RowsQuery,
  limit: number,
  after: RowPlace | null,
): Promise<{ items: ComparedCase[]; next: RowPlace | null }> {
  const { comparison } = context.stores;
  const { rows, next } = await comparison.rows(baselineFirst, {
    passes: passesOf(query),
    q: query.q,
    difference: differenceOrder(query.sort),
    limit,
    after,
  });
  const ids = rows.map((row) => row.caseId);
  const stored = new Map(
    await Promise.all(
      baselineFirst.map(async (run) => {
        const cells = await comparison.cells(run, ids);
        return [run.id, { repeated: run.repeats > 1, byCase: groupedByCase(cells) }] as const;
      }),
    ),
  );
  const places = runs.map((run) => baselineFirst.findIndex((each) => each.id === run.id));
  return {
    next,
    items: rows.map((row) => ({
      caseId: row.caseId,
      change: changeOf(row),
      cells: runs.map((run, at) =>
        cellOf(row, places[at] ?? 0, {
          runId: run.id,
          isBase: run.id === base,
          repeated: stored.get(run.id)?.repeated ?? false,
          stored: stored.get(run.id)?.byCase.get(row.caseId) ?? [],
        }),
      ),
    })),
  };
}

/** The most telling changes first, each in a pass of its own; or one pass in another order. */
function passesOf({ show, sort }: RowsQuery): RowPass[] {
  const wanted = CHANGES_OF_FILTER[show];
  if (sort !== "change" || wanted?.length === 1) return [{ changes: wanted, by: "any" }];
  if (wanted !== null) return wanted.map((change) => ({ changes: [change], by: "listed" }));
  // What is alike or unfinished needs no order of its own.
  const telling = CASE_CHANGES.filter((change) => change !== "same" && change !== "unfinished");
  return [
    ...telling.map((change): RowPass => ({ changes: [change], by: "listed" })),
    { changes: ["unfinished", "same"], by: "listed" },
  ];
}

function changeOf({ standings: [baseline = MISSING, ...candidates] }: ComparedRow): ComparedCase["change"] {
  return rowChange(candidates.map((candidate) => caseChange(baseline, candidate)));
}

function groupedByCase(cells: readonly StoredCell[]): Map<string, StoredCell[]> {
  const byCase = new Map<string, StoredCell[]>();
  for (const cell of cells) byCase.set(cell.sourceCaseId, [...(byCase.get(cell.sourceCaseId) ?? []), cell]);
  return byCase;
}

interface CellSource {
  readonly runId: string;
  readonly isBase: boolean;
  /** The run asks its cases several times. */
  readonly repeated: boolean;
  /** Every repeat of the case, in order; none where the run has no such case. */
  readonly stored: readonly StoredCell[];
}

function cellOf(row: ComparedRow, place: number, { runId, isBase, repeated, stored }: CellSource): ComparedCell {
  const stand: CaseStand = row.standings[place] ?? MISSING;
  const done = stored.filter(({ state }) => state === "done");
  // Of a case that is not done yet the row says what there is.
  const shown = done.length > 0 ? done : stored;
  return {
    runId,
    standing: stand.standing,
    change: isBase ? null : caseChange(row.standings[0] ?? MISSING, stand),
    score: mean(shown.map(({ scores }) => meanScore(scores))),
    outputStart: shown.find(({ outputStart }) => outputStart !== null)?.outputStart ?? null,
    attempts: mean(shown.map(({ attemptCount }) => attemptCount)),
    providerLatencyMs: stand.standing === "pending" ? null : mean(shown.map((each) => each.providerLatencyMs)),
    costUsd: mean(shown.map(({ costUsd }) => costUsd)),
    repeats: repeated ? stored.map(({ caseId, repeat, state, result }) => ({ caseId, repeat, state, result })) : [],
    passed: stand.passed,
    scored: stand.scored,
  };
}

/** Of those that there are; null where there is none. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function meanScore(json: string | null): number | null {
  const scores = json === null ? [] : scoreSchema.array().parse(JSON.parse(json));
  if (scores.length === 0) return null;
  return scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
}

function cursorOf({ pass, driver, ord, value }: RowPlace): string {
  return `${pass}-${driver}-${ord}${value === null ? "" : `~${value}`}`;
}

function placeOf(cursor: string): RowPlace {
  const parts = /^(\d)-(\d)-(\d{1,15})(?:~(-?[\d.]{1,25}(?:e[+-]?\d{1,3})?))?$/.exec(cursor);
  const [, pass, driver, ord, value] = parts ?? [];
  if (pass !== undefined && driver !== undefined && ord !== undefined) {
    const place = { pass: Number(pass), driver: Number(driver), ord: Number(ord) };
    return { ...place, value: value === undefined ? null : Number(value) };
  }
  const issue = { path: "cursor", message: "must be the nextCursor of the page before" };
  throw new DomainError("invalid-input", `cursor: ${issue.message}`, [issue]);
}
