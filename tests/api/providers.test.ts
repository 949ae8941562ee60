import { describe, expect, it } from "vitest";
import { GET as listPools } from "@/app/api/v1/pools/route";
import { DELETE, GET, PATCH } from "@/app/api/v1/providers/[providerId]/route";
import { POST as test } from "@/app/api/v1/providers/[providerId]/test/route";
import { POST as create, GET as list } from "@/app/api/v1/providers/route";
import { pageOf } from "@/lib/contracts/common";
import { poolResponse, providerResponse, testProviderResponse } from "@/lib/contracts/providers";
import { container, ok, refused, runEnded, send } from "./support/api-server";
import { aProvider, aRun, HARDLY } from "./support/launch";

async function poolOf(providerId: string) {
  const { items } = await ok(listPools, pageOf(poolResponse));
  return items.find((pool) => pool.providerId === providerId);
}

describe("connecting a provider", () => {
  it("stores the key encrypted and never shows it", async () => {
    const body = { name: "OpenAI", kind: "openai", apiKey: "sk-proj-0123456789-wxyz" };
    const response = await send(create, { body });
    const text = await response.text();
    expect(response.status).toBe(201);
    expect(text).not.toContain("0123456789");
    const provider = providerResponse.parse(JSON.parse(text));
    expect(provider).toMatchObject({ hasApiKey: true, apiKeyLast4: "wxyz" });
    const stored = await container.context.stores.providers.get(provider.id);
    expect(stored?.apiKeyCipher).not.toContain("0123456789");
  });

  it("gives its pool the starter preset of its kind, a preset that is named, or limits of its own", async () => {
    const anthropic = await aProvider({ kind: "anthropic", limits: undefined, simulated: undefined });
    expect(await poolOf(anthropic)).toMatchObject({
      model: "*",
      origin: "preset careful@1",
      limits: { requestsPerSecond: 1 },
    });
    const named = await aProvider({ limits: undefined, preset: "fast" });
    expect(await poolOf(named)).toMatchObject({ origin: "preset fast@1", limits: { requestsPerSecond: 50 } });
    const own = await aProvider({ limits: { requestsPerSecond: 3, burst: 4, concurrency: 5 } });
    expect(await poolOf(own)).toMatchObject({
      origin: "custom",
      permits: 4,
      revision: 1,
      changes: [{ revision: 1, before: null }],
    });
  });

  it.each([
    [{ kind: "openai" }, "name"],
    [{ name: "x", kind: "mistral" }, "kind"],
    [{ name: "x", kind: "openai-compatible" }, "baseUrl"],
    [{ name: "x", kind: "openai", baseUrl: "ftp://x" }, "baseUrl"],
    [{ name: "x", kind: "openai", preset: "fast", limits: HARDLY }, "preset"],
    [{ name: "x", kind: "openai", limits: { ...HARDLY, burst: 0 } }, "limits.burst"],
    [{ name: "x", kind: "openai", simulated: {} }, "simulated"],
  ])("refuses %j at %s", async (body, path) => {
    const error = await refused(create, { body });
    expect(error).toMatchObject({ status: 400, code: "invalid-input" });
    expect(error.issues?.map((issue) => issue.path)).toContain(path);
  });

  it("refuses a preset that there is not", async () => {
    const error = await refused(create, { body: { name: "x", kind: "openai", preset: "none@3" } });
    expect(error).toMatchObject({ status: 404, message: expect.stringContaining('"none@3"') });
  });
});

describe("a connected provider", () => {
  it("is changed field by field; null removes the key", async () => {
    const providerId = await aProvider({ apiKey: "sk-1234567890ab" });
    const renamed = await ok(PATCH, providerResponse, {
      method: "PATCH",
      params: { providerId },
      body: { name: "Other" },
    });
    expect(renamed).toMatchObject({ name: "Other", hasApiKey: true, models: ["sim"] });
    const keyless = await ok(PATCH, providerResponse, {
      method: "PATCH",
      params: { providerId },
      body: { apiKey: null },
    });
    expect(keyless).toMatchObject({ hasApiKey: false, apiKeyLast4: null });
  });

  it("keeps what its kind needs", async () => {
    const providerId = await aProvider({
      kind: "openai-compatible",
      baseUrl: "http://127.0.0.1:9/v1",
      simulated: undefined,
    });
    const patch = (body: unknown) => refused(PATCH, { method: "PATCH", params: { providerId }, body });
    expect(await patch({ baseUrl: null })).toMatchObject({ status: 422, issues: [{ path: "baseUrl" }] });
    expect(await patch({ simulated: {} })).toMatchObject({ status: 422, issues: [{ path: "simulated" }] });
  });

  it("is gone after it was removed, from the list too", async () => {
    const providerId = await aProvider();
    expect((await send(DELETE, { method: "DELETE", params: { providerId } })).status).toBe(204);
    expect(await refused(GET, { params: { providerId } })).toMatchObject({ status: 404, code: "not-found" });
    const { items } = await ok(list, pageOf(providerResponse));
    expect(items.map((provider) => provider.id)).not.toContain(providerId);
    expect(await refused(DELETE, { method: "DELETE", params: { providerId } })).toMatchObject({ status: 404 });
  });

  it("is not removed under a run that still needs it", async () => {
    const run = await aRun({ limits: HARDLY });
    const { providerId } = run.target;
    const error = await refused(DELETE, { method: "DELETE", params: { providerId } });
    expect(error).toMatchObject({ status: 409, code: "conflict", message: expect.stringContaining(run.id) });
    await container.context.supervisor.cancel(run.id, { actor: "test" });
    await runEnded(run.id);
    expect((await send(DELETE, { method: "DELETE", params: { providerId } })).status).toBe(204);
  });
});

describe("testing a provider", () => {
  const tested = (providerId: string, body: unknown = {}) =>
    ok(test, testProviderResponse, { method: "POST", params: { providerId }, body });

  it("says that it works, and how fast", async () => {
    expect(await tested(await aProvider())).toMatchObject({ ok: true, fault: null, model: "sim", status: 200 });
  });
  it("says that there is no server at the URL", async () => {
    const providerId = await aProvider({
      kind: "openai-compatible",
      baseUrl: "http://127.0.0.1:9/v1",
      simulated: undefined,
    });
    expect(await tested(providerId)).toMatchObject({
      ok: false,
      fault: "url",
      message: expect.stringContaining("127.0.0.1:9"),
    });
  });
  it("says that the key is missing", async () => {
    const providerId = await aProvider({ kind: "openai", simulated: undefined });
    expect(await tested(providerId)).toMatchObject({ ok: false, fault: "key" });
  });
  it("says that the quota is used up", async () => {
    const providerId = await aProvider({ simulated: { latencyMedianMs: 0, quotaAfterRequests: 0 } });
    expect(await tested(providerId)).toMatchObject({ ok: false, fault: "quota", status: 429 });
  });
  it("asks for a model where the provider lists none", async () => {
    const providerId = await aProvider({ kind: "openai", models: [], simulated: undefined });
    const error = await refused(test, { method: "POST", params: { providerId }, body: {} });
    expect(error).toMatchObject({ status: 422, issues: [{ path: "model" }] });
  });
});
