import { afterEach, expect, it } from "vitest";
import { POST as cancel } from "@/app/api/v1/runs/[runId]/cancel/route";
import { PATCH as patchLimits } from "@/app/api/v1/runs/[runId]/limits/route";
import { GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { GET as listRuns } from "@/app/api/v1/runs/route";
import { runPage, runResponse } from "@/lib/contracts/runs";
import { ACTIVE_RUNS_MAX } from "@/lib/core/scheduling/run-queue";
import { ok, runEnded, runWhere } from "./support/api-server";
import { aLaunch, aRun, HARDLY } from "./support/launch";

const stop = (runId: string) => ok(cancel, runResponse, { method: "POST", params: { runId } });
const read = (runId: string) => ok(getRun, runResponse, { params: { runId } });
const launched: string[] = [];

/** As many runs as go at once and stay at work, and `more` that wait. */
async function crowd(more: number) {
  const body = await aLaunch({ limits: HARDLY });
  const launch = async (name: string) => {
    const run = await aRun({ ...body, name });
    launched.push(run.id);
    return run.id;
  };
  const working: string[] = [];
  for (let at = 0; at < ACTIVE_RUNS_MAX; at += 1) working.push(await launch(`works ${at}`));
  for (const id of working) await runWhere(id, (run) => run.state === "running");
  const waiting: string[] = [];
  for (let at = 0; at < more; at += 1) waiting.push(await launch(`waits ${at}`));
  return { working, waiting };
}

afterEach(async () => {
  for (const id of launched.splice(0)) {
    await stop(id);
    await runEnded(id);
  }
});

it("a run beyond those that go at once says its place, which moves up as others end or are called off", async () => {
  const { working, waiting } = await crowd(3);
  const [first = "", second = "", third = ""] = waiting;
  const atWork = ACTIVE_RUNS_MAX;
  expect(await read(first)).toMatchObject({
    state: "queued",
    queue: { position: 1, endsNeeded: 1, atWork },
    boundBy: { kind: "queued", sentence: expect.stringContaining("Position 1 in the queue; starts when one of the 8") },
  });
  expect((await read(third)).queue).toMatchObject({ position: 3, endsNeeded: 3, atWork });
  const { items } = await ok(listRuns, runPage, { path: "/x?state=queued&sort=started" });
  expect(items.map((run) => [run.id, run.queue?.position])).toEqual([
    [first, 1],
    [second, 2],
    [third, 3],
  ]);

  // One that waits is called off: who stood behind it moves up.
  await stop(second);
  expect((await read(third)).queue?.position).toBe(2);
  expect((await read(second)).queue).toBeNull();

  // One that works ends: the first starts, and is in no queue any more.
  await stop(working[3] ?? "");
  const started = await runWhere(first, (run) => run.state === "running");
  expect(started.queue).toBeNull();
  expect((await read(third)).queue).toMatchObject({ position: 1, endsNeeded: 1, atWork });
});

it("a run that waits names the run at work that is likely to end first", async () => {
  const { working, waiting } = await crowd(2);
  const [soonest = ""] = working;
  // The others have a hundred seconds to wait for each of their cases.
  const limits = { requestsPerSecond: 0.1 };
  const body = { limits, revision: 1 };
  await ok(patchLimits, runResponse, { method: "PATCH", params: { runId: soonest }, body });
  const [first, second] = await Promise.all(waiting.map(read));
  expect(first?.queue?.waitsFor).toEqual({ id: soonest, name: "works 0" });
  expect(first?.boundBy.sentence).toMatch(/likely ‘works 0’\.$/);
  expect(second?.queue?.waitsFor?.id).not.toBe(soonest);
});
