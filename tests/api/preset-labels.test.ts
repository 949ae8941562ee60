import { describe, expect, it } from "vitest";
import { GET as listActivity } from "@/app/api/v1/activity/route";
import { PATCH as patchPool } from "@/app/api/v1/pools/[poolId]/route";
import { GET as listPools } from "@/app/api/v1/pools/route";
import { PUT as label, DELETE as unlabel } from "@/app/api/v1/presets/[slug]/labels/[label]/route";
import { DELETE as archive, GET } from "@/app/api/v1/presets/[slug]/route";
import { POST as addVersion } from "@/app/api/v1/presets/[slug]/versions/route";
import { POST as create } from "@/app/api/v1/presets/route";
import { activityPage } from "@/lib/contracts/activity";
import { pageOf } from "@/lib/contracts/common";
import { presetDetailResponse, presetResponse, presetVersionResponse } from "@/lib/contracts/presets";
import { poolResponse } from "@/lib/contracts/providers";
import { ok, refused, send } from "./support/api-server";
import { aLaunch, aProvider, aRun } from "./support/launch";

const LIMITS = { requestsPerSecond: 400, burst: 50, concurrency: 6 };

/** A preset with two versions, of 400 and 300 requests a second. */
async function aPreset(slug: string) {
  await ok(create, presetResponse, { body: { name: slug, slug, limits: LIMITS } });
  const body = { limits: { ...LIMITS, requestsPerSecond: 300 } };
  await ok(addVersion, presetVersionResponse, { params: { slug }, body });
  return slug;
}
const put = (slug: string, name: string, body: unknown) => ({ method: "PUT", params: { slug, label: name }, body });

describe("a label", () => {
  it("points to a version, and its moves are on record with who, when and why", async () => {
    const slug = await aPreset("labelled");
    await ok(label, presetResponse, put(slug, "default", { version: 1 }));
    const moved = await ok(
      label,
      presetResponse,
      put(slug, "default", { version: 2, reason: "429s are gone", expected: 1 }),
    );
    expect(moved.labels).toMatchObject([
      { name: "default", version: 2, movedBy: "Local owner", reason: "429s are gone" },
    ]);
    expect((await send(unlabel, { method: "DELETE", params: { slug, label: "default" } })).status).toBe(204);
    const { labels, labelMoves } = await ok(GET, presetDetailResponse, { params: { slug } });
    expect(labels).toEqual([]);
    expect(labelMoves).toMatchObject([
      { name: "default", from: 2, to: null },
      { from: 1, to: 2, actor: "Local owner", reason: "429s are gone", source: "api" },
      { from: null, to: 1, reason: null },
    ]);
    const { items } = await ok(listActivity, activityPage, { path: `/?object=preset:${slug}&limit=3` });
    expect(items.map(({ action, change, reason }) => [action, change, reason])).toEqual([
      ["unlabelled", "default: v2→none", null],
      ["relabelled", "default: v1→v2", "429s are gone"],
      ["labelled", "default: none→v1", null],
    ]);
  });

  it("is what a run or a pool may name; it pins the version of that moment", async () => {
    const slug = await aPreset("deployed");
    await ok(label, presetResponse, put(slug, "careful", { version: 1 }));
    const run = await aRun({ preset: `${slug}@careful` });
    expect(run).toMatchObject({ preset: `${slug}@1`, limits: { requestsPerSecond: 400 } });
    const providerId = await aProvider();
    const { items } = await ok(listPools, pageOf(poolResponse));
    const poolId = items.find((pool) => pool.providerId === providerId)?.id ?? "";
    const patch = { method: "PATCH", params: { poolId }, body: { preset: `${slug}@careful` } };
    expect(await ok(patchPool, poolResponse, patch)).toMatchObject({ origin: `preset ${slug}@1` });
    await ok(label, presetResponse, put(slug, "careful", { version: 2 }));
    expect((await aRun({ preset: `${slug}@careful` })).preset).toBe(`${slug}@2`);
    const { history } = await ok(GET, presetDetailResponse, { params: { slug } });
    expect(history.map(({ n, usedBy }) => [n, usedBy])).toEqual([
      [2, { runs: 1, pools: 0 }],
      [1, { runs: 1, pools: 1 }],
    ]);
  });

  it("that somebody else has moved is not moved from under them", async () => {
    const slug = await aPreset("contended");
    await ok(label, presetResponse, put(slug, "default", { version: 2 }));
    expect(await refused(label, put(slug, "default", { version: 1, expected: null }))).toMatchObject({
      status: 409,
      code: "stale-revision",
      message: expect.stringContaining("moved to v2 by Local owner"),
    });
  });

  it.each([
    ["of no version", put("normal", "default", { version: 99 }), 404, /no version 99/],
    ["of no preset", put("nowhere", "default", { version: 1 }), 404, /nowhere/],
    ["with a number for its name", put("normal", "7", { version: 1 }), 400, /begins with a letter/],
    ["called latest", put("normal", "latest", { version: 1 }), 400, /latest/],
  ])("%s is refused", async (_, options, status, message) => {
    const error = await refused(label, options);
    expect(error.status).toBe(status);
    expect(JSON.stringify(error)).toMatch(message);
  });

  it("that is unknown, or of an archived preset, starts no run and says which there are", async () => {
    const { POST: postRun } = await import("@/app/api/v1/runs/route");
    const slug = await aPreset("gone");
    await ok(label, presetResponse, put(slug, "default", { version: 1 }));
    const unknown = await refused(postRun, { body: await aLaunch({ preset: `${slug}@carefull` }) });
    expect(unknown).toMatchObject({ status: 404, message: expect.stringContaining("default (v1)") });
    await send(archive, { method: "DELETE", params: { slug } });
    expect((await refused(postRun, { body: await aLaunch({ preset: `${slug}@default` }) })).status).toBe(404);
    expect((await aRun({ preset: `${slug}@1` })).preset).toBe(`${slug}@1`);
  });
});
