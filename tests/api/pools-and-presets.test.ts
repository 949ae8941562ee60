import { describe, expect, it } from "vitest";
import { GET as listActivity } from "@/app/api/v1/activity/route";
import { GET as poolHistory } from "@/app/api/v1/pools/[poolId]/history/route";
import { PATCH as patchPool } from "@/app/api/v1/pools/[poolId]/route";
import { POST as tryNow } from "@/app/api/v1/pools/[poolId]/try-now/route";
import { GET as listPools } from "@/app/api/v1/pools/route";
import { POST as restore } from "@/app/api/v1/presets/[slug]/restore/route";
import { DELETE, GET } from "@/app/api/v1/presets/[slug]/route";
import { POST as addVersion, GET as versions } from "@/app/api/v1/presets/[slug]/versions/route";
import { POST as create, GET as list } from "@/app/api/v1/presets/route";
import { POST as testProvider } from "@/app/api/v1/providers/[providerId]/test/route";
import { POST as cancel } from "@/app/api/v1/runs/[runId]/cancel/route";
import { GET as listChanges } from "@/app/api/v1/runs/[runId]/changes/route";
import { PATCH as patchLimits } from "@/app/api/v1/runs/[runId]/limits/route";
import { POST as pause } from "@/app/api/v1/runs/[runId]/pause/route";
import { POST as resume } from "@/app/api/v1/runs/[runId]/resume/route";
import { GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { activityPage } from "@/lib/contracts/activity";
import { pageOf } from "@/lib/contracts/common";
import { presetDetailResponse, presetResponse, presetVersionResponse } from "@/lib/contracts/presets";
import { poolHistoryResponse, poolResponse, testProviderResponse } from "@/lib/contracts/providers";
import { runConfigResponse, runResponse } from "@/lib/contracts/runs";
import { ok, refused, runWhere, send } from "./support/api-server";
import { aLaunch, aProvider, aRun, HARDLY } from "./support/launch";

const LIMITS = { requestsPerSecond: 4, burst: 5, concurrency: 6 };

async function aPool() {
  const providerId = await aProvider();
  const { items } = await ok(listPools, pageOf(poolResponse));
  const pool = items.find((each) => each.providerId === providerId);
  if (pool === undefined) throw new Error("a provider without a pool");
  return pool;
}
const patch = (poolId: string, body: unknown) => ({ method: "PATCH", params: { poolId }, body });

describe("what a pool has learned", () => {
  it("is shown with the pool, and its history on a page of its own", async () => {
    const simulated = { latencyMedianMs: 1, limits: { requestsPerSecond: 10, burst: 5, tokensPerMinute: 60_000 } };
    const providerId = await aProvider({ simulated });
    const tested = await ok(testProvider, testProviderResponse, { params: { providerId }, body: {} });
    expect(tested.ok).toBe(true);
    const { items } = await ok(listPools, pageOf(poolResponse));
    const pool = items.find((each) => each.providerId === providerId);
    expect(pool?.learned).toMatchObject({
      requests: { limit: 600, windowMs: 60_000 },
      tokens: { limit: 60_000 },
      requestsPerDay: null,
    });
    const history = await ok(poolHistory, poolHistoryResponse, { params: { poolId: pool?.id ?? "" } });
    expect(history.items).toMatchObject([
      { seq: 1, kind: "limit", dimension: "requests", oldValue: null, newValue: 600, why: "told" },
      { seq: 2, kind: "limit", dimension: "tokens", oldValue: null, newValue: 60_000, why: "told" },
      // It was set to 500 a second, and hardly anything was left.
      { seq: 3, kind: "rate", oldValue: 500, newValue: 10, why: "learned" },
    ]);
    const newest = await ok(poolHistory, poolHistoryResponse, {
      params: { poolId: pool?.id ?? "" },
      path: "/?limit=1",
    });
    expect(newest.items.map(({ seq }) => seq)).toEqual([3]);
    expect(await refused(poolHistory, { params: { poolId: "nowhere" } })).toMatchObject({ status: 404 });
  });
});

describe("a pool that cools down", () => {
  it("starts again before its time when it is told to try now, on record; without a cooldown nothing happens", async () => {
    const limits = { requestsPerSecond: 0.02, burst: 1, tokensPerMinute: null };
    const simulated = { latencyMedianMs: 1, retryAfter: 60, dialect: "none", limits };
    const providerId = await aProvider({ name: "Slow simulator", simulated });
    const { id: runId } = await aRun({ target: { providerId, model: "sim", prompt: "{{question}}" } });
    await runWhere(runId, ({ cooldownUntil }) => cooldownUntil !== null);
    // So that nothing draws the next refusal.
    await ok(cancel, runResponse, { method: "POST", params: { runId } });
    const poolOf = async () =>
      (await ok(listPools, pageOf(poolResponse))).items.find((pool) => pool.providerId === providerId);
    const cooling = await poolOf();
    expect(cooling).toMatchObject({ cooldownUntil: expect.any(String), canTryNow: true });
    const press = { method: "POST", params: { poolId: cooling?.id ?? "" } };
    expect(await ok(tryNow, poolResponse, press)).toMatchObject({ cooldownUntil: null, canTryNow: false });
    expect(await ok(tryNow, poolResponse, press)).toMatchObject({ cooldownUntil: null, canTryNow: false });
    const { items } = await ok(listActivity, activityPage, { path: "/?kind=limits" });
    const told = items.filter(({ action }) => action === "ended the cooldown");
    expect(told).toMatchObject([
      { actor: "Local owner", object: { kind: "pool", name: "Slow simulator" }, change: cooling?.cooldownReason },
    ]);
    expect(await refused(tryNow, { ...press, params: { poolId: "nowhere" } })).toMatchObject({ status: 404 });
  });
});

describe("a pool's limits", () => {
  it("take a patch, and record who changed what and why", async () => {
    const pool = await aPool();
    const body = { limits: { requestsPerSecond: 8, retry: { attempts: 2 } }, reason: "tier 3 since today" };
    const after = await ok(patchPool, poolResponse, patch(pool.id, body));
    expect(after).toMatchObject({
      revision: 2,
      origin: "custom",
      limits: { requestsPerSecond: 8, burst: 500, retry: { attempts: 2, baseDelayMs: 1 } },
    });
    expect(after.changes[0]).toMatchObject({
      revision: 2,
      actor: "Local owner",
      reason: "tier 3 since today",
      before: { requestsPerSecond: 500 },
    });
  });

  it("take a preset, by its newest version or a pinned one", async () => {
    const pool = await aPool();
    expect(await ok(patchPool, poolResponse, patch(pool.id, { preset: "normal" }))).toMatchObject({
      origin: "preset normal@1",
    });
    expect(await refused(patchPool, patch(pool.id, { preset: "normal@99" }))).toMatchObject({
      status: 404,
      message: expect.stringContaining("normal@1"),
    });
  });

  it("let only one of two edits that rest on the same revision through", async () => {
    const pool = await aPool();
    const edit = (requestsPerSecond: number) =>
      send(patchPool, patch(pool.id, { limits: { requestsPerSecond }, revision: 1 }));
    const statuses = (await Promise.all([edit(6), edit(7)])).map((response) => response.status);
    expect(statuses.sort()).toEqual([200, 409]);
    expect(await refused(patchPool, patch(pool.id, { limits: { burst: 3 }, revision: 1 }))).toMatchObject({
      code: "stale-revision",
      message: expect.stringContaining("Local owner"),
    });
  });

  it("are refused where they contradict each other", async () => {
    const pool = await aPool();
    const error = await refused(patchPool, patch(pool.id, { limits: { retry: { baseDelayMs: 5000 } } }));
    expect(error).toMatchObject({ status: 422, code: "infeasible", issues: [{ path: "limits.retry.maxDelayMs" }] });
  });

  it.each([
    [{}, "limits"],
    [{ preset: "fast", limits: {} }, "limits"],
    [{ limits: { rps: 3 } }, "limits.rps"],
    [{ limits: { burst: 1.5 } }, "limits.burst"],
  ])("are refused as %j", async (body, path) => {
    const error = await refused(patchPool, patch("any", body));
    expect(error).toMatchObject({ status: 400 });
    expect(error.issues?.map((issue) => issue.path)).toContain(path);
  });

  it("belong to a pool that exists", async () => {
    expect(await refused(patchPool, patch("pool_none", { limits: { burst: 3 } }))).toMatchObject({ status: 404 });
  });
});

describe("presets", () => {
  it("come with three to start from", async () => {
    const { items } = await ok(list, pageOf(presetResponse));
    expect(items.map((preset) => preset.slug)).toEqual(expect.arrayContaining(["careful", "normal", "fast"]));
  });

  it("make their slug from the name, and refuse one that is taken", async () => {
    const made = await ok(create, presetResponse, {
      body: { name: "Größe XL (Tier 2)", limits: LIMITS, message: "first" },
    });
    expect(made).toMatchObject({
      slug: "grosse-xl-tier-2",
      versions: 1,
      latest: { ref: "grosse-xl-tier-2@1", author: "Local owner", message: "first" },
    });
    const error = await refused(create, { body: { name: "x", slug: "grosse-xl-tier-2", limits: LIMITS } });
    expect(error).toMatchObject({ status: 409, issues: [{ path: "slug" }] });
    expect(await refused(create, { body: { name: "日本", limits: LIMITS } })).toMatchObject({
      status: 400,
      issues: [{ path: "slug" }],
    });
  });

  it("grow by versions that never change, and go back by a new one", async () => {
    const { slug } = await ok(create, presetResponse, { body: { name: "Growing", limits: LIMITS } });
    const params = { slug };
    await ok(addVersion, presetVersionResponse, { params, body: { limits: { ...LIMITS, burst: 9 }, parent: 1 } });
    const stale = await refused(addVersion, { params, body: { limits: LIMITS, parent: 1 } });
    expect(stale).toMatchObject({ status: 409, code: "stale-revision" });
    const third = await ok(restore, presetVersionResponse, { params, body: { version: 1 } });
    expect(third).toMatchObject({ n: 3, parent: 1, limits: { burst: 5 }, message: "Restore v1" });
    const { items } = await ok(versions, pageOf(presetVersionResponse), { params });
    expect(items.map((version) => [version.n, version.limits.burst])).toEqual([
      [3, 5],
      [2, 9],
      [1, 5],
    ]);
    expect(await refused(restore, { params, body: { version: 7 } })).toMatchObject({ status: 404 });
  });

  it("leave a run that uses one as it is when they get a new version, or are archived", async () => {
    const { slug } = await ok(create, presetResponse, { body: { name: "In use", limits: HARDLY } });
    const params = { slug };
    const run = await aRun({ preset: slug });
    const asLaunched = {
      preset: `${slug}@1`,
      limits: HARDLY,
      limitsRevision: 1,
      limitsScope: "run",
      presetEdited: false,
    };
    expect(run).toMatchObject(asLaunched);
    await ok(addVersion, presetVersionResponse, { params, body: { limits: { ...LIMITS, burst: 9 } } });
    const read = () => ok(getRun, runResponse, { params: { runId: run.id } });
    expect(await read()).toMatchObject(asLaunched);
    expect((await send(DELETE, { method: "DELETE", params })).status).toBe(204);
    expect(await read()).toMatchObject(asLaunched);
    const order = { method: "POST", params: { runId: run.id } };
    await ok(pause, runResponse, order);
    await runWhere(run.id, (now) => now.state === "paused");
    await ok(resume, runResponse, order);
    expect(await runWhere(run.id, (now) => now.state === "running")).toMatchObject(asLaunched);
    await ok(cancel, runResponse, order);
  });

  it("stay with a run that starts with other limits, as an edit of them", async () => {
    const { slug } = await ok(create, presetResponse, { body: { name: "Started from", limits: HARDLY } });
    const body = { ...HARDLY, concurrency: 3 };
    const run = await aRun({ preset: slug, limits: body });
    expect(run).toMatchObject({ preset: `${slug}@1`, presetEdited: true, limits: body, limitsRevision: 2 });
    expect(run.limitsScope).toBe("run");
    const params = { runId: run.id };
    const { changes } = await ok(listChanges, runConfigResponse, { params });
    expect(changes).toMatchObject([
      { revision: 2, source: "launch", before: { concurrency: 1 }, after: { concurrency: 3 } },
      { revision: 1, source: "launch", before: null, after: { concurrency: 1 } },
    ]);
    const detail = await ok(GET, presetDetailResponse, { params: { slug } });
    expect(detail.recentRuns).toMatchObject([{ id: run.id, preset: `${slug}@1` }]);
    const undone = await ok(patchLimits, runResponse, { method: "PATCH", params, body: { undo: 2, revision: 2 } });
    expect(undone).toMatchObject({ preset: `${slug}@1`, presetEdited: false, limits: HARDLY, limitsRevision: 3 });
    await ok(cancel, runResponse, { method: "POST", params });
    const same = await aRun({ preset: slug, limits: HARDLY });
    expect(same).toMatchObject({ preset: `${slug}@1`, limits: HARDLY, limitsRevision: 1 });
    await ok(cancel, runResponse, { method: "POST", params: { runId: same.id } });
    expect(await refused(postRun, { body: await aLaunch({ preset: "no-such", limits: HARDLY }) })).toMatchObject({
      status: 404,
      issues: [{ path: "preset" }],
    });
  });

  it("say which runs and pools use them, and stay with those when archived", async () => {
    const { slug } = await ok(create, presetResponse, { body: { name: "Used", limits: LIMITS } });
    const run = await aRun({ preset: slug });
    expect(run).toMatchObject({ preset: `${slug}@1`, limitsScope: "run", limits: { burst: 5 } });
    const pool = await aPool();
    await ok(patchPool, poolResponse, patch(pool.id, { preset: slug }));
    const detail = await ok(GET, presetDetailResponse, { params: { slug } });
    expect(detail.latest.usedBy).toEqual({ runs: 1, pools: 1 });
    await ok(addVersion, presetVersionResponse, { params: { slug }, body: { limits: { ...LIMITS, burst: 9 } } });
    await runWhere(run.id, (now) => now.state === "finished");
    const newer = await ok(GET, presetDetailResponse, { params: { slug } });
    // The newest version is not used; the preset is.
    expect(newer).toMatchObject({ latest: { usedBy: { runs: 0 } }, usedBy: { liveRuns: 0, pastRuns: 1, pools: 1 } });
    expect(detail.recentRuns).toMatchObject([{ id: run.id, preset: `${slug}@1` }]);
    expect((await send(DELETE, { method: "DELETE", params: { slug } })).status).toBe(204);
    const { items } = await ok(list, pageOf(presetResponse));
    expect(items.map((preset) => preset.slug)).not.toContain(slug);
    expect(await refused(patchPool, patch(pool.id, { preset: slug }))).toMatchObject({ status: 404 });
    expect((await ok(GET, presetDetailResponse, { params: { slug } })).archivedAt).not.toBeNull();
    expect(await refused(DELETE, { method: "DELETE", params: { slug } })).toMatchObject({ status: 404 });
  });

  it("are not found under a slug that there is not", async () => {
    expect(await refused(GET, { params: { slug: "none" } })).toMatchObject({
      status: 404,
      message: expect.stringContaining("none"),
    });
  });
});
