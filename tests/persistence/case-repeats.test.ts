import { expect, it } from "vitest";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import { casesNamed, repeatedRun } from "@/tests/support/repeated-run";
import { repeatedStand, standOf } from "@/tests/support/stands";
import { batch, finished, newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

describeOnBothDatabases("a run that asks each case several times", (stores) => {
  it("has a row for each asking, the whole first pass before the second, with the case's own values", async () => {
    const { run } = await repeatedRun(stores(), ["a", "b", "c"], 3);
    expect(run.totalCases).toBe(9);
    const pending = await stores().runs.pendingCases(run.id, -1, 20);
    expect(pending.map(({ ord, id, vars }) => [ord, id, vars.n])).toEqual([
      [0, "a", 0],
      [1, "b", 1],
      [2, "c", 2],
      [3, "a#2", 0],
      [4, "b#2", 1],
      [5, "c#2", 2],
      [6, "a#3", 0],
      [7, "b#3", 1],
      [8, "c#3", 2],
    ]);
    expect(await stores().cases.get(run.id, "b#3")).toMatchObject({ sourceCaseId: "b", repeat: 3, vars: { n: 1 } });
    expect(await stores().cases.get(run.id, "b")).toMatchObject({ sourceCaseId: "b", repeat: 1 });
    const { items } = await stores().cases.page(run.id, { q: "b" }, { limit: 10, after: null });
    expect(items.map(({ caseId }) => caseId)).toEqual(["b", "b#2", "b#3"]);
  });

  it("gives repeats ids that no case has", async () => {
    const { run } = await repeatedRun(stores(), ["a", "a#2", "a##2", "50%_'x"], 2);
    const ids = (await stores().runs.pendingCases(run.id, -1, 20)).map(({ id }) => id);
    expect(ids).toEqual(["a", "a#2", "a##2", "50%_'x", "a###2", "a#2###2", "a##2###2", "50%_'x###2"]);
  });

  it("takes a drawn sample alike in every pass, and leaves odd cases out of all of them", async () => {
    const drawn = await repeatedRun(
      stores(),
      Array.from({ length: 40 }, (_, at) => `c${at}`),
      3,
      { config: { sample: { kind: "random", n: 6, seed: 2 } } },
    );
    const ords = (await stores().runs.pendingCases(drawn.run.id, -1, 50)).map(({ ord }) => ord);
    expect(ords).toHaveLength(18);
    expect(ords.slice(6)).toEqual([
      ...ords.slice(0, 6).map((ord) => ord + 40),
      ...ords.slice(0, 6).map((ord) => ord + 80),
    ]);
    const odd = casesNamed(["a", "b", "c"]).map((item) => ({ ...item, vars: { n: item.ord === 1 ? 0 : item.ord } }));
    const dataset = await storeDataset(stores(), "w", odd);
    const plain = newRun("w", dataset.id, { skip: { oddities: ["duplicates"], longerThan: null } });
    const { run } = await stores().runs.create({ ...plain, config: { ...plain.config, repeats: 2 } });
    expect(run.totalCases).toBe(4);
    const left = (await stores().runs.pendingCases(run.id, -1, 10)).map(({ id }) => id);
    expect(left).toEqual(["a", "c", "a#2", "c#2"]);
  });

  it("is tried with cases of the first pass alone", async () => {
    const ids = ["a", "b", "c"];
    expect((await repeatedRun(stores(), ids, 3, { tryFirst: 2 })).run.tryFirst).toBe(2);
    expect((await repeatedRun(stores(), ids, 3, { tryFirst: 5 })).run.tryFirst).toBe(3);
    expect((await repeatedRun(stores(), ids, 1, { tryFirst: 5 })).run.tryFirst).toBeNull();
  });

  it("tells the repeats of a case, and how many cases stand alike", async () => {
    const { run, layout } = await repeatedRun(stores(), ["a", "b", "c", "d"], 2);
    const done = [
      finished(0),
      finished(4, { result: "failed" }),
      finished(1),
      finished(5),
      finished(2, { result: "not-scored" }),
    ];
    await stores().runs.write(run.id, batch(done));
    const repeats = await stores().cases.repeats(layout, 4);
    expect(repeats.map(({ caseId, repeat, result }) => [caseId, repeat, result])).toEqual([
      ["a", 1, "passed"],
      ["a#2", 2, "failed"],
    ]);
    const patterns = await stores().cases.repeatPatterns(layout);
    expect(patterns.sort((a, b) => b.done - a.done || b.passed - a.passed)).toEqual([
      { done: 2, scored: 2, passed: 2, cases: 1 },
      { done: 2, scored: 2, passed: 1, cases: 1 },
      { done: 1, scored: 0, passed: 0, cases: 1 },
      { done: 0, scored: 0, passed: 0, cases: 1 },
    ]);
  });

  it("puts back a lost repeat alone", async () => {
    const { run } = await repeatedRun(stores(), ["a", "b"], 2);
    const lost = { result: "not-scored", error: { code: "x", message: "lost" } } as const;
    const summary = { ...emptyRunSummary(), done: 4, passed: 2, notScored: 2 };
    await stores().runs.write(
      run.id,
      batch([finished(0), finished(1), finished(2, lost), finished(3, lost)], { summary }),
    );
    const { requeued } = await stores().runs.requeueCases(run.id, { caseIds: ["a#2"] });
    expect(requeued).toBe(1);
    const pending = await stores().runs.pendingCases(run.id, -1, 10);
    expect(pending.map(({ ord, id }) => [ord, id])).toEqual([[2, "a#2"]]);
  });

  it("is compared case by case, by the share that passed, also with runs of another dataset or one asking", async () => {
    const base = await repeatedRun(stores(), ["a", "b", "c", "d"], 3);
    const fail = { result: "failed" } as const;
    const lost = { result: "not-scored" } as const;
    // a: 3 of 3, b: 2 of 3, c: 0 of 2, d: nothing is done.
    const first = [0, 4, 8, 1].map((ord) => finished(ord));
    await stores().runs.write(
      base.run.id,
      batch([
        ...first,
        finished(5, { output: "odd word" }),
        finished(9, fail),
        finished(2, fail),
        finished(6, fail),
        finished(10, lost),
      ]),
    );
    const again = { run: (await stores().runs.create(newRun("w", base.datasetId))).run };
    await stores().runs.write(again.run.id, batch([finished(0), finished(1), finished(2), finished(3)]));
    // Its own case "a#2" is not the baseline's second asking of "a".
    const apart = await repeatedRun(stores(), ["a#2", "b", "a"], 2);
    await stores().runs.write(apart.run.id, batch([0, 1, 3, 5].map((ord) => finished(ord)).concat(finished(2, fail))));
    const runs = [base.compared, { ...base.compared, id: again.run.id, repeats: 1 }, apart.compared];
    const query = { passes: [{ changes: null, by: "any" }], difference: null, limit: 10, after: null } as const;
    const { rows } = await stores().comparison.rows(runs, query);
    const stands = new Map(rows.map((row) => [row.caseId, row.standings]));
    expect(stands).toEqual(
      new Map([
        ["a", [repeatedStand(3, 3), standOf("passed"), repeatedStand(1, 2)]],
        ["b", [repeatedStand(2, 3), standOf("passed"), repeatedStand(1, 1)]],
        ["c", [repeatedStand(0, 2), standOf("passed"), standOf("missing")]],
        ["d", [standOf("pending"), standOf("passed"), standOf("missing")]],
        ["a#2", [standOf("missing"), standOf("missing"), repeatedStand(2, 2)]],
      ]),
    );
    const patterns = await stores().comparison.patterns(runs);
    expect(patterns.reduce((sum, { cases }) => sum + cases, 0)).toBe(5);
    const changed = { ...query, passes: [{ changes: ["regressed"], by: "any" }] } as const;
    expect((await stores().comparison.rows(runs, changed)).rows.map(({ caseId }) => caseId)).toEqual(["a"]);
    expect(
      (await stores().comparison.rows(runs, { ...query, q: "ODD WORD" })).rows.map(({ caseId }) => caseId),
    ).toEqual(["b"]);
    const cells = await stores().comparison.cells(base.compared, ["a", "c"]);
    expect(cells.map(({ sourceCaseId, caseId, result }) => [sourceCaseId, caseId, result])).toEqual([
      ["a", "a", "passed"],
      ["c", "c", "failed"],
      ["a", "a#2", "passed"],
      ["c", "c#2", "failed"],
      ["a", "a#3", "passed"],
      ["c", "c#3", "not-scored"],
    ]);
  });

  it("orders cases by the difference of their means", async () => {
    const base = await repeatedRun(stores(), ["a", "b"], 2);
    const slow = (ord: number, providerLatencyMs: number) => finished(ord, { providerLatencyMs });
    await stores().runs.write(base.run.id, batch([slow(0, 100), slow(2, 300), slow(1, 100), slow(3, 100)]));
    const other = (await stores().runs.create(newRun("w", base.datasetId))).run;
    await stores().runs.write(other.id, batch([slow(0, 250), slow(1, 250)]));
    const runs = [base.compared, { ...base.compared, id: other.id, repeats: 1 }];
    const { rows } = await stores().comparison.rows(runs, {
      passes: [{ changes: null, by: "any" }],
      difference: { figure: "latency", descending: true },
      limit: 10,
      after: null,
    });
    // +150 against a mean of 100, +50 against one of 200.
    expect(rows.map(({ caseId }) => caseId)).toEqual(["b", "a"]);
  });
});
