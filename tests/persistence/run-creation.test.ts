import { beforeAll, expect, it } from "vitest";
import type { RunSample } from "@/lib/core/runs/run-config";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import { freshId, newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

describeOnBothDatabases("storing a run", (stores) => {
  let dataset: DatasetRecord;
  beforeAll(async () => {
    dataset = await storeDataset(stores(), "w", 50);
  });

  async function pendingOrds(sample: RunSample): Promise<{ total: number; ords: number[] }> {
    const plain = newRun("w", dataset.id);
    const { run } = await stores().runs.create({ ...plain, config: { ...plain.config, sample } });
    const pending = await stores().runs.pendingCases(run.id, -1, 1000);
    return { total: run.totalCases, ords: pending.map((item) => item.ord) };
  }

  it("keeps what was launched, queued, with its limits as revision 1", async () => {
    const launch = newRun("w", dataset.id, { preset: "normal@3", limitsScope: "run" });
    const { run, created } = await stores().runs.create(launch);
    expect(created).toBe(true);
    const { idempotency, ...told } = launch;
    expect(idempotency).toBeNull();
    expect(run).toMatchObject({ ...told, state: "queued", totalCases: 50, limitsRevision: 1, startedAt: null });
    expect(await stores().runs.get(run.id)).toEqual(run);
    expect(await stores().runs.limitChanges(run.id)).toMatchObject([
      { revision: 1, actor: "Ada", source: "launch", before: null, after: launch.limits },
    ]);
  });

  it("takes all cases, the first, or a random draw that the seed repeats", async () => {
    const all = Array.from({ length: 50 }, (_, ord) => ord);
    expect(await pendingOrds({ kind: "all" })).toEqual({ total: 50, ords: all });
    expect(await pendingOrds({ kind: "first", n: 7 })).toEqual({ total: 7, ords: all.slice(0, 7) });
    expect(await pendingOrds({ kind: "first", n: 70 })).toEqual({ total: 50, ords: all });
    const drawn = await pendingOrds({ kind: "random", n: 12, seed: 3 });
    expect(new Set(drawn.ords).size).toBe(12);
    expect(drawn).toEqual(await pendingOrds({ kind: "random", n: 12, seed: 3 }));
    expect(drawn.ords).not.toEqual((await pendingOrds({ kind: "random", n: 12, seed: 4 })).ords);
  });

  it("gives the cases with their variables and expected values, in order and piece by piece", async () => {
    const { run } = await stores().runs.create(newRun("w", dataset.id));
    expect(await stores().runs.pendingCases(run.id, 9, 2)).toEqual([
      { ord: 10, id: "c10", vars: { n: 10 }, expected: 10, priorAttempts: [], answer: null },
      { ord: 11, id: "c11", vars: { n: 11 }, expected: 11, priorAttempts: [], answer: null },
    ]);
    expect(await stores().runs.pendingCases(run.id, 49, 2)).toEqual([]);
  });

  it("refuses a dataset that is not there, not ready, deleted, or of another workspace", async () => {
    const unready = freshId("ds");
    await stores().datasets.begin({ id: unready, workspaceId: "w", name: "x", createdAt: 1, createdBy: "Ada" });
    const deleted = await storeDataset(stores(), "w", 1);
    await stores().datasets.archive(deleted.id, 2);
    const foreign = await storeDataset(stores(), "other", 1);
    for (const id of ["nowhere", unready, deleted.id, foreign.id]) {
      await expect(stores().runs.create(newRun("w", id))).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("answers a repeated launch with the run of the first, and refuses the key with another request", async () => {
    const idempotency = { key: freshId("key"), requestHash: "a" };
    const first = await stores().runs.create(newRun("w", dataset.id, { idempotency }));
    const again = await stores().runs.create(newRun("w", dataset.id, { idempotency }));
    expect(again).toEqual({ run: first.run, created: false });
    const other = newRun("w", dataset.id, { idempotency: { ...idempotency, requestHash: "b" } });
    await expect(stores().runs.create(other)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(first.run.id),
    });
  });

  it("stores several runs together, or none of them", async () => {
    const groupId = freshId("grp");
    const keyed = (key: string) => ({ idempotency: { key: freshId(key), requestHash: "a" }, groupId });
    const rows = [newRun("w", dataset.id, keyed("a")), newRun("w", dataset.id, keyed("b"))];
    const made = await stores().runs.createAll(rows);
    expect(made.map(({ run, created }) => [run.id, run.groupId, created])).toEqual(
      rows.map(({ id }) => [id, groupId, true]),
    );
    const again = await stores().runs.createAll(rows.map((row) => ({ ...row, id: freshId("run") })));
    expect(again.map(({ run, created }) => [run.id, created])).toEqual(rows.map(({ id }) => [id, false]));
    const { items } = await stores().runs.list({ workspaceId: "w", groupId, limit: 10 });
    expect(items.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    const broken = [newRun("w", dataset.id), newRun("w", "nowhere")];
    await expect(stores().runs.createAll(broken)).rejects.toMatchObject({ code: "not-found" });
    expect(await stores().runs.get(broken[0]?.id ?? "")).toBeNull();
  });

  it("keeps the mark of a trial until the run is told to go on, and none of a trial of all cases", async () => {
    const { runs } = stores();
    const { run } = await runs.create(newRun("w", dataset.id, { tryFirst: 5, note: "Look at these" }));
    expect(run).toMatchObject({ tryFirst: 5, note: "Look at these" });
    await runs.move(run.id, "claim", 1);
    await runs.move(run.id, "pause", 2, { stopReason: { code: "tried", message: "Five are done." } });
    expect(await runs.move(run.id, "drained-for-pause", 3)).toMatchObject({ tryFirst: 5 });
    expect(await runs.move(run.id, "resume", 4, { tryFirst: null })).toMatchObject({ tryFirst: null });
    const whole = await runs.create(newRun("w", dataset.id, { tryFirst: 50 }));
    expect(whole.run.tryFirst).toBeNull();
  });

  it("makes one run of many launches at once with one key", async () => {
    const idempotency = { key: freshId("key"), requestHash: "a" };
    const launches = Array.from({ length: 8 }, () => newRun("w", dataset.id, { idempotency }));
    const made = await Promise.all(launches.map((launch) => stores().runs.create(launch)));
    expect(new Set(made.map(({ run }) => run.id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    // The others left nothing behind.
    const stored = await Promise.all(launches.map((launch) => stores().runs.pendingCases(launch.id, -1, 1)));
    expect(stored.filter((cases) => cases.length > 0)).toHaveLength(1);
  });
});

describeOnBothDatabases("the list of runs", (stores) => {
  it("is newest first, page by page, by any filter", async () => {
    const dataset = await storeDataset(stores(), "lists", 1);
    const other = await storeDataset(stores(), "lists", 1);
    const made: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      // Two of each moment: the id has to break the tie.
      const createdAt = 1_700_000_000_000 + Math.floor(at / 2);
      const name = at % 3 === 0 ? `Ärger 100% ${at}` : `plain ${at}`;
      const datasetId = at === 5 ? other.id : dataset.id;
      made.push((await stores().runs.create(newRun("lists", datasetId, { createdAt, name }))).run.id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores().runs.list({ workspaceId: "lists", limit: 3, cursor });
      seen.push(...page.items.map((run) => run.id));
      expect(page.items.length).toBeLessThanOrEqual(3);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual([...made].sort());
    const times = await Promise.all(seen.map(async (id) => (await stores().runs.get(id))?.createdAt ?? 0));
    expect(times).toEqual([...times].sort((a, b) => b - a));

    const find = async (filter: object) =>
      (await stores().runs.list({ workspaceId: "lists", limit: 50, ...filter })).items.length;
    expect(await find({ q: "äRGER 100%" })).toBe(3);
    expect(await find({ q: "%" })).toBe(3);
    expect(await find({ q: "_" })).toBe(0);
    expect(await find({ datasetIds: [other.id] })).toBe(1);
    expect(await find({ states: ["finished", "running"] })).toBe(0);
    expect(await find({ states: ["queued"], providerIds: ["prov"] })).toBe(7);
    const newest = async (datasetIds: string[]) =>
      (await stores().runs.list({ workspaceId: "lists", limit: 1, datasetIds })).items[0]?.createdAt;
    expect(await stores().runs.datasetUses("lists")).toEqual(
      new Map([
        [dataset.id, { runs: 6, lastAt: await newest([dataset.id]) }],
        [other.id, { runs: 1, lastAt: await newest([other.id]) }],
      ]),
    );
  });

  it("refuses a cursor that no page gave", async () => {
    await expect(stores().runs.list({ workspaceId: "w", limit: 1, cursor: "zz" })).rejects.toMatchObject({
      code: "invalid-input",
      issues: [{ path: "cursor" }],
    });
  });

  it("counts runs by preset version, and finds those of a preset", async () => {
    const dataset = await storeDataset(stores(), "pins", 1);
    for (const preset of ["fast@1", "fast@2", "fast@2", "fastest@1", null]) {
      await stores().runs.create(newRun("pins", dataset.id, { preset }));
    }
    const over = await stores().runs.create(newRun("pins", dataset.id, { preset: "fast@2" }));
    await stores().runs.move(over.run.id, "cancel", Date.now());
    expect(await stores().runs.presetUses("pins")).toEqual(
      new Map([
        ["fast@1", { live: 1, over: 0 }],
        ["fast@2", { live: 2, over: 1 }],
        ["fastest@1", { live: 1, over: 0 }],
      ]),
    );
    expect(await stores().runs.recentOfPreset("pins", "fast", 10)).toHaveLength(4);
  });
});
