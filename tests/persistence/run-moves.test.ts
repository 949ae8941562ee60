import { expect, it } from "vitest";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { attempt, batch, finished, LIMITS, storeRun } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

describeOnBothDatabases("a move of a run", (stores) => {
  it("goes by the transition table and sets the times", async () => {
    const { id } = await storeRun(stores(), 1);
    const { runs } = stores();
    expect(await runs.move(id, "complete", 5)).toBeNull();
    expect(await runs.move(id, "claim", 10)).toMatchObject({ state: "running", startedAt: 10, finishedAt: null });
    const reason = { code: "auth", message: "wrong key" } as const;
    expect(await runs.move(id, "pause", 11, { stopReason: reason })).toMatchObject({
      state: "pausing",
      stopReason: reason,
    });
    expect(await runs.move(id, "drained-for-pause", 12)).toMatchObject({ state: "paused", stopReason: reason });
    expect(await runs.move(id, "resume", 13)).toMatchObject({ state: "queued", stopReason: null });
    expect(await runs.move(id, "claim", 14)).toMatchObject({ state: "running", startedAt: 10 });
    expect(await runs.move(id, "complete", 15)).toMatchObject({ state: "finished", finishedAt: 15 });
    expect(await runs.move(id, "requeue", 16)).toMatchObject({ state: "queued", finishedAt: null });
    expect(await runs.move(id, "cancel", 17)).toMatchObject({ state: "cancelled", finishedAt: 17 });
    expect(await runs.move("nowhere", "claim", 1)).toBeNull();
  });

  it("is made by exactly one of many who try at once", async () => {
    const { id } = await storeRun(stores(), 1);
    const claims = await Promise.all(Array.from({ length: 8 }, (_, at) => stores().runs.move(id, "claim", at)));
    expect(claims.filter((run) => run !== null)).toHaveLength(1);
  });

  it("lets different moves at once end in a state that the table allows", async () => {
    const { id } = await storeRun(stores(), 1);
    await stores().runs.move(id, "claim", 1);
    const moved = await Promise.all([
      stores().runs.move(id, "pause", 2),
      stores().runs.move(id, "cancel", 2),
      stores().runs.move(id, "complete", 2),
    ]);
    const run = await stores().runs.get(id);
    // Whoever comes first, a cancel is followed by nothing else, and a completion by neither.
    expect(moved.filter((result) => result !== null).length).toBeGreaterThan(0);
    expect(["cancelling", "cancelled", "finished"]).toContain(run?.state);
  });

  it("finds runs by state, oldest first", async () => {
    const newer = await storeRun(stores(), 1, { createdAt: 2000 });
    const older = await storeRun(stores(), 1, { createdAt: 1000 });
    const found = (await stores().runs.inStates(["queued"])).map((run) => run.id);
    expect(found.filter((id) => [newer.id, older.id].includes(id))).toEqual([older.id, newer.id]);
  });
});

describeOnBothDatabases("requeueing lost cases", (stores) => {
  async function runWithLosses() {
    const run = await storeRun(stores(), 5);
    const limited = [attempt({ outcome: "rate-limited" }), attempt({ n: 2, outcome: "rate-limited" })];
    const broken = [attempt({ outcome: "transient" })];
    const cases = [
      finished(0),
      finished(1, { result: "failed" }),
      finished(2, { result: "not-scored", output: null, attempts: limited, error: { code: "gave-up", message: "x" } }),
      finished(3, { result: "not-scored", output: null, attempts: broken, error: { code: "gave-up", message: "x" } }),
    ];
    const summary = {
      ...emptyRunSummary(),
      done: 4,
      passed: 1,
      failed: 1,
      notScored: 2,
      casesByAttempts: { 1: 3, 2: 1 },
      attempts: { ...emptyRunSummary().attempts, ok: 2, rateLimited: 2, transient: 1 },
    };
    await stores().runs.write(run.id, batch(cases, { summary }));
    return { run, limited, summary };
  }

  it("puts them back with their attempts, and takes them out of the figures", async () => {
    const { run, limited, summary } = await runWithLosses();
    const { requeued, run: after } = await stores().runs.requeueCases(run.id, {});
    expect(requeued).toBe(2);
    expect(after.summary).toEqual({ ...summary, done: 2, notScored: 0, casesByAttempts: { 1: 2 } });
    const pending = await stores().runs.pendingCases(run.id, -1, 10);
    expect(pending.map((item) => item.ord)).toEqual([2, 3, 4]);
    expect(pending[0]?.priorAttempts).toEqual(limited);
    expect(pending[2]?.priorAttempts).toEqual([]);
    await stores().runs.write(run.id, batch([finished(2, { attempts: [...limited, attempt({ n: 3 })] })]));
    expect(await stores().cases.get(run.id, "c2")).toMatchObject({ result: "passed", attemptCount: 3, error: null });
  });

  it("takes only those whose last attempt ended as asked", async () => {
    const { run } = await runWithLosses();
    const { requeued, run: after } = await stores().runs.requeueCases(run.id, {
      outcomes: ["transient", "overloaded"],
    });
    expect(requeued).toBe(1);
    expect(after.summary).toMatchObject({ done: 3, notScored: 1, casesByAttempts: { 1: 2, 2: 1 } });
    expect((await stores().runs.pendingCases(run.id, -1, 10)).map((item) => item.ord)).toEqual([3, 4]);
  });

  it("takes only those that were named, and no scored one among them", async () => {
    const { run } = await runWithLosses();
    const { requeued, run: after } = await stores().runs.requeueCases(run.id, { caseIds: ["c0", "c2", "nowhere"] });
    expect(requeued).toBe(1);
    expect(after.summary).toMatchObject({ done: 3, notScored: 1 });
    expect((await stores().runs.pendingCases(run.id, -1, 10)).map((item) => item.ord)).toEqual([2, 4]);
  });

  it("keeps the target's answer and the verdicts given where a judge was lost", async () => {
    const run = await storeRun(stores(), 2);
    const asked = [attempt(), attempt({ n: 2, role: "judge", judge: "judge", outcome: "transient" })];
    const verdict = { evaluator: "judge 2", score: 1, passed: true, detail: "fine", choice: "A" };
    const lost = { attempts: asked, output: "", scores: [verdict], result: "not-scored" as const };
    const error = { code: "judge-transient", message: "Not scored" };
    const summary = { ...emptyRunSummary(), done: 2, notScored: 1, passed: 1, casesByAttempts: { 1: 2 } };
    await stores().runs.write(run.id, batch([finished(0, { ...lost, error }), finished(1)], { summary }));
    expect(await stores().cases.count(run.id, { attempts: 1 })).toBe(2);
    const { requeued, run: after } = await stores().runs.requeueCases(run.id, { outcomes: ["transient"] });
    expect(requeued).toBe(1);
    expect(after.summary).toMatchObject({ done: 1, notScored: 0, casesByAttempts: { 1: 1 } });
    expect(await stores().runs.pendingCases(run.id, -1, 10)).toMatchObject([
      { ord: 0, priorAttempts: asked, answer: { output: "", verdicts: [verdict] } },
    ]);
    expect(await stores().cases.get(run.id, "c0")).toMatchObject({ state: "pending", output: "", error: null });
  });

  it("is told beforehand how many there are of each kind", async () => {
    const { run } = await runWithLosses();
    expect(await stores().runs.lostCases(run.id)).toEqual(
      expect.arrayContaining([
        { outcome: "rate-limited", cases: 1 },
        { outcome: "transient", cases: 1 },
      ]),
    );
    await stores().runs.requeueCases(run.id, { outcomes: ["transient"] });
    expect(await stores().runs.lostCases(run.id)).toEqual([{ outcome: "rate-limited", cases: 1 }]);
    expect(await stores().runs.lostCases("nowhere")).toEqual([]);
  });

  it("does nothing where nothing is lost, and fails for a run that is not there", async () => {
    const run = await storeRun(stores(), 1);
    expect(await stores().runs.requeueCases(run.id, {})).toEqual({ requeued: 0, run });
    await expect(stores().runs.requeueCases("nowhere", {})).rejects.toMatchObject({ code: "not-found" });
  });
});

describeOnBothDatabases("an adjustment of a run", (stores) => {
  it("is stored, and leaves everything else as it was", async () => {
    const run = await storeRun(stores(), 1);
    const autoPause = { ...DEFAULT_AUTO_PAUSE, errorsInRow: null, budgetUsd: 2.5 };
    const after = await stores().runs.adjust(run.id, { priority: "high", autoPause });
    expect(after).toEqual({ ...run, priority: "high", autoPause });
    expect(await stores().runs.get(run.id)).toEqual(after);
    const nowhere = stores().runs.adjust("nowhere", { priority: "low", autoPause });
    await expect(nowhere).rejects.toMatchObject({ code: "not-found" });
  });
});

describeOnBothDatabases("an edit of a run's limits", (stores) => {
  const edit = (expectedRevision: number, requestsPerSecond: number, actor = "Grace") => ({
    expectedRevision,
    limits: { ...LIMITS, requestsPerSecond },
    preset: null,
    presetEdited: false,
    change: { at: 1_700_000_000_000, actor, reason: "too slow", source: "ui" as const },
  });

  it("is recorded with who, when, why, before and after", async () => {
    const run = await storeRun(stores(), 1, { preset: "normal@1" });
    const pinned = { preset: "normal@2", presetEdited: true };
    const after = await stores().runs.updateLimits(run.id, { ...edit(1, 9), ...pinned, limitsScope: "run" });
    expect(after).toMatchObject({
      limits: { requestsPerSecond: 9 },
      limitsRevision: 2,
      ...pinned,
      limitsScope: "run",
    });
    expect((await stores().runs.limitChanges(run.id)).at(-1)).toMatchObject({
      revision: 2,
      at: 1_700_000_000_000,
      actor: "Grace",
      reason: "too slow",
      source: "ui",
      before: { requestsPerSecond: 5 },
      after: { requestsPerSecond: 9 },
      preset: "normal@2",
    });
    expect((await stores().runs.limitChanges(run.id)).map(({ preset }) => preset)).toEqual(["normal@1", "normal@2"]);
  });

  it("is refused on a stale revision, naming who changed what it rests on, when and how", async () => {
    const run = await storeRun(stores(), 1);
    await stores().runs.updateLimits(run.id, edit(1, 9));
    await expect(stores().runs.updateLimits(run.id, edit(1, 7, "Ada"))).rejects.toMatchObject({
      code: "stale-revision",
      message: expect.stringMatching(/by Grace at 2023-11-14T22:13:20.000Z \(\S+→9 rps\): they are at revision 2/),
    });
    expect((await stores().runs.get(run.id))?.limits.requestsPerSecond).toBe(9);
    await expect(stores().runs.updateLimits("nowhere", edit(1, 9))).rejects.toMatchObject({ code: "not-found" });
  });

  it("succeeds for exactly one of many at once", async () => {
    const run = await storeRun(stores(), 1);
    const edits = [1, 2, 3, 4, 5, 6].map((rps) => stores().runs.updateLimits(run.id, edit(1, rps)));
    const ends = await Promise.allSettled(edits);
    expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
    expect(await stores().runs.limitChanges(run.id)).toHaveLength(2);
  });
});
