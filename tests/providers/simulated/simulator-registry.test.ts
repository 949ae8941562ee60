import { describe, expect, it } from "vitest";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { modelCall, providerAt, realClock } from "../model-call";
import { settingsOf } from "./virtual-simulator";

describe("SimulatorRegistry", () => {
  it("shares one simulator among all adapters of a provider", async () => {
    const simulators = new SimulatorRegistry(realClock);
    const simulated = settingsOf({ latencyMedianMs: 0, limits: { requestsPerSecond: 0.01, burst: 2 } });
    const adapters = [1, 2, 3].map(() => providerAt("simulated", null, { simulated }, { simulators }));
    const fates = await Promise.all(adapters.map((adapter) => adapter.call(modelCall())));
    expect(fates.map(({ status }) => status).toSorted()).toEqual([200, 200, 429]);
    expect(simulators.stats("p1")).toMatchObject({ requests: 3, ok: 2, rateLimited: 1 });
    expect(simulators.stats("p2")).toBeNull();
    simulators.reset("p1");
    expect(simulators.stats("p1")).toMatchObject({ requests: 0 });
  });

  it("keeps the counters when the settings change, and old adapters do not turn them back", async () => {
    const simulators = new SimulatorRegistry(realClock);
    const deps = { simulators };
    const old = providerAt("simulated", null, { simulated: settingsOf({ latencyMedianMs: 0 }) }, deps);
    await old.call(modelCall());
    const failing = settingsOf({ latencyMedianMs: 0, quotaAfterRequests: 0 });
    const changed = providerAt("simulated", null, { simulated: failing }, deps);
    expect((await changed.call(modelCall())).fate).toEqual({ outcome: "quota-exhausted" });
    expect((await old.call(modelCall())).fate).toEqual({ outcome: "quota-exhausted" });
    expect(simulators.stats("p1")).toMatchObject({ requests: 3, ok: 1, quotaRefused: 2 });
  });

  it("says of an answers file that is not there what is wrong, as a fate", async () => {
    const simulated = settingsOf({ answersFile: "/no/such/file.jsonl" });
    const result = await providerAt("simulated", null, { simulated }).call(modelCall());
    expect(result).toMatchObject({ fate: { outcome: "bad-request", stopsRun: true }, error: { code: "answers-file" } });
    expect(result.error?.message).toContain("/no/such/file.jsonl");
  });
});
