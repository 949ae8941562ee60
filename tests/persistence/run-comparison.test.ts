import { expect, it } from "vitest";
import {
  CASE_CHANGES,
  type CaseStanding,
  CHANGES_OF_FILTER,
  caseChange,
  MISSING,
  ROW_FILTERS,
  rowChange,
} from "@/lib/core/comparing/case-standing";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { type DifferenceOrder, differenceOrder } from "@/lib/core/comparing/row-order";
import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import type { RowPass } from "@/lib/persistence/compared-cases";
import type { Stores } from "@/lib/persistence/open-stores";
import type { ComparedRow, RowPlace } from "@/lib/persistence/run-comparison";
import { standOf } from "@/tests/support/stands";
import { attempt, batch, finished, newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const RESULTS = ["passed", "failed", "not-scored", "pending"] as const;

function cases(ids: readonly string[]): DatasetCase[] {
  return ids.map((id, ord) => ({ ord, id, vars: {}, expected: null, metadata: {} }));
}

/** A run of a dataset whose cases stand as `standingOf` says. */
async function storeStanding(
  stores: Stores,
  dataset: { id: string; ids: readonly string[] },
  standingOf: (id: string, ord: number) => (typeof RESULTS)[number],
) {
  const { run } = await stores.runs.create(newRun("w", dataset.id));
  const done = dataset.ids.flatMap((id, ord) => {
    const result = standingOf(id, ord);
    if (result === "pending") return [];
    return [finished(ord, { result, output: `${run.id} says ${id}`, finishedAt: 5000 + 400 * ord })];
  });
  await stores.runs.write(run.id, batch(done));
  const totalCases = dataset.ids.length;
  return { id: run.id, datasetId: dataset.id, totalCases, repeats: 1, datasetCases: totalCases };
}

describeOnBothDatabases("comparing runs", (stores) => {
  const make = async () => {
    const ids = Array.from({ length: 64 }, (_, at) => `case ${at}`);
    const own = ids.slice(40).reverse().concat(["only here", "and here"]);
    const first = { id: (await storeDataset(stores(), "w", cases(ids))).id, ids };
    const second = { id: (await storeDataset(stores(), "w", cases(own))).id, ids: own };
    // Sixteen pairs of standings, and each with a third run of other cases in another order.
    const a = await storeStanding(stores(), first, (_, ord) => RESULTS[ord % 4] ?? "pending");
    const b = await storeStanding(stores(), first, (_, ord) => RESULTS[Math.floor(ord / 4) % 4] ?? "pending");
    const c = await storeStanding(stores(), second, (_, ord) => RESULTS[Math.floor(ord / 2) % 4] ?? "pending");
    const standing = new Map<string, Exclude<CaseStanding, "mixed">[]>();
    for (const id of new Set([...ids, ...own])) {
      const ord = ids.indexOf(id);
      const place = own.indexOf(id);
      standing.set(id, [
        ord < 0 ? "missing" : (RESULTS[ord % 4] ?? "pending"),
        ord < 0 ? "missing" : (RESULTS[Math.floor(ord / 4) % 4] ?? "pending"),
        place < 0 ? "missing" : (RESULTS[Math.floor(place / 2) % 4] ?? "pending"),
      ]);
    }
    return { runs: [a, b, c], standing };
  };
  const all = async (
    runs: Awaited<ReturnType<typeof make>>["runs"],
    passes: RowPass[],
    { q, difference = null }: { q?: string; difference?: DifferenceOrder | null } = {},
  ) => {
    const rows: ComparedRow[] = [];
    let after: RowPlace | null = null;
    do {
      const page: { rows: ComparedRow[]; next: RowPlace | null } = await stores().comparison.rows(runs, {
        passes,
        q,
        difference,
        limit: 7,
        after,
      });
      expect(page.rows.length).toBeLessThanOrEqual(7);
      rows.push(...page.rows);
      after = page.next;
    } while (after !== null);
    return rows;
  };

  /** Three runs, the third of other cases in another order, whose latencies and costs differ; some have none. */
  const measured = async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `case ${at}`);
    const own = [...ids.slice(10).reverse(), "elsewhere"];
    const one = (await storeDataset(stores(), "w", cases(ids))).id;
    const two = (await storeDataset(stores(), "w", cases(own))).id;
    const store = async (datasetId: string, list: readonly string[], seed: number) => {
      const { run } = await stores().runs.create(newRun("w", datasetId));
      const figures = new Map<string, { latency: number | null; cost: number | null }>();
      const done = list.flatMap((id, ord) => {
        if ((ord + seed) % 11 === 0) return [];
        // Ties are settled by the position.
        const latency = 100 + ((ord * seed * 37) % 9) * 12.5;
        const cost = (ord + seed) % 7 === 0 ? null : ((ord * seed * 13) % 5) / 1024;
        const isTried = (ord + seed) % 13 !== 0;
        figures.set(id, { latency: isTried ? latency : null, cost: isTried ? cost : null });
        const result = (ord * seed) % 3 === 0 ? "failed" : "passed";
        return [
          finished(ord, {
            result,
            providerLatencyMs: latency,
            costUsd: cost,
            attempts: isTried ? [attempt()] : [],
          }),
        ];
      });
      await stores().runs.write(run.id, batch(done));
      const totalCases = list.length;
      return { run: { id: run.id, datasetId, totalCases, repeats: 1, datasetCases: totalCases }, figures };
    };
    return { ids, first: await store(one, ids, 1), second: await store(one, ids, 2), third: await store(two, own, 5) };
  };

  it("counts how cases stand alike, matched by id over datasets", async () => {
    const { runs, standing } = await make();
    const seen = new Map<string, number>();
    for (const each of standing.values()) seen.set(each.join(), (seen.get(each.join()) ?? 0) + 1);
    const patterns = await stores().comparison.patterns(runs);
    expect(
      new Map(patterns.map(({ standings, cases: n }) => [standings.map((each) => each.standing).join(), n])),
    ).toEqual(seen);
    const { rows } = countPairs(patterns, 2);
    expect(rows.all).toBe(66);
    // The roles may be turned.
    const turned = await stores().comparison.patterns([...runs].reverse());
    expect(turned.reduce((sum, { cases: n }) => sum + n, 0)).toBe(66);
  });

  it("lists every row once under each filter, as the core tells changes, page by page", async () => {
    const { runs, standing } = await make();
    const changesOf = (id: string) => {
      const [baseline = MISSING, ...others] = (standing.get(id) ?? []).map(standOf);
      return others.map((other) => caseChange(baseline, other));
    };
    for (const filter of ROW_FILTERS) {
      const wanted = CHANGES_OF_FILTER[filter];
      const rows = await all(runs, [{ changes: wanted, by: "any" }]);
      const expected = [...standing.keys()].filter(
        (id) => wanted === null || changesOf(id).some((change) => wanted.includes(change)),
      );
      expect(rows.map((row) => row.caseId).sort(), filter).toEqual(expected.sort());
      for (const row of rows) expect(row.standings).toEqual(standing.get(row.caseId)?.map(standOf));
      expect(rows.length).toBe(countPairs(await stores().comparison.patterns(runs), 2).rows[filter]);
    }
    const listed = await all(
      runs,
      CASE_CHANGES.map((change) => ({ changes: [change], by: "listed" })),
    );
    expect(listed.map((row) => row.caseId).sort()).toEqual([...standing.keys()].sort());
    const order = listed.map((row) => CASE_CHANGES.indexOf(rowChange(changesOf(row.caseId))));
    expect(order).toEqual([...order].sort((x, y) => x - y));
  });

  it("orders rows by how much a figure rose or fell, page by page, and puts those without a difference last", async () => {
    const { first, second, third, ids } = await measured();
    const runs = [first, second, third].map(({ run }) => run);
    const rising = (figure: "latency" | "cost") => (id: string) => {
      const [base, ...others] = [first, second, third].map(({ figures }) => figures.get(id)?.[figure] ?? null);
      const differences = others.flatMap((own) => (base == null || own === null ? [] : [own - base]));
      return differences.length === 0 ? null : differences;
    };
    for (const order of ["-latency", "latency", "-cost", "cost"] as const) {
      const difference = differenceOrder(order);
      const value = (id: string) => {
        const all = rising(order.endsWith("latency") ? "latency" : "cost")(id);
        if (all === null) return Number.POSITIVE_INFINITY;
        return order.startsWith("-") ? -Math.max(...all) : Math.min(...all);
      };
      const expected = [...ids].sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        return x === y ? ids.indexOf(a) - ids.indexOf(b) : x - y;
      });
      const rows = await all(runs, [{ changes: null, by: "any" }], { difference });
      expect(
        rows.map(({ caseId }) => caseId),
        order,
      ).toEqual([...expected, "elsewhere"]);
      const found = await all(runs, [{ changes: ["improved"], by: "any" }], { q: "case 1", difference });
      const improved = new Set(found.map(({ caseId }) => caseId));
      expect(found.map(({ caseId }) => caseId)).toEqual(expected.filter((id) => improved.has(id)));
      expect(improved.size).toBeGreaterThan(1);
    }
  });

  it("gives the variables of cases that two datasets have by the same id, from all over the run, no more than asked", async () => {
    const store = async (word: string, count: number) => {
      const list = Array.from({ length: count }, (_, ord) => ({
        ord,
        id: String(ord + 1),
        vars: { question: `${word} ${ord + 1}` },
        expected: null,
        metadata: {},
      }));
      const dataset = { id: (await storeDataset(stores(), "w", list)).id, ids: list.map(({ id }) => id) };
      return storeStanding(stores(), dataset, () => "passed");
    };
    const [a, b] = [await store("sum", 30), await store("riddle", 25)];
    const pairs = await stores().comparison.pairedVariables(a, b, 10);
    expect(pairs).toEqual(
      [1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((n) => ({ a: { question: `sum ${n}` }, b: { question: `riddle ${n}` } })),
    );
    expect(await stores().comparison.pairedVariables(a, b, 4)).toHaveLength(4);
    // Two cases in common, at no such place of the longer run.
    const few = [5, 11].map((n, ord) => ({
      ord,
      id: String(n),
      vars: { q: `few ${n}` },
      expected: null,
      metadata: {},
    }));
    const dataset = { id: (await storeDataset(stores(), "w", few)).id, ids: few.map(({ id }) => id) };
    const c = await storeStanding(stores(), dataset, () => "passed");
    const found = await stores().comparison.pairedVariables(a, c, 4);
    expect(found.map((pair) => pair.b.q)).toEqual(["few 5", "few 11"]);
    expect(found.map((pair) => pair.a.question)).toEqual(["sum 5", "sum 11"]);
  });

  it("finds a text in ids and in any run's output", async () => {
    const { runs } = await make();
    const find = async (q: string) => (await all(runs, [{ changes: null, by: "any" }], { q })).map((row) => row.caseId);
    expect(await find("ONLY HERE")).toEqual(["only here"]);
    expect(await find("case 63")).toEqual(["case 63"]);
    expect(await find(`${runs[2]?.id} says case 5`)).toContain("case 50");
    expect(await find("no such thing")).toEqual([]);
  });

  it("shows what a run has of the cases named, with the start of a long output", async () => {
    const { runs } = await make();
    const [run] = runs;
    if (run === undefined) throw new Error("a run was made");
    const cells = await stores().comparison.cells(run, ["case 0", "case 1", "case 3", "only here"]);
    expect(cells.map((cell) => cell.caseId).sort()).toEqual(["case 0", "case 1", "case 3"]);
    expect(cells.find((cell) => cell.caseId === "case 0")).toMatchObject({
      outputStart: `${runs[0]?.id} says case 0`,
      providerLatencyMs: 200.25,
    });
    expect(await stores().comparison.cells(run, [])).toEqual([]);
  });

  it("counts the ends of each second", async () => {
    const { runs } = await make();
    const ends = await stores().comparison.endsBySecond(runs[0]?.id ?? "");
    expect(ends[0]).toEqual({ second: 5, done: 3, passed: 1, failed: 1 });
    const sum = (pick: (end: (typeof ends)[number]) => number) => ends.reduce((total, end) => total + pick(end), 0);
    expect([sum((end) => end.done), sum((end) => end.passed), sum((end) => end.failed)]).toEqual([48, 16, 16]);
  });
});
