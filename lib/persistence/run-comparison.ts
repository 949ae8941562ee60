import { z } from "zod";
import { CASE_STANDINGS, type CaseStand } from "@/lib/core/comparing/case-standing";
import type { StandingPattern } from "@/lib/core/comparing/count-pairs";
import type { DifferenceOrder } from "@/lib/core/comparing/row-order";
import { CASE_RESULTS, CASE_STATES, type CaseResult, type CaseState } from "@/lib/core/runs/case-states";
import { comparedCases, passCondition, type RowPass } from "./compared-cases";
import { behindDifference, differenceValue, inDifferenceOrder } from "./compared-difference";
import { type ComparedRun, inFirstPass, isRepeatOf } from "./compared-figures";
import { Prisma } from "./generated/sqlite/client";
import { pairedVariables } from "./paired-variables";
import type { Database } from "./prisma-client";

/** A row of a list of compared cases: the case at `ord` of the run `driver` (0: the baseline), found in that pass. */
export interface RowPlace {
  readonly pass: number;
  readonly driver: number;
  readonly ord: number;
  /** The difference that the row is ordered by; null where rows are in the order of the cases. */
  readonly value: number | null;
}

interface PlacedRow {
  readonly place: RowPlace;
  readonly standings: CaseStand[];
}

export interface RowQuery {
  /** One after the other. */
  readonly passes: readonly RowPass[];
  /** In the case's id or in any of the outputs. */
  readonly q?: string | undefined;
  /** Null: in the order of the cases. */
  readonly difference: DifferenceOrder | null;
  readonly limit: number;
  readonly after: RowPlace | null;
}

export interface ComparedRow {
  readonly caseId: string;
  /** One for each run, in the order given. */
  readonly standings: readonly CaseStand[];
}

/** What a run has of one asking of a case, as a comparison shows it. */
export interface ComparedCell {
  /** The dataset's id of the case, and the run's own of this repeat. */
  readonly sourceCaseId: string;
  readonly caseId: string;
  readonly repeat: number;
  readonly state: CaseState;
  readonly result: CaseResult | null;
  /** JSON: Score[] */
  readonly scores: string | null;
  /** Its first characters. */
  readonly outputStart: string | null;
  readonly attemptCount: number;
  readonly providerLatencyMs: number;
  readonly costUsd: number | null;
}

/** Positions per query, so that none holds up the event loop for long; fewer where outputs are searched. */
const WINDOW = 4000;
const SEARCH_WINDOW = 2000;
/** Characters of an output in a list. */
const OUTPUT_START = 240;

const repeatCount = z.coerce.number().int();
const stand = z.object({ standing: z.enum(CASE_STANDINGS), passed: repeatCount, scored: repeatCount });
const orderedRows = z.array(z.object({ ord: z.number().int() }).catchall(z.unknown()));
const measuredRows = z.array(z.object({ ord: z.number().int(), d: z.number() }).catchall(z.unknown()));
const countedRows = z.array(z.object({ n: z.coerce.number().int() }).catchall(z.unknown()));
const caseIdRows = z.array(z.object({ ord: z.number().int(), caseId: z.string() }));
const cellRows = z.array(
  z.object({
    sourceCaseId: z.string(),
    caseId: z.string(),
    repeat: z.number().int(),
    state: z.enum(CASE_STATES),
    result: z.enum(CASE_RESULTS).nullable(),
    scores: z.string().nullable(),
    outputStart: z.string().nullable(),
    attemptCount: z.number().int(),
    providerLatencyMs: z.number(),
    costUsd: z.number().nullable(),
  }),
);
const secondRows = z.array(
  z.object({
    second: z.coerce.number(),
    passed: z.coerce.number(),
    failed: z.coerce.number(),
    done: z.coerce.number(),
  }),
);

/** Pairs the cases of runs by id, in the database, so that runs of any size are compared in little memory. */
export class RunComparison {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** How many cases stand alike over the runs, the baseline first. */
  async patterns(runs: readonly ComparedRun[]): Promise<StandingPattern[]> {
    const counted = new Map<string, { standings: CaseStand[]; cases: number }>();
    for (const [driver, run] of runs.entries()) {
      // What an earlier run has of this one's cases is counted already; where that is all, nothing is left to look for.
      const seen = [...counted.values()].reduce(
        (sum, { standings, cases }) => (standings[driver]?.standing === "missing" ? sum : sum + cases),
        0,
      );
      if (seen >= run.totalCases) continue;
      for (const range of await this.#ranges(run, -1, WINDOW)) {
        for (const { standings, cases } of await this.#countRange(runs, driver, range)) {
          const key = standings.map((stand) => Object.values(stand).join(" ")).join();
          counted.set(key, { standings, cases: cases + (counted.get(key)?.cases ?? 0) });
        }
      }
    }
    return [...counted.values()];
  }

  /** Rows in order, page by page. `next` is null after the last. */
  async rows(runs: readonly ComparedRun[], query: RowQuery): Promise<{ rows: ComparedRow[]; next: RowPlace | null }> {
    const found: PlacedRow[] = [];
    for await (const row of this.#placesAfter(runs, query)) {
      found.push(row);
      if (found.length > query.limit) break;
    }
    const page = found.slice(0, query.limit);
    const ids = await this.#caseIds(runs, page);
    return {
      rows: page.map(({ place, standings }) => ({ caseId: ids.get(`${place.driver} ${place.ord}`) ?? "", standings })),
      next: found.length > query.limit ? (page.at(-1)?.place ?? null) : null,
    };
  }

  /** What a run has of the cases named, every repeat of them, in order; those that it has not are left out. */
  async cells(run: ComparedRun, caseIds: readonly string[]): Promise<ComparedCell[]> {
    if (caseIds.length === 0) return [];
    const rows = await this.#db.read(
      (client) => client.$queryRaw`SELECT r0."caseId" AS "sourceCaseId", z."caseId", z."repeat", z."state", z."result",
        z."scores", substr(z."output", 1, ${OUTPUT_START}) AS "outputStart",
        z."attemptCount", z."providerLatencyMs", z."costUsd"
        FROM "RunCase" AS r0 JOIN "RunCase" AS z ON ${isRepeatOf(run, 0)}
        WHERE r0."runId" = ${run.id} AND r0."caseId" IN (${Prisma.join([...caseIds])}) AND ${inFirstPass(run, "r0")}
        ORDER BY z."ord"`,
    );
    return cellRows.parse(rows);
  }

  /** The variables of cases that two runs share by id, at most so many, from all over the shorter run. */
  pairedVariables(first: ComparedRun, second: ComparedRun, most: number): ReturnType<typeof pairedVariables> {
    return pairedVariables(this.#db, first, second, most);
  }

  /** How many cases of a run ended in each second (epoch s), and how; a case that was run again counts at its last end. */
  async endsBySecond(runId: string): Promise<{ second: number; done: number; passed: number; failed: number }[]> {
    const seconds = new Map<number, { second: number; done: number; passed: number; failed: number }>();
    const second =
      this.#db.kind === "sqlite"
        ? Prisma.sql`CAST("finishedAtMs" / 1000 AS INTEGER)`
        : Prisma.sql`FLOOR("finishedAtMs" / 1000)`;
    for (const { from, to } of await this.#ranges({ id: runId }, -1, WINDOW)) {
      const rows = await this.#db.read(
        (client) => client.$queryRaw`SELECT ${second} AS "second", COUNT(*) AS "done",
          SUM(CASE WHEN "result" = 'passed' THEN 1 ELSE 0 END) AS "passed",
          SUM(CASE WHEN "result" = 'failed' THEN 1 ELSE 0 END) AS "failed"
          FROM "RunCase" WHERE "runId" = ${runId} AND "ord" > ${from} AND "ord" <= ${to}
            AND "state" = 'done' AND "finishedAtMs" IS NOT NULL
          GROUP BY 1`,
      );
      for (const row of secondRows.parse(rows)) {
        const so = seconds.get(row.second) ?? { second: row.second, done: 0, passed: 0, failed: 0 };
        seconds.set(row.second, {
          second: row.second,
          done: so.done + row.done,
          passed: so.passed + row.passed,
          failed: so.failed + row.failed,
        });
      }
    }
    return [...seconds.values()].sort((a, b) => a.second - b.second);
  }

  async *#placesAfter(runs: readonly ComparedRun[], query: RowQuery): AsyncGenerator<PlacedRow> {
    const { passes, after } = query;
    const start = after ?? { pass: 0, driver: 0, ord: -1, value: null };
    for (let pass = start.pass; pass < passes.length; pass += 1) {
      const wanted = passes[pass] ?? { changes: null, by: "any" as const };
      for (let driver = pass === start.pass ? start.driver : 0; driver < runs.length; driver += 1) {
        // A case that the baseline lacks is missing there, whatever else it is, and has no difference to it.
        if (driver > 0 && wanted.changes !== null && !wanted.changes.includes("missing")) continue;
        const goesOn = after !== null && pass === start.pass && driver === start.driver;
        const from = goesOn ? after : { pass, driver, ord: -1, value: null };
        if (driver === 0 && query.difference !== null) yield* this.#byDifference(runs, query, wanted, from);
        else yield* this.#byPosition(runs, query, wanted, from);
      }
    }
  }

  async *#byPosition(
    runs: readonly ComparedRun[],
    { q, limit }: RowQuery,
    wanted: RowPass,
    { pass, driver, ord }: RowPlace,
  ): AsyncGenerator<PlacedRow> {
    for (const range of await this.#ranges(runs[driver], ord, q ? SEARCH_WINDOW : WINDOW)) {
      const cases = comparedCases(this.#db.kind, runs, driver, range, { q });
      const rows = await this.#db.read(
        (client) => client.$queryRaw`SELECT * FROM (${cases}) AS x WHERE ${passCondition(wanted, runs.length)}
          ORDER BY "ord" LIMIT ${limit + 1}`,
      );
      for (const row of orderedRows.parse(rows)) {
        yield { place: { pass, driver, ord: row.ord, value: null }, standings: standingsOf(row, runs.length) };
      }
    }
  }

  /** The next rows of the baseline, no more than a page needs: every piece gives its best ones. */
  async *#byDifference(
    runs: readonly ComparedRun[],
    { q, limit, difference: order }: RowQuery,
    wanted: RowPass,
    { pass, driver, ord, value }: RowPlace,
  ): AsyncGenerator<PlacedRow> {
    if (order === null) return;
    const difference = differenceValue(this.#db.kind, order, runs);
    const after = behindDifference(order, value === null ? null : { value, ord });
    const direction = Prisma.raw(order.descending ? "DESC" : "ASC");
    const compare = inDifferenceOrder(order);
    let best: { value: number; ord: number; standings: CaseStand[] }[] = [];
    for (const range of await this.#ranges(runs[0], -1, q ? SEARCH_WINDOW : WINDOW)) {
      const cases = comparedCases(this.#db.kind, runs, 0, range, { q, difference });
      const rows = await this.#db.read(
        (client) => client.$queryRaw`SELECT * FROM (${cases}) AS x
          WHERE ${passCondition(wanted, runs.length)} AND ${after} ORDER BY "d" ${direction}, "ord" LIMIT ${limit + 1}`,
      );
      const more = measuredRows.parse(rows).map((row) => ({
        value: row.d,
        ord: row.ord,
        standings: standingsOf(row, runs.length),
      }));
      best = [...best, ...more].sort(compare).slice(0, limit + 1);
    }
    for (const { standings, ...at } of best) yield { place: { pass, driver, ...at }, standings };
  }

  async #countRange(
    runs: readonly ComparedRun[],
    driver: number,
    range: { from: number; to: number },
  ): Promise<{ standings: CaseStand[]; cases: number }[]> {
    const columns = Prisma.raw(runs.map((_, at) => `"s${at}", "p${at}", "m${at}"`).join(", "));
    const cases = comparedCases(this.#db.kind, runs, driver, range, {});
    const rows = await this.#db.read(
      (client) => client.$queryRaw`SELECT ${columns}, COUNT(*) AS "n" FROM (${cases}) AS x GROUP BY ${columns}`,
    );
    return countedRows.parse(rows).map((row) => ({ standings: standingsOf(row, runs.length), cases: row.n }));
  }

  async #caseIds(
    runs: readonly ComparedRun[],
    page: readonly { place: RowPlace }[],
  ): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    for (const [driver, run] of runs.entries()) {
      const ords = page.flatMap(({ place }) => (place.driver === driver ? [place.ord] : []));
      if (ords.length === 0) continue;
      const rows = await this.#db.read((client) =>
        client.runCase.findMany({ where: { runId: run.id, ord: { in: ords } }, select: { ord: true, caseId: true } }),
      );
      for (const { ord, caseId } of caseIdRows.parse(rows)) ids.set(`${driver} ${ord}`, caseId);
    }
    return ids;
  }

  /** The positions of a run after `afterOrd`, in pieces; where its repeats are told, those of the first pass alone. */
  async #ranges(
    run: Pick<ComparedRun, "id"> & Partial<ComparedRun> = { id: "" },
    afterOrd: number,
    size: number,
  ): Promise<{ from: number; to: number }[]> {
    const { id: runId, repeats = 1, datasetCases = 0 } = run;
    const { _max } = await this.#db.read((client) =>
      client.runCase.aggregate({ where: { runId }, _max: { ord: true } }),
    );
    const last = Math.min(_max.ord ?? -1, repeats === 1 ? Number.POSITIVE_INFINITY : datasetCases - 1);
    const ranges: { from: number; to: number }[] = [];
    for (let from = afterOrd; from < last; from += size) ranges.push({ from, to: from + size });
    return ranges;
  }
}

function standingsOf(row: Readonly<Record<string, unknown>>, runs: number): CaseStand[] {
  return Array.from({ length: runs }, (_, at) =>
    stand.parse({ standing: row[`s${at}`], passed: row[`p${at}`], scored: row[`m${at}`] }),
  );
}
