import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import { buildTick } from "@/tests/support/build-tick";
import { attempt, batch, finished, storeRun } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const entry = { at: 5, kind: "note", level: "info", text: "x", caseId: null, actor: null, count: 1 } as const;

describeOnBothDatabases("a batch of results", (stores) => {
  it("is read back as it was written, with figures, ticks and log", async () => {
    const run = await storeRun(stores(), 3);
    const lost = finished(1, {
      result: "not-scored",
      output: null,
      scores: [],
      attempts: [
        attempt({ outcome: "rate-limited", status: 429 }),
        attempt({ n: 2, outcome: "overloaded", status: 529 }),
      ],
      inputTokens: null,
      costUsd: 0.25,
      error: { code: "gave-up", message: "no luck" },
    });
    const summary = { ...emptyRunSummary(), done: 2, passed: 1, notScored: 1, casesByAttempts: { 1: 1, 2: 1 } };
    const tick = buildTick({
      t: 1000,
      latency: { 12: 3 },
      limit: { requestsPerSecond: 0.5, burst: 1, concurrency: 1 },
    });
    await stores().runs.write(
      run.id,
      batch([finished(0), lost], { summary, ticks: [tick], log: [{ seq: 1, ...entry }], activeMs: 123.5 }),
    );
    expect(await stores().runs.get(run.id)).toMatchObject({ summary, activeMs: 123.5 });
    const page = await stores().cases.page(run.id, {}, { limit: 10, after: null });
    const { finishedAt, ...fields } = lost;
    expect(page.items[1]).toEqual({
      ...fields,
      caseId: "c1",
      sourceCaseId: "c1",
      repeat: 1,
      outputIsCut: false,
      state: "done",
      attemptCount: 2,
      finishedAt,
    });
    expect(page.items[2]).toMatchObject({ state: "pending", result: null, attempts: [], finishedAt: null });
    expect(await stores().metrics.ticks(run.id, 0, 2000)).toEqual([tick]);
    expect((await stores().logs.page(run.id, {}, { limit: 5, beforeSeq: null })).items).toEqual([{ seq: 1, ...entry }]);
    expect((await stores().runs.pendingCases(run.id, -1, 10)).map((item) => item.ord)).toEqual([2]);
  });

  it("is written whole or not at all: a case that is done, unknown or twice in it fails all of it", async () => {
    const run = await storeRun(stores(), 3);
    await stores().runs.write(run.id, batch([finished(0)]));
    const before = await stores().runs.get(run.id);
    for (const cases of [
      [finished(1), finished(0)],
      [finished(1), finished(99)],
      [finished(1), finished(1)],
    ]) {
      const faulty = batch(cases, { ticks: [buildTick({ t: 7 })], log: [{ seq: 9, ...entry }], activeMs: 9 });
      await expect(stores().runs.write(run.id, faulty)).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await stores().runs.get(run.id)).toEqual(before);
    expect(await stores().cases.count(run.id, { states: ["done"] })).toBe(1);
    expect(await stores().metrics.range(run.id)).toBeNull();
    expect(await stores().runs.lastLogSeq(run.id)).toBe(0);
    await stores().runs.write(run.id, batch([finished(1)]));
    expect(await stores().cases.count(run.id, { states: ["done"] })).toBe(2);
  });

  it("keeps the attempts of a case that was begun and put back, which stays pending", async () => {
    const run = await storeRun(stores(), 2);
    const attempts = [attempt({ outcome: "transient" })];
    const later = [...attempts, attempt({ n: 2, outcome: "overloaded" })];
    const parked = [
      { ord: 1, attempts, answer: null },
      { ord: 1, attempts: later, answer: null },
    ];
    await stores().runs.write(run.id, batch([], { parked }));
    expect((await stores().runs.pendingCases(run.id, 0, 1))[0]?.priorAttempts).toEqual(later);
    expect(await stores().cases.count(run.id, { outcomes: ["overloaded"], minAttempts: 2, states: ["pending"] })).toBe(
      1,
    );
    await stores().runs.write(run.id, batch([finished(1)], { parked }));
    expect(await stores().cases.get(run.id, "c1")).toMatchObject({ state: "done", attemptCount: 1 });
  });

  it("keeps an answer that waits for verdicts, with those that it has, until it is scored", async () => {
    const run = await storeRun(stores(), 2);
    const verdict = { evaluator: "judge (tone)", score: 0.5, passed: true, detail: "polite", choice: "B" };
    const answer = { output: "an answer", verdicts: [verdict] };
    const attempts = [attempt(), attempt({ n: 2, role: "judge", judge: "judge (tone)" })];
    await stores().runs.write(run.id, batch([], { parked: [{ ord: 0, attempts, answer }] }));
    const [first, second] = await stores().runs.pendingCases(run.id, -1, 10);
    expect(first).toMatchObject({ answer, priorAttempts: attempts });
    expect(second?.answer).toBeNull();
    // The attempts of the target are what a case's attempts are counted by.
    expect(await stores().cases.get(run.id, "c0")).toMatchObject({ output: "an answer", attemptCount: 1 });
    await stores().runs.write(run.id, batch([finished(0, { output: "an answer", attempts, scores: [verdict] })]));
    expect(await stores().cases.get(run.id, "c0")).toMatchObject({ state: "done", scores: [verdict], attemptCount: 1 });
  });

  it("fails for a run that is not there", async () => {
    await expect(stores().runs.write("nowhere", batch([]))).rejects.toMatchObject({ code: "not-found" });
  });

  it("replaces a tick and a log entry that were written before they were complete", async () => {
    const run = await storeRun(stores(), 1);
    const write = (ok: number, count: number) =>
      stores().runs.write(
        run.id,
        batch([], { ticks: [buildTick({ t: 1000, ok })], log: [{ seq: 1, ...entry, count }] }),
      );
    await write(1, 1);
    await write(3, 2);
    expect(await stores().metrics.ticks(run.id, 0, 5000)).toMatchObject([{ ok: 3 }]);
    expect((await stores().logs.page(run.id, {}, { limit: 5, beforeSeq: null })).items).toMatchObject([{ count: 2 }]);
  });

  it("keeps any text, where only NUL and lone surrogates become the replacement character", async () => {
    const text = fc.string({
      unit: fc.oneof(fc.string({ unit: "binary", maxLength: 3 }), fc.constant("\0"), fc.constant("\ud800")),
    });
    const storable = (value: string) => value.toWellFormed().replaceAll("\0", "\ufffd");
    const run = await storeRun(stores(), 60);
    let ord = -1;
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        ord += 1;
        const written = finished(ord, {
          output: value,
          attempts: [attempt({ errorMessage: value, headers: { "x-note": value } })],
          error: { code: "internal", message: value },
        });
        await stores().runs.write(run.id, batch([written]));
        const read = await stores().cases.get(run.id, `c${ord}`);
        expect(read?.output).toBe(storable(value));
        expect(read?.error?.message).toBe(storable(value));
        expect(read?.attempts).toEqual(written.attempts);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it("keeps any JSON of a case, a field named __proto__ as well", async () => {
    const { datasets } = stores();
    let at = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        at += 1;
        const id = `json-${at}`;
        const item = {
          ord: 0,
          id: "one",
          vars: { value: value as never },
          expected: value as never,
          metadata: JSON.parse('{"__proto__": 1}'),
        };
        await datasets.begin({ id, workspaceId: "w", name: id, createdAt: 1, createdBy: "Ada" });
        await datasets.addCases(id, [item]);
        const read = (await datasets.cases(id, { limit: 1, afterOrd: -1 })).items[0];
        expect(JSON.stringify(read)).toBe(JSON.stringify(item));
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
