import { describe, expect, it } from "vitest";
import { PATCH as patchPool } from "@/app/api/v1/pools/[poolId]/route";
import { GET as listPools } from "@/app/api/v1/pools/route";
import { POST as cancel } from "@/app/api/v1/runs/[runId]/cancel/route";
import { GET as listChanges } from "@/app/api/v1/runs/[runId]/changes/route";
import { PATCH as patchLimits } from "@/app/api/v1/runs/[runId]/limits/route";
import { GET as readLog } from "@/app/api/v1/runs/[runId]/log/route";
import { POST as pause } from "@/app/api/v1/runs/[runId]/pause/route";
import { POST as requeue } from "@/app/api/v1/runs/[runId]/requeue/route";
import { POST as resume } from "@/app/api/v1/runs/[runId]/resume/route";
import { GET as getRun, PATCH as patchRun } from "@/app/api/v1/runs/[runId]/route";
import { pageOf } from "@/lib/contracts/common";
import { poolResponse } from "@/lib/contracts/providers";
import { requeueRunResponse } from "@/lib/contracts/run-commands";
import { logPage } from "@/lib/contracts/run-log";
import { runConfigResponse, runResponse } from "@/lib/contracts/runs";
import { type Handler, ok, refused, runEnded, runWhere, send } from "./support/api-server";
import { aProvider, aRun, HARDLY, QUICK } from "./support/launch";

const order = (handler: Handler, runId: string, body?: unknown) =>
  ok(handler, runResponse, { method: "POST", params: { runId }, body });
const edit = (runId: string, body: unknown) => ({ method: "PATCH", params: { runId }, body });
/** A run whose first case has gone out, and whose second waits for its permit. */
const aSlowRun = async () => runWhere((await aRun({ limits: HARDLY })).id, (run) => run.counts.done === 1);

describe("pause, resume, cancel", () => {
  it("move the run, and each may be pressed twice", async () => {
    const run = await aSlowRun();
    await order(pause, run.id, {});
    await order(pause, run.id);
    const paused = await runWhere(run.id, (now) => now.state === "paused");
    expect(paused).toMatchObject({ counts: { done: 1 }, boundBy: { kind: "paused" }, etaMs: null });
    await order(resume, run.id);
    await runWhere(run.id, (now) => now.state === "running");
    await order(cancel, run.id);
    await order(cancel, run.id);
    const cancelled = await runWhere(run.id, (now) => now.state === "cancelled");
    expect(cancelled.counts).toMatchObject({ total: 5, done: 1, pending: 4 });
  });

  it("go on with the rest of a cancelled run", async () => {
    const run = await aSlowRun();
    await order(cancel, run.id);
    await runEnded(run.id);
    await order(resume, run.id);
    await runWhere(run.id, (now) => now.state === "running");
    await ok(patchLimits, runResponse, edit(run.id, { limits: { requestsPerSecond: 500, burst: 50 }, revision: 1 }));
    expect((await runEnded(run.id)).counts).toMatchObject({ done: 5, pending: 0 });
  });

  it("are refused where the run cannot do that", async () => {
    const run = await runEnded((await aRun()).id);
    const error = await refused(pause, { method: "POST", params: { runId: run.id } });
    expect(error).toMatchObject({
      status: 409,
      code: "illegal-transition",
      message: expect.stringMatching(/finished.*pause/),
    });
  });

  it.each([pause, resume, cancel, requeue])("are refused for a run that there is not", async (handler) => {
    expect(await refused(handler, { method: "POST", params: { runId: "run_no" } })).toMatchObject({ status: 404 });
  });

  it("are on record with who did it", async () => {
    const run = await aSlowRun();
    await order(cancel, run.id);
    await runEnded(run.id);
    const { items } = await ok(readLog, logPage, { params: { runId: run.id }, path: "/x?kind=state" });
    expect(items.map((entry) => entry.actor)).toContain("Local owner");
  });
});

describe("requeue", () => {
  it("runs the lost cases again, and counts them once", async () => {
    const providerId = await aProvider({ simulated: { latencyMedianMs: 0, faults: { error500: 1 } } });
    const limits = { ...QUICK, retry: { attempts: 1, baseDelayMs: 1, maxDelayMs: 1 } };
    const launched = await aRun({ limits, target: { providerId, model: "sim", prompt: "{{question}}" } });
    const lost = await runEnded(launched.id);
    expect(lost.counts).toMatchObject({ done: 5, notScored: 5, passed: 0, failed: 0 });
    expect(lost.passRate).toBeNull();
    const none = await ok(requeue, requeueRunResponse, {
      params: { runId: lost.id },
      body: { outcomes: ["rate-limited"] },
    });
    expect(none.requeued).toBe(0);
    const { PATCH } = await import("@/app/api/v1/providers/[providerId]/route");
    await send(PATCH, { method: "PATCH", params: { providerId }, body: { simulated: { latencyMedianMs: 0 } } });
    const back = await ok(requeue, requeueRunResponse, {
      params: { runId: lost.id },
      body: { outcomes: ["transient"] },
    });
    expect(back.requeued).toBe(5);
    const mended = await runEnded(lost.id);
    expect(mended.counts).toMatchObject({ done: 5, notScored: 0 });
    expect(mended.attempts).toMatchObject({ transient: 5, ok: 5 });
  });

  it("refuses an outcome that there is not", async () => {
    const error = await refused(requeue, { params: { runId: "any" }, body: { outcomes: ["lost"] } });
    expect(error).toMatchObject({ status: 400, issues: [{ path: "outcomes[0]" }] });
  });
});

describe("editing a run's limits", () => {
  it("takes a patch at once, and keeps the history with its reasons", async () => {
    const run = await aSlowRun();
    const after = await ok(
      patchLimits,
      runResponse,
      edit(run.id, { limits: { concurrency: 3 }, reason: "more at once", revision: 1 }),
    );
    expect(after).toMatchObject({ limitsRevision: 2, limits: { concurrency: 3, requestsPerSecond: 0.01 } });
    const { changes } = await ok(listChanges, runConfigResponse, { params: { runId: run.id } });
    expect(changes).toMatchObject([
      {
        revision: 2,
        actor: "Local owner",
        reason: "more at once",
        before: { concurrency: 1 },
        after: { concurrency: 3 },
      },
      { revision: 1, source: "launch", before: null },
    ]);
    // The log is written in batches: all of it is there when the run is over.
    await order(cancel, run.id);
    await runEnded(run.id);
    const log = await ok(readLog, logPage, { params: { runId: run.id }, path: "/x?kind=limit" });
    expect(log.items[0]?.text).toContain("1→3 at once");
  });

  it("takes a change back as a new one, and leaves what came after it", async () => {
    const run = await aSlowRun();
    const change = (body: object) => ok(patchLimits, runResponse, edit(run.id, body));
    await change({ limits: { concurrency: 3 }, revision: 1 });
    await change({ limits: { burst: 4 }, revision: 2 });
    const undone = await change({ undo: 2, revision: 3 });
    expect(undone).toMatchObject({ limitsRevision: 4, limits: { concurrency: 1, burst: 4 } });
    const { changes } = await ok(listChanges, runConfigResponse, { params: { runId: run.id } });
    expect(changes[0]).toMatchObject({ revision: 4, actor: "Local owner", reason: "Undo of 1→3 at once" });
    const body = { undo: 3, reason: "mistake", revision: 4 };
    expect((await change(body)).limits).toMatchObject({ burst: 1 });
    // The same order once more, as when its answer was lost: it rests on what is no longer so.
    expect(await refused(patchLimits, edit(run.id, body))).toMatchObject({ status: 409, code: "stale-revision" });
    for (const undo of [1, 9]) {
      expect(await refused(patchLimits, edit(run.id, { undo, revision: 5 }))).toMatchObject({
        status: 422,
        issues: [{ path: "undo" }],
      });
    }
    expect(await refused(patchLimits, edit(run.id, { undo: 2, limits: {}, revision: 5 }))).toMatchObject({
      status: 400,
    });
    await order(cancel, run.id);
  });

  it("takes a change of a pool back as well, also while a run uses it", async () => {
    const providerId = await aProvider({ limits: HARDLY });
    const launched = await aRun({ target: { providerId, model: "sim", prompt: "{{question}}" } });
    const run = await runWhere(launched.id, (now) => now.counts.done === 1);
    const poolId = run.poolId ?? "";
    const change = (body: object) => ok(patchPool, poolResponse, { method: "PATCH", params: { poolId }, body });
    const raised = await change({ limits: { concurrency: 9 }, reason: "tier raised", revision: 1 });
    expect(raised).toMatchObject({ revision: 2, limits: { concurrency: 9 } });
    expect((await ok(getRun, runResponse, { params: { runId: run.id } })).limits.concurrency).toBe(9);
    const undone = await change({ undo: 2, revision: 2 });
    expect(undone).toMatchObject({
      revision: 3,
      limits: { concurrency: 1 },
      changes: [{ reason: "Undo of 1→9 at once" }, {}, {}],
    });
    expect((await ok(getRun, runResponse, { params: { runId: run.id } })).limits.concurrency).toBe(1);
    const late = await refused(patchPool, { method: "PATCH", params: { poolId }, body: { limits: {}, revision: 2 } });
    expect(late).toMatchObject({ status: 409, message: expect.stringMatching(/Local owner.*9→1 at once/) });
    await order(cancel, run.id);
  });

  it("lets one of two at once through, and tells the other who was faster", async () => {
    const run = await aSlowRun();
    const both = await Promise.all(
      [2, 3].map((concurrency) => send(patchLimits, edit(run.id, { limits: { concurrency }, revision: 1 }))),
    );
    expect(both.map((response) => response.status).sort()).toEqual([200, 409]);
    const error = await refused(patchLimits, edit(run.id, { limits: { burst: 2 }, revision: 1 }));
    expect(error).toMatchObject({
      code: "stale-revision",
      message: expect.stringMatching(/Local owner.*1→[23] at once/),
    });
    await order(cancel, run.id);
  });

  it("gives a run that followed its pool limits of its own", async () => {
    const providerId = await aProvider({ limits: HARDLY });
    const launched = await aRun({ target: { providerId, model: "sim", prompt: "{{question}}" } });
    const run = await runWhere(launched.id, (now) => now.counts.done === 1);
    const { items } = await ok(listPools, pageOf(poolResponse));
    const pool = items.find((each) => each.providerId === providerId);
    expect(pool?.runs).toMatchObject([{ id: run.id }]);
    const after = await ok(
      patchLimits,
      runResponse,
      edit(run.id, { limits: { requestsPerSecond: 0.02 }, revision: 1 }),
    );
    expect(after).toMatchObject({ limitsScope: "run", effectiveLimits: { requestsPerSecond: 0.01 } });
    await order(cancel, run.id);
  });

  it("is refused for a run that is over, without a revision, or out of range", async () => {
    const run = await runEnded((await aRun()).id);
    const limits = { concurrency: 3 };
    expect(await refused(patchLimits, edit(run.id, { limits, revision: 1 }))).toMatchObject({
      status: 409,
      code: "illegal-transition",
    });
    expect(await refused(patchLimits, edit(run.id, { limits }))).toMatchObject({
      status: 400,
      issues: [{ path: "revision" }],
    });
    expect(await refused(patchLimits, edit(run.id, { limits: { concurrency: 0 }, revision: 1 }))).toMatchObject({
      status: 400,
    });
    expect(await refused(patchLimits, edit("run_no", { limits, revision: 1 }))).toMatchObject({ status: 404 });
    expect(await refused(getRun, { params: { runId: "run_no" } })).toMatchObject({ status: 404 });
  });
});

describe("changing a run's priority and when it pauses by itself", () => {
  const adjust = (runId: string, body: unknown) => ({ method: "PATCH", params: { runId }, body });

  it("holds at once, stands in the pool's list, and is on record", async () => {
    const run = await aSlowRun();
    expect(run).toMatchObject({ priority: "normal", autoPause: { cooldownOverMs: 600_000 }, budgetUsd: null });
    const body = { priority: "high", autoPause: { cooldownOverMs: null }, budgetUsd: 2, reason: "release today" };
    const after = await ok(patchRun, runResponse, adjust(run.id, body));
    expect(after).toMatchObject({
      priority: "high",
      autoPause: { cooldownOverMs: null, errorsInRow: { attempts: 20 } },
      budgetUsd: 2,
      limitsRevision: 1,
    });
    const { items } = await ok(listPools, pageOf(poolResponse));
    expect(items.find((pool) => pool.id === run.poolId)?.runs).toMatchObject([
      { id: run.id, priority: "high", share: 1 },
    ]);
    await ok(patchRun, runResponse, adjust(run.id, body));
    await order(pause, run.id);
    await runWhere(run.id, (now) => now.state === "paused");
    await ok(patchRun, runResponse, adjust(run.id, { priority: "low" }));
    const log = await ok(readLog, logPage, { params: { runId: run.id }, path: "/x?kind=limit" });
    expect(log.items).toMatchObject([
      { actor: "Local owner", text: "Priority high→low" },
      { actor: "Local owner", text: expect.stringMatching(/^Priority normal→high; .*\$2\.00 — release today$/) },
    ]);
    await order(cancel, run.id);
  });

  it("can be asked for at launch", async () => {
    const autoPause = { errorsInRow: { attempts: 3, forMs: 0 }, rateLimited: null };
    const run = await aRun({ priority: "low", autoPause, limits: HARDLY });
    expect(run).toMatchObject({ priority: "low", autoPause: { ...autoPause, cooldownOverMs: 600_000 } });
    await order(cancel, run.id);
  });

  it("is refused where it says nothing, nonsense, or names no run", async () => {
    const run = await runEnded((await aRun()).id);
    for (const body of [
      {},
      { reason: "x" },
      { priority: "urgent" },
      { autoPause: { cooldownOverMs: -1 } },
      { budgetUsd: 0 },
    ]) {
      expect(await refused(patchRun, adjust(run.id, body))).toMatchObject({ status: 400 });
    }
    expect(await refused(patchRun, adjust("run_no", { priority: "low" }))).toMatchObject({ status: 404 });
  });
});

describe("orders that come twice or at once", () => {
  it("never fail for a fault of ours, whatever the order", async () => {
    const run = await aSlowRun();
    const orders = [pause, resume, pause, cancel, resume, pause, cancel, requeue, resume, cancel];
    const answers = await Promise.all(
      orders.map((handler) => send(handler, { method: "POST", params: { runId: run.id }, body: {} })),
    );
    for (const { status } of answers) expect([200, 409]).toContain(status);
    await order(cancel, run.id);
    const cancelled = await runWhere(run.id, (now) => now.state === "cancelled");
    expect(cancelled.counts.total).toBe(5);
    // Each once more: what already is so stays so.
    for (let n = 0; n < 2; n += 1) {
      await order(cancel, run.id);
      expect((await ok(requeue, requeueRunResponse, { params: { runId: run.id }, body: {} })).requeued).toBe(0);
    }
  });

  it("to runs that nobody works on are on record, too", async () => {
    const run = await aSlowRun();
    await order(pause, run.id, { holdRetries: true });
    await runWhere(run.id, (now) => now.state === "paused");
    await order(cancel, run.id);
    const { items } = await ok(readLog, logPage, { params: { runId: run.id }, path: "/x?kind=state" });
    expect(items[0]).toMatchObject({ text: "Cancelled", actor: "Local owner" });
  });
});
