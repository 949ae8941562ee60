import { describe, expect, it } from "vitest";
import { GET as listActivity } from "@/app/api/v1/activity/route";
import { POST as importPreset } from "@/app/api/v1/preset-imports/route";
import { GET as exportPreset } from "@/app/api/v1/presets/[slug]/export/route";
import { DELETE, PATCH } from "@/app/api/v1/presets/[slug]/route";
import { POST as unarchive } from "@/app/api/v1/presets/[slug]/unarchive/route";
import { POST as addVersion } from "@/app/api/v1/presets/[slug]/versions/route";
import { POST as create, GET as list } from "@/app/api/v1/presets/route";
import { activityPage } from "@/lib/contracts/activity";
import { pageOf } from "@/lib/contracts/common";
import { importPresetResponse, presetDocument, presetResponse } from "@/lib/contracts/presets";
import { ok, refused, send } from "./support/api-server";
import { aProvider } from "./support/launch";

const LIMITS = { requestsPerSecond: 4, burst: 5, concurrency: 6 };
const ANY = { provider: null, providerName: null, model: null };
const make = (slug: string, over: object = {}) =>
  ok(create, presetResponse, { body: { name: slug, slug, limits: LIMITS, ...over } });
const change = (slug: string, body: object) => ({ method: "PATCH", params: { slug }, body });
const activityOf = async (slug: string) =>
  (await ok(listActivity, activityPage, { path: `/?object=preset:${slug}` })).items;

describe("what a preset is meant for", () => {
  it("is a kind or one provider, and a model or a pattern; nothing where it is not said", async () => {
    expect((await make("scope-none")).scope).toEqual(ANY);
    const kind = await make("scope-kind", { scope: { provider: "openai", model: "gpt-4o*" } });
    expect(kind.scope).toEqual({ provider: "openai", providerName: null, model: "gpt-4o*" });
    const id = await aProvider();
    const one = await make("scope-one", { scope: { provider: id } });
    expect(one.scope).toEqual({ provider: id, providerName: "Simulator", model: null });
    expect((await make("scope-star", { scope: { provider: "*", model: "*" } })).scope).toEqual(ANY);
    const body = { name: "x", slug: "scope-odd", limits: LIMITS, scope: { provider: "prv_none" } };
    expect(await refused(create, { body })).toMatchObject({ status: 400, issues: [{ path: "scope.provider" }] });
  });

  it("is changed with name and description, on record, and not over somebody else's change", async () => {
    const { revision } = await make("details", { description: "old" });
    const body = { name: "Better", description: null, scope: { provider: "google" }, revision };
    const after = await ok(PATCH, presetResponse, change("details", body));
    expect(after).toMatchObject({ name: "Better", description: null, revision: 2, versions: 1 });
    expect(after.scope).toEqual({ ...ANY, provider: "google" });
    expect(await refused(PATCH, change("details", { name: "Mine", revision }))).toMatchObject({
      status: 409,
      code: "stale-revision",
    });
    // What is not named stays; what changes nothing is no change.
    const same = await ok(PATCH, presetResponse, change("details", { name: "Better" }));
    expect(same).toMatchObject({ revision: 2, scope: { provider: "google" } });
    expect((await refused(PATCH, change("details", {}))).status).toBe(400);
    expect((await refused(PATCH, change("nowhere", { name: "x" }))).status).toBe(404);
    const [newest] = await activityOf("details");
    expect(newest).toMatchObject({ action: "changed", change: "name details→Better, description, for any→google" });
  });

  it("may go from a kind to a provider that bears its name", async () => {
    await make("namesake", { scope: { provider: "google" } });
    const id = await aProvider({ name: "google" });
    const one = await ok(PATCH, presetResponse, change("namesake", { scope: { provider: id } }));
    expect(one.scope).toEqual({ provider: id, providerName: "google", model: null });
  });

  it("travels with the document, one provider as its kind", async () => {
    await make("scope-travels", { scope: { provider: await aProvider(), model: "sim*" } });
    const document = await ok(exportPreset, presetDocument, { params: { slug: "scope-travels" } });
    expect(document.scope).toEqual({ provider: "simulated", model: "sim*" });
    const moved = { document: { ...document, scope: { ...document.scope, region: "eu" } }, slug: "scope-arrived" };
    expect(await ok(importPreset, importPresetResponse, { body: moved })).toMatchObject({
      unknownKeys: ["scope.region"],
      preset: { scope: { provider: "simulated", model: "sim*" } },
    });
    const { scope: _, ...older } = document;
    const read = await ok(importPreset, importPresetResponse, { body: { document: older, slug: "scope-older" } });
    expect(read.preset.scope).toEqual(ANY);
  });
});

describe("an archived preset", () => {
  const slugs = async (archived?: string) => {
    const path = archived === undefined ? "/" : `/?archived=${archived}`;
    return (await ok(list, pageOf(presetResponse), { path })).items.map(({ slug }) => slug);
  };

  it("can be listed, and is brought back once, on record", async () => {
    await make("gone-and-back");
    const params = { slug: "gone-and-back" };
    expect((await send(DELETE, { method: "DELETE", params })).status).toBe(204);
    expect(await slugs()).not.toContain("gone-and-back");
    expect(await slugs("true")).toContain("gone-and-back");
    expect(await slugs("true")).not.toContain("normal");
    expect(await slugs("all")).toEqual(expect.arrayContaining(["gone-and-back", "normal"]));
    expect((await refused(list, { path: "/?archived=maybe" })).status).toBe(400);
    const version = { params, body: { limits: { ...LIMITS, burst: 6 } } };
    expect((await refused(addVersion, version)).status).toBe(404);
    expect((await refused(PATCH, change("gone-and-back", { name: "x" }))).status).toBe(404);
    for (const _time of [1, 2]) {
      expect(await ok(unarchive, presetResponse, { params, body: {} })).toMatchObject({ archivedAt: null });
    }
    expect(await slugs()).toContain("gone-and-back");
    const actions = (await activityOf("gone-and-back")).map(({ action }) => action);
    expect(actions).toEqual(["brought back", "archived", "created"]);
    expect((await refused(unarchive, { params: { slug: "nowhere" }, body: {} })).status).toBe(404);
  });
});
