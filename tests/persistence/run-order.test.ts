import { expect, it } from "vitest";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import type { RunOrder } from "@/lib/persistence/run-order";
import { batch, freshId, newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

describeOnBothDatabases("the order of runs", (stores) => {
  /** Six runs of a workspace of their own; the places of `passed` of 10, and the cost, are given. */
  const make = async () => {
    const workspace = freshId("order");
    const dataset = await storeDataset(stores(), workspace, 1);
    const ids: string[] = [];
    for (const [at, passed] of [4, 9, null, 9, 0, 10].entries()) {
      const { config } = newRun(workspace, dataset.id);
      const { run } = await stores().runs.create(
        newRun(workspace, dataset.id, {
          name: ["delta", "Alpha", "charlie", "bravo", "echo", "foxtrot"][at] ?? "",
          createdAt: 1_700_000_000_000 + at * 1000,
          createdBy: at < 2 ? "Grace" : "Ada",
          preset: at === 0 ? "nightly@2" : null,
          config: { ...config, target: { ...config.target, model: at % 2 === 0 ? "even" : "odd" } },
        }),
      );
      const counts = passed === null ? {} : { passed, failed: 10 - passed, costUsd: passed / 4 };
      await stores().runs.write(run.id, batch([], { summary: { ...emptyRunSummary(), ...counts }, activeMs: at * 7 }));
      ids.push(run.id);
    }
    const listed = async (over: { order?: RunOrder; floating?: { pinned: ReadonlySet<string> } }, limit = 2) => {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await stores().runs.list({ workspaceId: workspace, limit, cursor, ...over });
        seen.push(...page.items.map((run) => ids.indexOf(run.id)));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return seen;
    };
    return { workspace, ids, listed };
  };

  it("is that of any column, both ways, page by page, what is unknown last or first", async () => {
    const { listed } = await make();
    const by = (column: RunOrder["by"], descending: boolean) => listed({ order: { by: column, descending } });
    expect(await listed({})).toEqual([5, 4, 3, 2, 1, 0]);
    expect(await by("started", false)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await by("name", false)).toEqual([1, 3, 2, 0, 4, 5]);
    expect(await by("duration", true)).toEqual([5, 4, 3, 2, 1, 0]);
    const rates = await by("passRate", true);
    expect([rates[0], rates.slice(1, 3).sort(), rates.slice(3)]).toEqual([5, [1, 3], [0, 4, 2]]);
    expect((await by("cost", false)).slice(0, 3)).toEqual([2, 4, 0]);
  });

  it("lets pinned runs stand on top, then those that go on", async () => {
    const { ids, workspace, listed } = await make();
    for (const at of [0, 1, 2, 4]) {
      await stores().runs.move(ids[at] ?? "", "cancel", 1);
      await stores().runs.move(ids[at] ?? "", "drained-for-cancel", 2);
    }
    await stores().pins.pin(workspace, ids[1] ?? "", { actor: "Ada", at: 5 });
    await stores().pins.pin(workspace, ids[1] ?? "", { actor: "Grace", at: 6 });
    const pinned = await stores().pins.all(workspace);
    expect([...pinned]).toEqual([ids[1]]);
    const order = await listed({ floating: { pinned } });
    expect(order[0]).toBe(1);
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const states = await Promise.all(order.map(async (at) => (await stores().runs.get(ids[at] ?? ""))?.state));
    expect(states.slice(1, 3)).toEqual(["queued", "queued"]);
    await stores().pins.unpin(workspace, ids[1] ?? "");
    expect(await stores().pins.all(workspace)).toEqual(new Set());
  });

  it("filters by model, preset, who launched it, and age", async () => {
    const { workspace } = await make();
    const names = async (filter: object) =>
      (await stores().runs.list({ workspaceId: workspace, limit: 50, ...filter })).items.map((run) => run.name);
    expect(await names({ models: ["odd"] })).toEqual(["foxtrot", "bravo", "Alpha"]);
    expect(await names({ models: ["odd", "even"] })).toHaveLength(6);
    expect(await names({ presets: ["nightly"] })).toEqual(["delta"]);
    expect(await names({ presets: ["nightly@2"] })).toEqual(["delta"]);
    expect(await names({ presets: ["night"] })).toEqual([]);
    expect(await names({ createdSince: 1_700_000_004_000 })).toEqual(["foxtrot", "echo"]);
    // The first moment is within, the last is not.
    const between = { createdSince: 1_700_000_001_000, createdBefore: 1_700_000_003_000 };
    expect(await names(between)).toEqual(["charlie", "Alpha"]);
    expect(await names({ createdBefore: 1_700_000_001_000 })).toEqual(["delta"]);
    expect(await names({ createdBy: ["Grace"] })).toEqual(["Alpha", "delta"]);
    expect(await names({ ...between, createdBy: ["Grace", "Nobody"] })).toEqual(["Alpha"]);
  });

  it("keeps a cursor to the order that gave it", async () => {
    const { workspace } = await make();
    const { nextCursor } = await stores().runs.list({ workspaceId: workspace, limit: 2 });
    const order = { by: "name", descending: false } as const;
    await expect(
      stores().runs.list({ workspaceId: workspace, limit: 2, order, cursor: nextCursor ?? "" }),
    ).rejects.toMatchObject({ code: "invalid-input" });
  });
});

describeOnBothDatabases("saved views", (stores) => {
  const view = (over: object = {}) => ({
    id: freshId("view"),
    page: "runs",
    name: "Nightly fails",
    query: "state=finished&q=nightly",
    createdBy: "Ada",
    createdAt: 1000,
    ...over,
  });

  it("are kept by name, changed and removed, each workspace its own", async () => {
    const { views } = stores();
    const made = await views.add("vw", view());
    await views.add("vw", view({ name: "All mine" }));
    await views.add("elsewhere", view());
    await expect(views.add("vw", view())).rejects.toMatchObject({ code: "conflict", issues: [{ path: "name" }] });
    expect((await views.list("vw", "runs")).map(({ name }) => name)).toEqual(["All mine", "Nightly fails"]);
    expect(await views.change("vw", made.id, { query: "q=x", at: 2000 })).toBe(true);
    expect(await views.get("vw", made.id)).toEqual({ ...made, query: "q=x", updatedAt: 2000 });
    await expect(views.change("vw", made.id, { name: "All mine", at: 3000 })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await views.change("elsewhere", made.id, { name: "Taken", at: 3000 })).toBe(false);
    expect(await views.remove("elsewhere", made.id)).toBe(false);
    expect(await views.remove("vw", made.id)).toBe(true);
    expect(await views.get("vw", made.id)).toBeNull();
  });
});
