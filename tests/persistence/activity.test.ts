import { expect, it } from "vitest";
import type { NewActivity } from "@/lib/persistence/activity-store";
import { freshId, LIMITS, NOTE, newRun, storeDataset, storeProvider } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const did = (workspaceId: string, over: Partial<NewActivity> = {}): NewActivity => ({
  id: freshId("act"),
  workspaceId,
  at: 1_700_000_000_000,
  actor: "Ada",
  source: "ui",
  kind: "runs",
  action: "paused",
  object: { kind: "run", id: "run_1", name: "Nightly" },
  change: null,
  reason: null,
  ...over,
});

describeOnBothDatabases("the record of who did what", (stores) => {
  it("tells of limits, presets, prices and deeds in one list, each workspace its own", async () => {
    const { activity, pools, presets, prices, runs } = stores();
    const { provider, pool } = await storeProvider(stores(), "all");
    const faster = { ...LIMITS, requestsPerSecond: 8 };
    await pools.updateLimits(pool.id, {
      expectedRevision: 1,
      limits: faster,
      origin: "custom",
      change: { ...NOTE, at: 2000, reason: "more quota" },
    });
    const dataset = await storeDataset(stores(), "all", 1);
    const { run } = await runs.create({ ...newRun("all", dataset.id), createdAt: 2500 });
    await runs.updateLimits(run.id, {
      expectedRevision: 1,
      limits: faster,
      preset: null,
      presetEdited: false,
      change: { ...NOTE, at: 3000, actor: "Grace" },
    });
    const version = (n: number) => ({ id: freshId("pre"), limits: LIMITS, message: `v${n}`, author: "Ada" });
    const preset = { id: freshId("pre"), workspaceId: "all", slug: "normal-2", name: "Normal", description: null };
    await presets.create(preset, { ...version(1), source: "api", createdAt: 4000 });
    await presets.addVersion(
      preset.id,
      { ...version(2), limits: faster, createdAt: 5000 },
      { parent: null, expectedLatest: null },
    );
    await prices.add("all", 0, {
      id: freshId("prc"),
      rows: [],
      reason: null,
      author: "Ada",
      source: "ui",
      createdAt: 6000,
    });
    await activity.add(did("all", { at: 7000 }));
    await activity.add(did("another"));
    const { items } = await activity.page({ workspaceId: "all", limit: 50 });
    expect(
      items.map(({ at, kind, action, object, source }) => [at, kind, action, object.kind, object.id, source]),
    ).toEqual([
      [7000, "runs", "paused", "run", "run_1", "ui"],
      [6000, "prices", "changed", "prices", "table", "ui"],
      [5000, "presets", "changed", "preset", "normal-2", null],
      [4000, "presets", "created", "preset", "normal-2", "api"],
      [3000, "limits", "changed", "run", run.id, "api"],
      [2000, "limits", "changed", "pool", pool.id, "api"],
      [1000, "providers", "connected", "provider", provider.id, "api"],
    ]);
    expect(items[2]?.values).toEqual({ of: "limits", before: LIMITS, after: faster });
    expect(items[5]).toMatchObject({ reason: "more quota", values: { before: LIMITS, after: faster } });
    expect(await activity.actors("all")).toEqual(["Ada", "Grace"]);
  });

  it("tells of every move of a label, from where to where, by whom and why", async () => {
    const { activity, presets } = stores();
    const preset = { id: freshId("pre"), workspaceId: "labels", slug: "normal-3", name: "Normal", description: null };
    const version = (n: number) => ({ id: freshId("pre"), limits: LIMITS, message: null, author: "Ada", createdAt: n });
    await presets.create(preset, { ...version(1), source: "api" });
    await presets.addVersion(preset.id, { ...version(2), source: "api" }, { parent: null, expectedLatest: null });
    const move = (to: number | null, at: number) =>
      presets.moveLabel(preset.id, {
        name: "default",
        to,
        expected: undefined,
        at,
        actor: "Grace",
        reason: to === 2 ? "429s are gone" : null,
        source: "ui",
      });
    await move(1, 1000);
    await move(2, 2000);
    await move(null, 3000);
    const object = { kind: "preset", id: "normal-3" } as const;
    const { items } = await activity.page({ workspaceId: "labels", object, limit: 3 });
    expect(
      items.map(({ at, actor, source, action, change, reason }) => [at, actor, source, action, change, reason]),
    ).toEqual([
      [3000, "Grace", "ui", "unlabelled", "default: v2→none", null],
      [2000, "Grace", "ui", "relabelled", "default: v1→v2", "429s are gone"],
      [1000, "Grace", "ui", "labelled", "default: none→v1", null],
    ]);
    expect(items[0]).toMatchObject({ kind: "presets", object: { ...object, name: "Normal" } });
    expect((await activity.page({ workspaceId: "labels", q: "v1→v2", limit: 9 })).items).toHaveLength(1);
  });

  it("is filtered, and read page by page with none missed or told twice, also within one millisecond", async () => {
    const { activity } = stores();
    for (let n = 0; n < 7; n += 1) {
      await activity.add(did("paged", { at: 1000 + Math.floor(n / 3), actor: n % 2 === 0 ? "Ada" : "Größe" }));
    }
    await activity.add(
      did("paged", { at: 10, kind: "datasets", object: { kind: "dataset", id: "ds_1", name: "GSM8K" } }),
    );
    const all: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await activity.page({ workspaceId: "paged", limit: 3, cursor });
      all.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(all).size).toBe(8);
    expect(all).toHaveLength(8);
    const count = async (filter: object) =>
      (await activity.page({ workspaceId: "paged", limit: 50, ...filter })).items.length;
    expect(await count({ actor: "Größe" })).toBe(3);
    expect(await count({ q: "GRÖSSE".toLowerCase() })).toBe(0);
    expect(await count({ q: "größe" })).toBe(3);
    expect(await count({ kinds: ["datasets"] })).toBe(1);
    expect(await count({ object: { kind: "dataset", id: "ds_1" } })).toBe(1);
    expect(await count({ since: 1001 })).toBe(4);
    await expect(activity.page({ workspaceId: "paged", limit: 1, cursor: "nonsense" })).rejects.toMatchObject({
      code: "invalid-input",
    });
  });

  it("keeps that a run paused by itself, together with the pause, and not that somebody pressed pause", async () => {
    const { activity, runs } = stores();
    const dataset = await storeDataset(stores(), "auto", 1);
    const { run } = await runs.create(newRun("auto", dataset.id));
    await runs.move(run.id, "pause", 5000, { stopReason: null });
    expect((await activity.page({ workspaceId: "auto", limit: 9 })).items).toEqual([]);
    await runs.move(run.id, "resume", 6000, {});
    await runs.move(run.id, "pause", 7000, { stopReason: { code: "rate-limited", message: "It refuses." } });
    expect((await activity.page({ workspaceId: "auto", limit: 9 })).items).toMatchObject([
      { at: 7000, actor: "Evalpace", source: "auto", action: "paused", reason: "It refuses.", object: { id: run.id } },
    ]);
  });
});
