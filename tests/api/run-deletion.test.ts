import { describe, expect, it } from "vitest";
import { GET as listActivity } from "@/app/api/v1/activity/route";
import { GET as compareRuns } from "@/app/api/v1/compare/route";
import { POST as cancel } from "@/app/api/v1/runs/[runId]/cancel/route";
import { GET as listCases } from "@/app/api/v1/runs/[runId]/cases/route";
import { GET as watch } from "@/app/api/v1/runs/[runId]/events/route";
import { GET as exportRun } from "@/app/api/v1/runs/[runId]/export/route";
import { GET as readLog } from "@/app/api/v1/runs/[runId]/log/route";
import { PUT as pin } from "@/app/api/v1/runs/[runId]/pin/route";
import { GET as report } from "@/app/api/v1/runs/[runId]/report/route";
import { POST as resume } from "@/app/api/v1/runs/[runId]/resume/route";
import { DELETE, GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { GET as listRuns } from "@/app/api/v1/runs/route";
import { activityPage } from "@/lib/contracts/activity";
import { runPinResponse } from "@/lib/contracts/run-commands";
import { runPage, runResponse } from "@/lib/contracts/runs";
import { ok, refused, runEnded, runWhere, send } from "./support/api-server";
import { aRun, HARDLY } from "./support/launch";

const remove = (runId: string) => send(DELETE, { method: "DELETE", params: { runId } });

describe("DELETE /api/v1/runs/:id", () => {
  it("deletes a run that is over: its links answer 404, and the activity tells who did it", async () => {
    const kept = await runEnded((await aRun()).id);
    const run = await runEnded((await aRun()).id);
    const params = { runId: run.id };
    await ok(pin, runPinResponse, { method: "PUT", params });
    expect((await remove(run.id)).status).toBe(204);
    for (const handler of [getRun, listCases, readLog, exportRun, report, watch]) {
      expect(await refused(handler, { params })).toMatchObject({ status: 404, code: "not-found" });
    }
    expect(await refused(resume, { method: "POST", params })).toMatchObject({ status: 404 });
    expect(await refused(compareRuns, { path: `/x?runs=${kept.id},${run.id}` })).toMatchObject({
      status: 404,
      issues: [{ path: `runs.${run.id}` }],
    });
    const { items } = await ok(listRuns, runPage, { path: "/x?limit=500&float=true" });
    expect(items.map(({ id }) => id)).toContain(kept.id);
    expect(items.map(({ id }) => id)).not.toContain(run.id);
    const record = await ok(listActivity, activityPage, { path: `/x?object=run:${run.id}` });
    expect(record.items.map(({ action, change }) => [action, change])).toEqual([
      ["deleted", `${run.counts.total} cases, ${run.counts.done} of them done`],
      ["launched", null],
    ]);
    expect((await remove(run.id)).status).toBe(404);
  });

  it("is refused with 409 while the run goes on, and done once it is cancelled", async () => {
    const { id } = await runWhere((await aRun({ limits: HARDLY })).id, (run) => run.counts.done === 1);
    const params = { runId: id };
    expect(await refused(DELETE, { method: "DELETE", params })).toMatchObject({
      status: 409,
      code: "illegal-transition",
      message: expect.stringContaining("Cancel it first"),
    });
    await ok(cancel, runResponse, { method: "POST", params });
    await runEnded(id);
    expect((await remove(id)).status).toBe(204);
  });

  it("of a run that there is not is refused with 404", async () => {
    expect((await remove("run_no")).status).toBe(404);
  });
});
