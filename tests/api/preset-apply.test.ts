import { describe, expect, it } from "vitest";
import { GET as listActivity } from "@/app/api/v1/activity/route";
import { POST as apply } from "@/app/api/v1/presets/[slug]/apply/route";
import { GET as getPreset } from "@/app/api/v1/presets/[slug]/route";
import { POST as undo } from "@/app/api/v1/presets/[slug]/undo-apply/route";
import { POST as addVersion } from "@/app/api/v1/presets/[slug]/versions/route";
import { POST as create } from "@/app/api/v1/presets/route";
import { POST as cancel } from "@/app/api/v1/runs/[runId]/cancel/route";
import { GET as listChanges } from "@/app/api/v1/runs/[runId]/changes/route";
import { PATCH as patchLimits } from "@/app/api/v1/runs/[runId]/limits/route";
import { GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { activityPage } from "@/lib/contracts/activity";
import {
  applyPresetResponse,
  presetDetailResponse,
  presetResponse,
  presetVersionResponse,
  undoApplyResponse,
} from "@/lib/contracts/presets";
import { runConfigResponse, runResponse } from "@/lib/contracts/runs";
import { ok, refused, runWhere } from "./support/api-server";
import { aDataset, aProvider } from "./support/launch";

/** One request in a hundred seconds: runs stay where they are. */
const SLOW = { requestsPerSecond: 0.01, burst: 1, concurrency: 1 };

/** Four runs of one provider: two as they were started, one edited by hand, one that follows its pool. */
async function aScene(slug: string) {
  await ok(create, presetResponse, { body: { name: slug, slug, limits: SLOW } });
  const faster = { ...SLOW, requestsPerSecond: 0.02 };
  await ok(addVersion, presetVersionResponse, { params: { slug }, body: { limits: faster } });
  const providerId = await aProvider({ limits: { ...SLOW, requestsPerSecond: 0.05 } });
  const datasetId = await aDataset(5);
  const target = { providerId, model: "sim", prompt: "{{question}}" };
  const start = async (name: string, over: object) => {
    const body = { name, datasetId, target, evaluators: [{ type: "numeric" }], ...over };
    const { id } = await ok(postRun, runResponse, { body });
    await runWhere(id, ({ state }) => state === "running");
    return id;
  };
  const pin = { preset: `${slug}@1` };
  const [a, b, edited] = [await start("A", pin), await start("B", pin), await start("Edited", pin)];
  const pooled = await start("Pooled", {});
  const body = { limits: { requestsPerSecond: 0.015 }, revision: 1 };
  await ok(patchLimits, runResponse, { method: "PATCH", params: { runId: edited }, body });
  const end = async () => {
    for (const runId of [a, b, edited, pooled]) await ok(cancel, runResponse, { params: { runId }, body: {} });
  };
  return { slug, a, b, edited, pooled, end };
}
const run = (runId: string) => ok(getRun, runResponse, { params: { runId } });
const post = (slug: string, body: unknown) => ok(apply, applyPresetResponse, { params: { slug }, body });

describe("applying a version to runs that go on", () => {
  it("is told before it is done, and leaves runs that were edited by hand alone", async () => {
    const scene = await aScene("apply-dry");
    const answer = await post(scene.slug, { version: 2, dryRun: true });
    expect(answer.runs.map(({ name, version, suggested, chosen }) => [name, version, suggested, chosen])).toEqual([
      ["A", 1, true, true],
      ["B", 1, true, true],
      ["Edited", null, false, false],
      ["Pooled", null, false, false],
    ]);
    expect(answer.runs[2]?.edited).toMatchObject({ by: "Local owner", change: "0.01→0.015 rps" });
    expect(answer.runs[0]).toMatchObject({ change: "0.01→0.02 rps", result: null });
    const [first] = answer.runs;
    expect(first?.after?.durationMs).toBeLessThan(first?.before?.durationMs ?? 0);
    expect(answer.totals).toMatchObject({ runs: 4, chosen: 2, applied: 0 });
    expect(answer.totals.sentence).toMatch(/^2 of 4 runs; sum 0\.055 rps exceeds the limit of Simulator, 0\.05 rps/);
    expect(await run(scene.a)).toMatchObject({ limits: SLOW, limitsRevision: 1 });
    const daily = { ...SLOW, requestsPerDay: 2 };
    await ok(addVersion, presetVersionResponse, { params: { slug: scene.slug }, body: { limits: daily } });
    expect((await post(scene.slug, { version: 3, dryRun: true })).runs[0]).toMatchObject({
      before: { boundBy: "rate" },
      after: { boundBy: "day" },
    });
    await scene.end();
  });

  it("is done run by run, is on record in each, and one undo takes it all back as new changes", async () => {
    const scene = await aScene("apply-all");
    const { runs, totals } = await post(scene.slug, { version: 2, reason: "the tier went up" });
    expect(totals).toMatchObject({ applied: 2, refused: 0 });
    expect(await run(scene.a)).toMatchObject({ limits: { requestsPerSecond: 0.02 }, limitsRevision: 2 });
    expect((await run(scene.edited)).limits.requestsPerSecond).toBe(0.015);
    const { changes } = await ok(listChanges, runConfigResponse, { params: { runId: scene.b } });
    expect(changes[0]).toMatchObject({ reason: "Apply apply-all@2: the tier went up", actor: "Local owner" });
    const applied = runs.flatMap(({ runId, result }) =>
      result?.revision == null ? [] : [{ runId, revision: result.revision }],
    );
    const body = { runs: applied };
    const undone = await ok(undo, undoApplyResponse, { params: { slug: scene.slug }, body });
    expect(undone.items.map(({ ok: done }) => done)).toEqual([true, true]);
    expect(await run(scene.a)).toMatchObject({ limits: SLOW, limitsRevision: 3 });
    const again = await post(scene.slug, { version: 2, dryRun: true });
    expect(again.runs[0]).toMatchObject({ version: 1, edited: null, suggested: true });
    const { items } = await ok(listActivity, activityPage, { path: `/?object=preset:${scene.slug}&limit=2` });
    expect(items).toMatchObject([
      { action: "took back", change: "2 runs: A 0.02→0.01 rps; B 0.02→0.01 rps", actor: "Local owner", reason: null },
      {
        action: "applied",
        object: { kind: "preset", name: "apply-all v2" },
        change: "2 runs: A 0.01→0.02 rps; B 0.01→0.02 rps",
        reason: "the tier went up",
        source: "api",
      },
    ]);
    await scene.end();
  });

  it("goes on where one run refuses, and says which and why", async () => {
    const scene = await aScene("apply-some");
    const runIds = [scene.a, scene.b, "run_unknown"];
    const { runs, gone, totals } = await post(scene.slug, { version: 2, runIds, revisions: { [scene.a]: 7 } });
    expect(runs.find(({ runId }) => runId === scene.a)?.result).toMatchObject({
      ok: false,
      message: expect.stringContaining("revision 1"),
    });
    expect(runs.find(({ runId }) => runId === scene.b)?.result).toMatchObject({ ok: true, revision: 2 });
    expect(gone).toEqual(["run_unknown"]);
    expect(totals).toMatchObject({ applied: 1, refused: 1 });
    const twice = await post(scene.slug, { version: 2, runIds: [scene.b] });
    expect(twice.runs.find(({ runId }) => runId === scene.b)?.result).toMatchObject({
      ok: true,
      revision: null,
      message: expect.stringContaining("already"),
    });
    // What was refused, or changed nothing, is not told as done.
    const { items } = await ok(listActivity, activityPage, { path: `/?object=preset:${scene.slug}` });
    expect(items.filter(({ action }) => action === "applied").map(({ change }) => change)).toEqual([
      "1 run: B 0.01→0.02 rps",
    ]);
    await scene.end();
  });

  it("pins each run to the version, until it is taken back or edited by hand", async () => {
    const scene = await aScene("apply-pin");
    const [v1, v2] = ["apply-pin@1", "apply-pin@2"];
    const pinOf = async (runId: string) => {
      const { preset, presetEdited } = await run(runId);
      return [preset, presetEdited];
    };
    const { runs } = await post(scene.slug, { version: 2, runIds: [scene.a, scene.edited, scene.pooled] });
    for (const runId of [scene.a, scene.edited, scene.pooled]) expect(await pinOf(runId)).toEqual([v2, false]);
    expect(await pinOf(scene.b)).toEqual([v1, false]);
    const detail = await ok(getPreset, presetDetailResponse, { params: { slug: scene.slug } });
    expect(detail.history.map(({ ref, usedBy }) => [ref, usedBy.runs])).toEqual([
      [v2, 3],
      [v1, 1],
    ]);
    const { changes } = await ok(listChanges, runConfigResponse, { params: { runId: scene.a } });
    expect(changes.map(({ preset }) => preset)).toEqual([v2, v1]);
    const applied = runs.flatMap(({ runId, result }) =>
      result?.revision == null ? [] : [{ runId, revision: result.revision }],
    );
    await ok(undo, undoApplyResponse, { params: { slug: scene.slug }, body: { runs: applied } });
    expect(await pinOf(scene.a)).toEqual([v1, false]);
    expect(await pinOf(scene.edited)).toEqual([v1, true]);
    expect(await pinOf(scene.pooled)).toEqual([null, false]);
    await post(scene.slug, { version: 2, runIds: [scene.b] });
    const byHand = { limits: { requestsPerSecond: 0.03 }, revision: 2 };
    await ok(patchLimits, runResponse, { method: "PATCH", params: { runId: scene.b }, body: byHand });
    expect(await pinOf(scene.b)).toEqual([v2, true]);
    await scene.end();
  });

  it("pins also a run that has the values already, by hand or of another version", async () => {
    const scene = await aScene("apply-same");
    const params = { slug: scene.slug };
    await ok(addVersion, presetVersionResponse, { params, body: { limits: SLOW } });
    const { runs } = await post(scene.slug, { version: 3, runIds: [scene.a] });
    expect(runs.find(({ runId }) => runId === scene.a)?.result).toMatchObject({ ok: true, revision: 2 });
    expect(await run(scene.a)).toMatchObject({ preset: "apply-same@3", presetEdited: false, limits: SLOW });
    const body = { preset: "apply-same@2", revision: 2 };
    const patched = await ok(patchLimits, runResponse, { method: "PATCH", params: { runId: scene.a }, body });
    expect(patched).toMatchObject({ preset: "apply-same@2", presetEdited: false, limits: { requestsPerSecond: 0.02 } });
    const both = { ...body, limits: SLOW, revision: 3 };
    expect((await refused(patchLimits, { method: "PATCH", params: { runId: scene.a }, body: both })).status).toBe(400);
    await scene.end();
  });

  it("of an unknown preset or version is refused", async () => {
    expect((await refused(apply, { params: { slug: "nowhere" }, body: { version: 1 } })).status).toBe(404);
    expect((await refused(apply, { params: { slug: "normal" }, body: { version: 99 } })).status).toBe(404);
  });
});
