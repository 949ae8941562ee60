import { expect, it } from "vitest";
import { freshId, LIMITS, NOTE, storeProvider } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const version = (requestsPerSecond: number, author = "Ada") => ({
  id: freshId("version"),
  limits: { ...LIMITS, requestsPerSecond },
  message: `now ${requestsPerSecond}`,
  author,
  createdAt: 1_700_000_000_000,
});
const preset = (workspaceId: string, slug: string) => ({
  id: freshId("preset"),
  workspaceId,
  slug,
  name: slug,
  description: null,
});

describeOnBothDatabases("presets", (stores) => {
  it("keep every version as it was", async () => {
    const { presets } = stores();
    const made = await presets.create(preset("w", "normal"), version(1));
    expect(made).toMatchObject({ slug: "normal", latest: { n: 1, parent: null }, archivedAt: null });
    const second = await presets.addVersion(made.id, version(2), { parent: null, expectedLatest: 1 });
    expect(second.latest).toMatchObject({ n: 2, parent: 1, limits: { requestsPerSecond: 2 }, message: "now 2" });
    const restored = await presets.addVersion(made.id, version(1), { parent: 1, expectedLatest: null });
    expect(restored.latest).toMatchObject({ n: 3, parent: 1, limits: { requestsPerSecond: 1 } });
    expect((await presets.versions(made.id)).map(({ n, limits }) => [n, limits.requestsPerSecond])).toEqual([
      [3, 1],
      [2, 2],
      [1, 1],
    ]);
    expect(await presets.version(made.id, 2)).toEqual(second.latest);
    expect(await presets.version(made.id, 4)).toBeNull();
    expect(await presets.get("w", "normal")).toEqual(restored);
    expect(await presets.get("other", "normal")).toBeNull();
  });

  it("give every version that is added at once a number of its own", async () => {
    const { id } = await stores().presets.create(preset("w", "raced"), version(1));
    const added = Array.from({ length: 8 }, (_, at) =>
      stores().presets.addVersion(id, version(at + 2), { parent: null, expectedLatest: null }),
    );
    expect((await Promise.all(added)).map(({ latest }) => latest.n).sort((a, b) => a - b)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  it("take one of many edits that rest on the same version, and tell the others whose came first", async () => {
    const { id } = await stores().presets.create(preset("w", "contended"), version(1));
    const edits = Array.from({ length: 5 }, () =>
      stores().presets.addVersion(id, version(2, "Grace"), { parent: null, expectedLatest: 1 }),
    );
    const ends = await Promise.allSettled(edits);
    const refused = ends.filter((end) => end.status === "rejected");
    expect(refused).toHaveLength(4);
    for (const end of refused) {
      expect(end.reason).toMatchObject({
        code: "stale-revision",
        message: expect.stringMatching(/by Grace at 2023-11-14/),
      });
    }
  });

  it("have labels that point to versions, each move on record, the newest first", async () => {
    const { presets } = stores();
    const { id } = await presets.create(preset("w", "labelled"), version(1), [version(2), version(3)]);
    const move = (name: string, to: number | null, expected?: number | null) =>
      presets.moveLabel(id, { name, to, expected, at: 1_700_000_000_000, actor: "Ada", reason: null, source: "ui" });
    await move("default", 1, null);
    await move("careful", 1);
    const moved = await move("default", 3, 1);
    expect(moved.labels.map(({ name, n, movedBy }) => [name, n, movedBy])).toEqual([
      ["careful", 1, "Ada"],
      ["default", 3, "Ada"],
    ]);
    // To where it is already: nothing moves, nothing is recorded.
    await move("default", 3);
    await expect(move("default", 2, 1)).rejects.toMatchObject({ code: "stale-revision" });
    await expect(move("default", 9)).rejects.toMatchObject({ code: "not-found" });
    await move("careful", null);
    await expect(move("careful", null)).rejects.toMatchObject({ code: "not-found" });
    expect((await presets.labelMoves(id, 10)).map(({ seq, name, from, to }) => [seq, name, from, to])).toEqual([
      [4, "careful", 1, null],
      [3, "default", 1, 3],
      [2, "careful", null, 1],
      [1, "default", null, 1],
    ]);
    expect((await presets.list("w")).find((each) => each.id === id)?.labels).toHaveLength(1);
  });

  it("take many versions at once, all or none", async () => {
    const { presets } = stores();
    const { id } = await presets.create(preset("w", "imported"), version(1));
    const taken = await presets.addVersions(id, [version(2), version(3)], 1);
    expect(taken.latest).toMatchObject({ n: 3, parent: 2 });
    await expect(presets.addVersions(id, [version(4)], 1)).rejects.toMatchObject({ code: "stale-revision" });
    expect(await presets.versions(id)).toHaveLength(3);
  });

  it("take one of many edits of their details that rest on the same revision", async () => {
    const { presets } = stores();
    const scope = { provider: "openai", model: "gpt-4o*" };
    const made = await presets.create({ ...preset("w", "detailed"), scope }, version(1));
    expect(made).toMatchObject({ scope, revision: 1 });
    const edits = [1, 2, 3, 4].map((n) =>
      presets.updateDetails(
        made.id,
        { name: `Name ${n}`, description: null, scope: { provider: null, model: `m${n}` } },
        { expectedRevision: 1, at: 9 },
      ),
    );
    const ends = await Promise.allSettled(edits);
    const [won] = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    expect(ends.filter((end) => end.status === "rejected")).toHaveLength(3);
    expect(await presets.get("w", "detailed")).toEqual(won);
    expect(won).toMatchObject({ revision: 2, latest: { n: 1 }, scope: { provider: null } });
  });

  it("come back once when they were archived", async () => {
    const { presets } = stores();
    const { id } = await presets.create(preset("back", "back"), version(1));
    expect(await presets.unarchive(id, 4)).toBe(false);
    await presets.archive(id, 5);
    expect(await presets.unarchive(id, 6)).toBe(true);
    expect((await presets.list("back")).map(({ archivedAt }) => archivedAt)).toEqual([null]);
  });

  it("own their slug in their workspace for good, but leave the lists when deleted", async () => {
    const { presets } = stores();
    const made = await presets.create(preset("slugs", "mine"), version(1));
    await presets.create(preset("elsewhere", "mine"), version(1));
    await expect(presets.create(preset("slugs", "mine"), version(1))).rejects.toMatchObject({ code: "conflict" });
    await presets.archive(made.id, 5);
    expect(await presets.list("slugs")).toEqual([]);
    expect(await presets.list("slugs", "all")).toHaveLength(1);
    await expect(presets.create(preset("slugs", "mine"), version(1))).rejects.toMatchObject({ code: "conflict" });
    await expect(presets.archive(made.id, 6)).rejects.toMatchObject({ code: "not-found" });
    expect((await presets.list("slugs", "archived")).map(({ id }) => id)).toEqual([made.id]);
    const late = presets.addVersion(made.id, version(2), { parent: null, expectedLatest: null });
    await expect(late).rejects.toMatchObject({ code: "not-found" });
  });
});

describeOnBothDatabases("pools", (stores) => {
  const edit = (expectedRevision: number | null, requestsPerSecond: number) => ({
    expectedRevision,
    limits: { ...LIMITS, requestsPerSecond },
    origin: "preset fast@2",
    change: { ...NOTE, actor: "Grace" },
  });

  it("record every change of their limits", async () => {
    const { pool } = await storeProvider(stores(), "w");
    const after = await stores().pools.updateLimits(pool.id, edit(1, 9));
    expect(after).toEqual({
      ...pool,
      limits: { ...LIMITS, requestsPerSecond: 9 },
      revision: 2,
      origin: "preset fast@2",
    });
    expect(await stores().pools.get(pool.id)).toEqual(after);
    expect(await stores().pools.limitChanges(pool.id)).toMatchObject([
      { revision: 1, before: null, after: LIMITS },
      { revision: 2, actor: "Grace", before: LIMITS, after: { requestsPerSecond: 9 } },
    ]);
  });

  it("refuse a stale edit, take one of many at once, and all that rest on no revision", async () => {
    const { pool } = await storeProvider(stores(), "w");
    const raced = await Promise.allSettled(
      [1, 2, 3, 4].map((rps) => stores().pools.updateLimits(pool.id, edit(1, rps))),
    );
    expect(raced.filter((end) => end.status === "fulfilled")).toHaveLength(1);
    await expect(stores().pools.updateLimits(pool.id, edit(1, 7))).rejects.toMatchObject({
      code: "stale-revision",
      message: expect.stringContaining("by Grace"),
    });
    await Promise.all([1, 2, 3].map((rps) => stores().pools.updateLimits(pool.id, edit(null, rps))));
    expect((await stores().pools.limitChanges(pool.id)).map((change) => change.revision)).toEqual([1, 2, 3, 4, 5]);
    await expect(stores().pools.updateLimits("nowhere", edit(null, 1))).rejects.toMatchObject({ code: "not-found" });
  });

  it("are found by model, and leave the lists with their provider", async () => {
    const { provider, pool } = await storeProvider(stores(), "models");
    expect(await stores().pools.forModel(provider.id, "any-model")).toEqual(pool);
    expect(await stores().pools.forModel("nowhere", "m")).toBeNull();
    expect(await stores().pools.list("models")).toEqual([pool]);
    expect(await stores().pools.countByOrigin("models")).toEqual(new Map([["custom", 1]]));
    await stores().providers.archive(provider.id, 9);
    expect(await stores().pools.list("models")).toEqual([]);
    expect(await stores().pools.get(pool.id)).toEqual(pool);
  });
});

describeOnBothDatabases("providers", (stores) => {
  it("change only what a patch names, and forget their key when deleted", async () => {
    const { provider } = await storeProvider(stores(), "keys");
    const patched = await stores().providers.update(provider.id, { apiKeyCipher: "v1:secret", apiKeyLast4: "cret" }, 7);
    expect(patched).toEqual({ ...provider, apiKeyCipher: "v1:secret", apiKeyLast4: "cret", updatedAt: 7 });
    const renamed = await stores().providers.update(provider.id, { name: "New", apiKeyLast4: null }, 8);
    expect(renamed).toMatchObject({ name: "New", apiKeyCipher: "v1:secret", apiKeyLast4: null, models: ["m"] });
    expect(await stores().providers.list("keys")).toEqual([renamed]);
    await stores().providers.archive(provider.id, 9);
    expect(await stores().providers.list("keys")).toEqual([]);
    expect(await stores().providers.get(provider.id)).toMatchObject({ archivedAt: 9, apiKeyCipher: null });
    await expect(stores().providers.update(provider.id, { name: "x" }, 9)).rejects.toMatchObject({ code: "not-found" });
  });
});
