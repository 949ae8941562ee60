import { expect, it } from "vitest";
import type { Stores } from "@/lib/persistence/open-stores";
import { buildTick } from "@/tests/support/build-tick";
import { batch, finished, freshId, LIMITS, NOTE, newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const CASES = 9000;

/** A finished run of more cases than one statement deletes, with seconds, a log, a pin, a count and an edit. */
async function storeWhole(stores: Stores, workspaceId: string, cases = CASES) {
  const { runs, pins, dayCounts } = stores;
  const dataset = await storeDataset(stores, workspaceId, cases);
  const { run } = await runs.create({ ...newRun(workspaceId, dataset.id), name: "Nightly" });
  await runs.updateLimits(run.id, {
    expectedRevision: 1,
    limits: { ...LIMITS, requestsPerSecond: 8 },
    preset: null,
    presetEdited: false,
    change: { ...NOTE, at: 3000, actor: "Grace", reason: "more quota" },
  });
  await runs.move(run.id, "claim", 10);
  const log = [1, 2].map((seq) => ({
    seq,
    at: 1000 * seq,
    kind: "note" as const,
    level: "info" as const,
    text: "a note",
    caseId: null,
    actor: "Ada",
    count: 1,
  }));
  const ticks = [1000, 2000].map((t) => buildTick({ t, poolId: "pool" }));
  await runs.write(run.id, batch([finished(0), finished(1)], { log, ticks }));
  await pins.pin(workspaceId, run.id, { actor: "Ada", at: 1 });
  await dayCounts.save(run.id, { day: 1, started: 2 });
  return { run, end: () => runs.move(run.id, "complete", 20) };
}

/** What is left of a run in every table that speaks of it. */
async function restOf({ runs, cases, metrics, logs, pins, dayCounts }: Stores, workspaceId: string, runId: string) {
  return {
    run: await runs.get(runId),
    cases: await cases.count(runId, {}),
    ticks: await metrics.range(runId),
    log: await runs.lastLogSeq(runId),
    entries: (await logs.page(runId, {}, { limit: 5, beforeSeq: null })).items.length,
    changes: (await runs.limitChanges(runId)).length,
    pinned: (await pins.all(workspaceId)).has(runId),
    day: await dayCounts.load(runId),
  };
}

const NOTHING = { run: null, cases: 0, ticks: null, log: 0, entries: 0, changes: 0, pinned: false, day: null };

describeOnBothDatabases("deleting a run", (stores) => {
  it("leaves nothing of it, and all of the others; once more finds it gone", async () => {
    const workspaceId = freshId("ws");
    const gone = await storeWhole(stores(), workspaceId);
    const kept = await storeWhole(stores(), workspaceId, 3);
    await gone.end();
    expect(await stores().runs.remove(gone.run.id)).toBe(true);
    expect(await restOf(stores(), workspaceId, gone.run.id)).toEqual(NOTHING);
    expect(await restOf(stores(), workspaceId, kept.run.id)).toMatchObject({
      run: { id: kept.run.id },
      cases: 3,
      log: 2,
      entries: 2,
      changes: 2,
      pinned: true,
      day: { day: 1, started: 2 },
    });
    expect(await stores().runs.remove(gone.run.id)).toBe(false);
    // What it was made of stays for other runs.
    expect(await stores().datasets.get(gone.run.config.datasetId)).not.toBeNull();
  });

  it("lets the process do other work in between, however large the run", async () => {
    const { run, end } = await storeWhole(stores(), freshId("ws"));
    await end();
    let turns = 0;
    let removing = true;
    const turn = () => {
      turns += 1;
      if (removing) setImmediate(turn);
    };
    setImmediate(turn);
    await stores().runs.remove(run.id);
    removing = false;
    // Four pieces of cases at least, and a turn before each.
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it("keeps in the record of who did what how its limits were changed", async () => {
    const workspaceId = freshId("ws");
    const { run, end } = await storeWhole(stores(), workspaceId, 3);
    await end();
    await stores().runs.remove(run.id);
    const { items } = await stores().activity.page({ workspaceId, limit: 9 });
    expect(items).toMatchObject([
      {
        at: 3000,
        actor: "Grace",
        source: "api",
        kind: "limits",
        action: "changed",
        object: { kind: "run", id: run.id, name: "Nightly" },
        change: "5→8 rps",
        reason: "more quota",
      },
    ]);
  });

  it("is refused while it is not over, and changes nothing then", async () => {
    const workspaceId = freshId("ws");
    const { run } = await storeWhole(stores(), workspaceId, 3);
    await expect(stores().runs.remove(run.id)).rejects.toMatchObject({
      code: "illegal-transition",
      message: "The run is running: only a run that is over can be deleted. Cancel it first.",
    });
    expect(await restOf(stores(), workspaceId, run.id)).toMatchObject({ cases: 3, log: 2, changes: 2, pinned: true });
  });

  it("is done by one of many who try at once", async () => {
    const { run, end } = await storeWhole(stores(), freshId("ws"), 30);
    await end();
    const all = await Promise.all(Array.from({ length: 4 }, () => stores().runs.remove(run.id)));
    expect(all.filter((removed) => removed)).toHaveLength(1);
  });
});
