import { describe, expect, it } from "vitest";
import { POST as importPreset } from "@/app/api/v1/preset-imports/route";
import { GET as exportPreset } from "@/app/api/v1/presets/[slug]/export/route";
import { GET } from "@/app/api/v1/presets/[slug]/route";
import { POST as addVersion } from "@/app/api/v1/presets/[slug]/versions/route";
import { POST as create } from "@/app/api/v1/presets/route";
import {
  importPresetResponse,
  presetDetailResponse,
  presetDocument,
  presetResponse,
  presetVersionResponse,
} from "@/lib/contracts/presets";
import { ok, refused } from "./support/api-server";

const LIMITS = { requestsPerSecond: 4, burst: 5, concurrency: 6 };

async function exported(slug: string) {
  await ok(create, presetResponse, { body: { name: "Mine", slug, limits: LIMITS, message: "first" } });
  await ok(addVersion, presetVersionResponse, { params: { slug }, body: { limits: { ...LIMITS, burst: 7 } } });
  return ok(exportPreset, presetDocument, { params: { slug } });
}

describe("a preset as a document", () => {
  it("holds all versions, and makes the same preset elsewhere", async () => {
    const document = await exported("travels");
    expect(document.versions.map(({ n, limits }) => [n, limits.burst])).toEqual([
      [1, 5],
      [2, 7],
    ]);
    const body = { document: { ...document, colour: "red" }, slug: "arrived" };
    const imported = await ok(importPreset, importPresetResponse, { body });
    expect(imported).toMatchObject({ added: 2, same: 0, unknownKeys: ["colour"], preset: { slug: "arrived" } });
    const { history } = await ok(GET, presetDetailResponse, { params: { slug: "arrived" } });
    expect(history).toMatchObject([
      { n: 2, parent: 1, limits: { burst: 7 }, author: "Local owner" },
      {
        n: 1,
        parent: null,
        limits: { burst: 5 },
        message: expect.stringMatching(/^first \(imported, was v1 by Local/),
      },
    ]);
  });

  it("with a slug that is taken asks for a choice: another slug, or further versions", async () => {
    const document = await exported("twice");
    expect(await refused(importPreset, { body: { document } })).toMatchObject({ status: 409, code: "conflict" });
    const again = await ok(importPreset, importPresetResponse, { body: { document, as: "versions" } });
    expect(again).toMatchObject({ added: 2, same: 0, preset: { latest: { n: 4 } } });
    const newer = { ...document, versions: [{ n: 1, limits: document.versions[1]?.limits }] };
    const same = await ok(importPreset, importPresetResponse, { body: { document: newer, as: "versions" } });
    expect(same).toMatchObject({ added: 0, same: 1, preset: { latest: { n: 4 } } });
  });

  it("with a secret or of another form is refused with the place", async () => {
    const document = await exported("checked");
    const secret = await refused(importPreset, { body: { document: { ...document, apiKey: "abc" }, slug: "x" } });
    expect(secret).toMatchObject({ status: 422, issues: [{ path: "document.apiKey" }] });
    expect(JSON.stringify(secret)).not.toContain('abc"');
    const odd = await refused(importPreset, { body: { document: { slug: "x" } } });
    expect(odd).toMatchObject({ status: 400, message: expect.stringContaining("no preset") });
    const nowhere = { body: { document, as: "versions", slug: "nowhere" } };
    expect((await refused(importPreset, nowhere)).status).toBe(404);
  });
});
