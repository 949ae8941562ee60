import { describe, expect, it } from "vitest";
import { GET as EXPORT } from "@/app/api/v1/activity/export/route";
import { GET } from "@/app/api/v1/activity/route";
import { PATCH as PROVIDER } from "@/app/api/v1/providers/[providerId]/route";
import { PATCH as LIMITS } from "@/app/api/v1/runs/[runId]/limits/route";
import { POST as PAUSE } from "@/app/api/v1/runs/[runId]/pause/route";
import { GET as RUN } from "@/app/api/v1/runs/[runId]/route";
import { PATCH, GET as SETTINGS } from "@/app/api/v1/settings/route";
import { activityPage } from "@/lib/contracts/activity";
import { providerResponse } from "@/lib/contracts/providers";
import { runResponse } from "@/lib/contracts/runs";
import { settingsResponse } from "@/lib/contracts/settings";
import { ok, refused, send } from "./support/api-server";
import { aRun, HARDLY, QUICK } from "./support/launch";

const list = (query: string) => ok(GET, activityPage, { path: `/?${query}` });

describe("GET /api/v1/activity", () => {
  it("tells who launched, edited and paused a run, from where and why", async () => {
    const run = await aRun({ limits: HARDLY });
    const params = { runId: run.id };
    const ui = { "sec-fetch-site": "same-origin" };
    await ok(LIMITS, runResponse, {
      method: "PATCH",
      params,
      headers: ui,
      body: { limits: { requestsPerSecond: 0.02 }, revision: run.limitsRevision, reason: "gently" },
    });
    await ok(PAUSE, runResponse, { params, body: {} });
    // Once more does nothing, and is not on record.
    await ok(PAUSE, runResponse, { params, body: {} });
    const { items } = await list(`object=run:${run.id}`);
    expect(
      items.map(({ action, change, reason, source, actor }) => ({ action, change, reason, source, actor })),
    ).toEqual([
      { action: "paused", change: null, reason: null, source: "api", actor: "Local owner" },
      { action: "changed", change: "0.01→0.02 rps", reason: "gently", source: "ui", actor: "Local owner" },
      { action: "launched", change: null, reason: null, source: "api", actor: "Local owner" },
    ]);
    expect(items[0]?.object).toEqual({ kind: "run", id: run.id, name: (await ok(RUN, runResponse, { params })).name });
  });

  it("pages, filters, and refuses nonsense by name", async () => {
    const first = await list("limit=1");
    expect(first.items).toHaveLength(1);
    const second = await list(`limit=1&cursor=${first.nextCursor}`);
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    expect((await list("kind=datasets,presets&since=24h")).items.every(({ kind }) => kind !== "runs")).toBe(true);
    expect((await list("since=2999-01-01")).items).toEqual([]);
    expect(first.actors).toContain("Local owner");
    for (const [query, path] of [
      ["kind=nonsense", "kind"],
      ["object=preset", "object"],
      ["since=yesterday", "since"],
      ["cursor=%00", "cursor"],
    ] as const) {
      const error = await refused(GET, { path: `/?${query}` });
      expect(error.status).toBe(400);
      expect(error.issues?.[0]?.path).toContain(path);
    }
  });

  it("is downloaded whole as CSV and NDJSON", async () => {
    const csv = await (await send(EXPORT, { path: "/?kind=runs" })).text();
    expect(csv.split("\r\n")[0]).toBe("at,actor,source,kind,action,object,objectId,name,change,reason");
    const response = await send(EXPORT, { path: "/?format=ndjson" });
    const lines = (await response.text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual((await list("limit=500")).items.map(({ id }) => id));
  });

  it("says that a key was replaced, never the key", async () => {
    const run = await aRun({ limits: QUICK });
    const { providerId } = run.target;
    await ok(PROVIDER, providerResponse, {
      method: "PATCH",
      params: { providerId },
      body: { apiKey: "sk-a-very-secret-key", name: "Renamed" },
    });
    const [newest] = (await list(`object=provider:${providerId}`)).items;
    expect(newest).toMatchObject({ action: "changed", change: expect.stringContaining("key replaced") });
    expect(JSON.stringify(newest)).not.toContain("secret");
  });
});

describe("settings of the workspace", () => {
  it("are what new runs pause by, unless a launch says otherwise, and changes are on record", async () => {
    const shipped = await ok(SETTINGS, settingsResponse);
    const errorsInRow = { attempts: 7, forMs: 0 };
    const after = await ok(PATCH, settingsResponse, { method: "PATCH", body: { autoPause: { errorsInRow } } });
    expect(after.autoPause).toEqual({ ...shipped.autoPause, errorsInRow });
    const run = await aRun({ limits: QUICK });
    expect(run.autoPause.errorsInRow).toEqual(errorsInRow);
    expect((await list("kind=settings")).items[0]).toMatchObject({
      action: "changed",
      change: expect.stringContaining("7 errors in a row"),
    });
    const error = await refused(PATCH, { method: "PATCH", body: { autoPause: { errorsInRow: { attempts: 0 } } } });
    expect(error.status).toBe(400);
    await ok(PATCH, settingsResponse, { method: "PATCH", body: shipped });
  });
});
