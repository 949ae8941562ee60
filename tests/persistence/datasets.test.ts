import { expect, it } from "vitest";
import { freshId, newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const item = (ord: number, id: string) => ({ ord, id, vars: { q: "x" }, expected: null, metadata: {} });
const TOTALS = { caseCount: 2, variables: [{ name: "q", cases: 2 }], hasExpected: false, meanCharacters: 1.5 };

describeOnBothDatabases("a dataset", (stores) => {
  const begin = async (workspaceId = "w") => {
    const id = freshId("ds");
    await stores().datasets.begin({ id, workspaceId, name: "New", createdAt: 5, createdBy: "Ada" });
    return id;
  };

  it("is seen by nobody before it is finished", async () => {
    const { datasets } = stores();
    const id = await begin("hidden");
    await datasets.addCases(id, [item(0, "a"), item(1, "b")]);
    expect([await datasets.get(id), await datasets.list("hidden")]).toEqual([null, []]);
    const made = await datasets.finish(id, TOTALS);
    expect(made).toEqual({
      ...TOTALS,
      id,
      workspaceId: "hidden",
      name: "New",
      createdAt: 5,
      createdBy: "Ada",
      archivedAt: null,
    });
    expect([await datasets.get(id), await datasets.list("hidden")]).toEqual([made, [made]]);
    await expect(datasets.finish(id, TOTALS)).rejects.toMatchObject({ code: "not-found" });
    await datasets.abort(id);
    expect(await datasets.get(id)).toEqual(made);
  });

  it("names the ids that are used twice, and stores nothing of their batch", async () => {
    const { datasets } = stores();
    const id = await begin();
    await datasets.addCases(id, [item(0, "a"), item(1, "b")]);
    await expect(datasets.addCases(id, [item(2, "c"), item(3, "a"), item(4, "c")])).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/"a".*"c"/),
      issues: [{ message: expect.stringContaining('"a"') }, { message: expect.stringContaining('"c"') }],
    });
    expect((await datasets.cases(id, { limit: 10, afterOrd: -1 })).items.map((c) => c.id)).toEqual(["a", "b"]);
  });

  it("is gone with its cases when its import is aborted, or was left unfinished by a crash", async () => {
    const { datasets } = stores();
    const aborted = await begin();
    await datasets.addCases(aborted, [item(0, "a")]);
    await datasets.abort(aborted);
    expect((await datasets.cases(aborted, { limit: 1, afterOrd: -1 })).items).toEqual([]);
    const left = await begin();
    await datasets.addCases(left, [item(0, "a")]);
    const kept = await storeDataset(stores(), "w", 3);
    expect(await datasets.sweepUnready()).toBeGreaterThanOrEqual(1);
    expect((await datasets.cases(left, { limit: 1, afterOrd: -1 })).items).toEqual([]);
    expect((await datasets.cases(kept.id, { limit: 9, afterOrd: -1 })).items).toHaveLength(3);
    expect(await datasets.sweepUnready()).toBe(0);
  });

  it("gives its cases page by page", async () => {
    const { datasets } = stores();
    const { id } = await storeDataset(stores(), "w", 5);
    const first = await datasets.cases(id, { limit: 2, afterOrd: -1 });
    expect(first).toMatchObject({ items: [{ id: "c0", vars: { n: 0 }, expected: 0 }, { id: "c1" }], nextOrd: 1 });
    expect(await datasets.cases(id, { limit: 3, afterOrd: 1 })).toMatchObject({ items: [{}, {}, {}], nextOrd: null });
  });

  it("goes for good when deleted unused; what runs use stays for them", async () => {
    const { datasets, runs } = stores();
    const unused = await storeDataset(stores(), "w", 2);
    const used = await storeDataset(stores(), "w", 2);
    const { run } = await runs.create(newRun("w", used.id));
    await datasets.archive(unused.id, 9);
    await datasets.archive(used.id, 9);
    expect(await datasets.get(unused.id)).toBeNull();
    expect(await datasets.get(used.id)).toMatchObject({ archivedAt: 9 });
    expect((await datasets.list("w")).filter(({ id }) => [unused.id, used.id].includes(id))).toEqual([]);
    expect(await runs.pendingCases(run.id, -1, 5)).toHaveLength(2);
    await expect(datasets.archive(used.id, 10)).rejects.toMatchObject({ code: "not-found" });
  });
});

describeOnBothDatabases("the engine's lease", (stores) => {
  it("belongs to one process until it expires or is given back", async () => {
    const { engineLease } = stores();
    const tried = await Promise.all(["a", "b", "c", "d"].map((owner) => engineLease.acquire(owner, 1000, 100)));
    expect(tried.filter((got) => got)).toHaveLength(1);
    const owner = (await engineLease.current())?.owner ?? "";
    expect(await engineLease.acquire("other", 1099, 100)).toBe(false);
    expect(await engineLease.renew(owner, 1099, 100)).toBe(true);
    expect(await engineLease.acquire("other", 1198, 100)).toBe(false);
    expect(await engineLease.acquire("other", 1199, 100)).toBe(true);
    expect(await engineLease.renew(owner, 1200, 100)).toBe(false);
    await engineLease.release(owner);
    expect(await engineLease.current()).toEqual({ owner: "other", expiresAt: 1299 });
    await engineLease.release("other");
    expect(await engineLease.current()).toBeNull();
  });
});

describeOnBothDatabases("a workspace", (stores) => {
  it("is made once, whoever asks first", async () => {
    const asked = Array.from({ length: 4 }, (_, at) =>
      stores().workspaces.ensure({ id: "one", name: `W${at}`, createdAt: at }),
    );
    const made = await Promise.all(asked);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    const first = made.find(({ created }) => created)?.workspace;
    expect(made.map(({ workspace }) => workspace)).toEqual([first, first, first, first]);
    expect(await stores().workspaces.list()).toEqual([first]);
  });
});
