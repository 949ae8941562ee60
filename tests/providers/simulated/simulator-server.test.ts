import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { builtInAnswers } from "@/lib/providers/simulated/answer-book";
import { SimulatedProvider } from "@/lib/providers/simulated/simulated-provider";
import { createSimulatorServer } from "@/lib/providers/simulated/simulator-server";
import { sleep } from "@/lib/providers/simulated/sleep";
import { modelCall, providerAt, realClock } from "../model-call";
import { type SettingsInput, settingsOf } from "./virtual-simulator";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(input: SettingsInput): Promise<{ url: string; provider: SimulatedProvider }> {
  const provider = new SimulatedProvider(settingsOf(input), { clock: realClock, answers: builtInAnswers, sleep });
  const server = createSimulatorServer(provider, (error) => {
    throw error;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo; // A TCP server's address is always of this form.
  return { url: `http://127.0.0.1:${port}`, provider };
}

const sum = modelCall({ messages: [{ role: "user", content: "20 + 22" }] });

describe("the simulator over HTTP", () => {
  it.each(["openai", "anthropic", "gemini", "none"] as const)(
    "answers the adapter of its dialect %s",
    async (dialect) => {
      const settings = settingsOf({ dialect, latencyMedianMs: 0, seed: 3 });
      const { url } = await serve(settings);
      const [http, inProcess] = await Promise.all([
        providerAt("simulated", `${url}/v1`, { apiKey: null, simulated: settings }).call(sum),
        providerAt("simulated", null, { apiKey: null, simulated: settings }).call(sum),
      ]);
      expect(http.fate).toEqual({ outcome: "ok" });
      expect(http.output).toBe("42");
      expect(inProcess).toMatchObject({
        fate: http.fate,
        output: http.output,
        usage: http.usage,
        requestId: http.requestId,
      });
    },
  );

  it.each([
    [{ error500: 1 }, { fate: { outcome: "transient", reason: "5xx" }, status: 500 }],
    [{ error503: 1 }, { fate: { outcome: "overloaded" }, status: 503 }],
    [{ error529: 1 }, { fate: { outcome: "overloaded" }, status: 529 }],
    [{ reset: 1 }, { fate: { outcome: "transient", reason: "network" }, status: null }],
    [{ timeout: 1 }, { fate: { outcome: "transient", reason: "timeout" }, status: null }],
  ] as const)("shows the fault %j in process and over HTTP alike, in every dialect", async (faults, expected) => {
    for (const dialect of ["openai", "anthropic", "gemini"] as const) {
      const settings = settingsOf({ dialect, faults, latencyMedianMs: 0 });
      const { url, provider } = await serve(settings);
      for (const baseUrl of [null, `${url}/v1`]) {
        const adapter = providerAt("simulated", baseUrl, { apiKey: null, simulated: settings });
        // Only the fault that is a time-out may run into one, on a slow machine as well.
        const timeoutMs = "timeout" in faults ? 500 : 30_000;
        expect(await adapter.call({ ...sum, timeoutMs })).toMatchObject(expected);
      }
      expect(provider.stats()).toMatchObject({ requests: 1, faults: 1 });
    }
  });

  it.each(["openai", "anthropic", "gemini"] as const)("shows limits and quota in the dialect %s", async (dialect) => {
    const limited = settingsOf({ dialect, latencyMedianMs: 0, limits: { requestsPerSecond: 0.05, burst: 1 } });
    const { url } = await serve(limited);
    const adapter = providerAt("simulated", `${url}/v1`, { apiKey: null, simulated: limited });
    await adapter.call(sum);
    const { fate } = await adapter.call(sum);
    expect(fate).toMatchObject({ outcome: "rate-limited", dimension: "requests" });
    expect("retryAfterMs" in fate && fate.retryAfterMs).toBeGreaterThan(15_000);
    const spent = settingsOf({ dialect, quotaAfterRequests: 0 });
    const other = await serve(spent);
    const poor = providerAt("simulated", `${other.url}/v1`, { apiKey: null, simulated: spent });
    expect((await poor.call(sum)).fate).toEqual({ outcome: "quota-exhausted" });
  });

  it("frees the slot of a client that leaves", async () => {
    const settings = settingsOf({ latencyMedianMs: 600_000, limits: { concurrency: 1 } });
    const { url, provider } = await serve(settings);
    const controller = new AbortController();
    const adapter = providerAt("simulated", `${url}/v1`, { apiKey: null, simulated: settings });
    const left = adapter.call({ ...sum, signal: controller.signal });
    await expect.poll(() => provider.stats().inFlight).toBe(1);
    controller.abort();
    expect((await left).fate).toEqual({ outcome: "cancelled" });
    await expect.poll(() => provider.stats()).toMatchObject({ inFlight: 0, byStatus: { abandoned: 1 } });
  });

  it("tells its stats and starts afresh", async () => {
    const { url } = await serve({ latencyMedianMs: 0 });
    await providerAt("simulated", `${url}/v1`, { apiKey: null }).call(sum);
    const stats = await fetch(`${url}/stats`);
    expect(await stats.json()).toMatchObject({ requests: 1, ok: 1, byStatus: { "200": 1 } });
    const reset = await fetch(`${url}/reset`, { method: "POST" });
    expect(await reset.json()).toMatchObject({ requests: 0, ok: 0 });
    expect((await fetch(`${url}/v1/models`)).status).toBe(404);
  });
});
