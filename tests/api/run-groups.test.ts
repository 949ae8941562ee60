import { describe, expect, it } from "vitest";
import { POST as postGroup } from "@/app/api/v1/run-groups/route";
import { POST as resume } from "@/app/api/v1/runs/[runId]/resume/route";
import { GET as listRuns, POST as postRun } from "@/app/api/v1/runs/route";
import { runGroupResponse, runPage, runResponse } from "@/lib/contracts/runs";
import { ok, refused, runEnded, runWhere } from "./support/api-server";
import { aDataset, aProvider, HARDLY } from "./support/launch";

const key = (value: string) => ({ "idempotency-key": value });

/** Two prompts for one model, and one model of another provider. */
async function aMatrix(over: Record<string, unknown> = {}) {
  const [one, other] = [await aProvider({ name: "One" }), await aProvider({ name: "Other" })];
  const target = (providerId: string, prompt: string) => ({ providerId, model: "sim", prompt });
  return {
    name: "Nightly",
    datasetId: await aDataset(8),
    evaluators: [{ type: "numeric" }],
    targets: [
      { cell: "terse", target: target(one, "{{question}}") },
      { cell: "polite", target: target(one, "Please: {{question}}") },
      { target: target(other, "{{question}}") },
    ],
    ...over,
  };
}

describe("a matrix of runs", () => {
  it("starts a run for each target, named by its cell, in one group that the list can be narrowed to", async () => {
    const body = await aMatrix({ note: "Which prompt is the better?" });
    const { groupId, runs } = await ok(postGroup, runGroupResponse, { body });
    expect(runs.map((run) => run.name)).toEqual(["Nightly · terse", "Nightly · polite", "Nightly · sim"]);
    expect(new Set(runs.map((run) => run.groupId))).toEqual(new Set([groupId]));
    expect(runs[1]).toMatchObject({ note: "Which prompt is the better?", target: { prompt: "Please: {{question}}" } });
    for (const run of runs) expect((await runEnded(run.id)).counts).toMatchObject({ total: 8, done: 8 });
    const listed = await ok(listRuns, runPage, { path: `/api/v1/runs?group=${groupId}` });
    expect(listed.items.map((run) => run.id).sort()).toEqual(runs.map((run) => run.id).sort());
  });

  it("is launched once, however often it is sent with one key", async () => {
    const body = await aMatrix();
    const once = () => ok(postGroup, runGroupResponse, { body, headers: key("matrix-1") });
    const groups = await Promise.all([once(), once()]);
    const again = await once();
    expect(new Set([...groups, again].map(({ groupId }) => groupId)).size).toBe(1);
    expect(again.runs.map(({ name }) => name)).toEqual(["Nightly · terse", "Nightly · polite", "Nightly · sim"]);
    const other = { ...body, name: "Another" };
    expect(await refused(postGroup, { body: other, headers: key("matrix-1") })).toMatchObject({ status: 409 });
  });

  it("starts nothing where one target is wrong, and says which and why", async () => {
    const body = await aMatrix();
    const [first] = body.targets;
    if (first === undefined) throw new Error("the matrix has targets");
    const targets = [
      first,
      { target: { ...first.target, providerId: "prv_gone" } },
      { target: { ...first.target, prompt: "{{language}}" } },
    ];
    const error = await refused(postGroup, { body: { ...body, targets } });
    expect(error.status).toBe(422);
    expect(error.message).toMatch(/Nothing was started: 2 of 3/);
    expect(error.issues?.map(({ path }) => path)).toEqual(["targets[1].target.providerId", "targets[2].target.prompt"]);
    const { items } = await ok(listRuns, runPage, { path: `/api/v1/runs?datasetId=${body.datasetId}` });
    expect(items).toEqual([]);
  });

  it("is refused without targets, and with a preset that there is not", async () => {
    expect((await refused(postGroup, { body: await aMatrix({ targets: [] }) })).status).toBe(400);
    const error = await refused(postGroup, { body: await aMatrix({ limits: HARDLY, preset: "x" }) });
    expect(error).toMatchObject({
      status: 422,
      issues: expect.arrayContaining([{ path: "preset", message: expect.any(String) }]),
    });
  });

  it("starts with limits edited from a preset, which all its runs are pinned to", async () => {
    const limits = { ...HARDLY, requestsPerSecond: 400, burst: 100, concurrency: 9 };
    const { runs } = await ok(postGroup, runGroupResponse, { body: await aMatrix({ limits, preset: "fast" }) });
    for (const run of runs) {
      expect(run).toMatchObject({ preset: "fast@1", limits, limitsRevision: 2 });
      await runEnded(run.id);
    }
  });
});

describe("a launch that tries some cases first", () => {
  it("pauses after them and goes on with the others when resumed, as one run", async () => {
    const { targets, ...rest } = await aMatrix({ tryFirst: 3 });
    const body = { ...rest, target: targets[0]?.target };
    const { id } = await ok(postRun, runResponse, { body });
    const tried = await runWhere(id, ({ state }) => state === "paused");
    expect(tried).toMatchObject({
      state: "paused",
      tryFirst: 3,
      stopReason: { code: "tried" },
      counts: { total: 8, done: 3, pending: 5 },
      attempts: { total: 3 },
    });
    expect(tried.boundBy.sentence).toContain("Resume to run the other 5");
    await ok(resume, runResponse, { params: { runId: id } });
    const whole = await runEnded(id);
    expect(whole).toMatchObject({ state: "finished", tryFirst: null, counts: { done: 8 }, attempts: { total: 8 } });
  });

  it("is the whole run where it has no more cases than that", async () => {
    const { targets, ...rest } = await aMatrix({ tryFirst: 8 });
    const { id } = await ok(postRun, runResponse, { body: { ...rest, target: targets[0]?.target } });
    expect(await runEnded(id)).toMatchObject({ state: "finished", tryFirst: null, counts: { done: 8 } });
  });
});
