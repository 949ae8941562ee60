import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createDatasetRequest } from "@/lib/contracts/datasets";
import { createProviderRequest } from "@/lib/contracts/providers";
import { createRunRequest } from "@/lib/contracts/run-launch";
import { type Container, createContainer } from "@/lib/server/container";
import { readEnvironment } from "@/lib/server/env";
import { createDataset } from "@/lib/services/create-dataset";
import { createRun } from "@/lib/services/create-run";
import { createProvider, updateProvider } from "@/lib/services/providers";
import { listCases } from "@/lib/services/read-cases";
import { migrate } from "@/scripts/migrate.mjs";

// Runs in real time; a busy machine takes its share.
vi.setConfig({ testTimeout: 60_000 });

const dataDir = mkdtempSync(path.join(tmpdir(), "evalpace-container-"));
const url = `file:${path.join(dataDir, "test.db")}`;
const settings = readEnvironment({ DATA_DIR: dataDir, DATABASE_URL: url, LOG_LEVEL: "silent" });
await migrate({ url, dir: path.resolve("prisma/sqlite/migrations") });
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const CASES = 40;

async function launch({ context }: Container): Promise<string> {
  const limits = { requestsPerSecond: 20, burst: 1, concurrency: 4 };
  const simulated = { latencyMedianMs: 5 };
  const provider = await createProvider(
    context,
    createProviderRequest.parse({ name: "Sim", kind: "simulated", limits, simulated }),
  );
  const cases = Array.from({ length: CASES }, (_, at) => ({ vars: { q: `${at} + 1` }, expected: String(at + 1) }));
  const dataset = await createDataset(context, createDatasetRequest.parse({ name: "Sums", cases }));
  const target = { providerId: provider.id, model: "sim", prompt: "{{q}}" };
  const request = createRunRequest.parse({ datasetId: dataset.id, target, evaluators: [{ type: "numeric" }] });
  return (await createRun(context, request, null)).id;
}

/** Resolves once a second of the run is over in which a case was finished. */
function begun({ context }: Container, runId: string): Promise<void> {
  return new Promise((resolve) => {
    const { unsubscribe } = context.bus.subscribe(runId, null, (_, event) => {
      if (event.type !== "tick" || event.tick.finished === 0) return;
      unsubscribe();
      resolve();
    });
  });
}

function finished({ context }: Container, runId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      context.stores.runs.get(runId).then((run) => {
        if (run?.state !== "finished") return;
        subscription.unsubscribe();
        resolve();
      }, reject);
    };
    const subscription = context.bus.subscribe(runId, null, look);
    look();
  });
}

describe("a process that is stopped and started again", () => {
  it("keeps everything, goes on with its runs, and runs no case twice", async () => {
    const first = await createContainer(settings);
    await expect(first.readiness()).rejects.toMatchObject({ code: "unavailable" });
    await first.start();
    await vi.waitFor(async () => expect(await first.readiness()).toBe("active"));
    const runId = await launch(first);
    await begun(first, runId);
    await first.stop(1000);

    const second = await createContainer(settings);
    const between = await second.context.stores.runs.get(runId);
    expect(between?.summary.done).toBeGreaterThan(0);
    expect(between?.summary.done).toBeLessThan(CASES);
    await second.start();
    await finished(second, runId);
    const after = await second.context.stores.runs.get(runId);
    const page = await listCases(second.context, runId, { limit: 500, sort: "case" });
    expect(after?.summary.done).toBe(CASES);
    expect(page.items.every((item) => item.state === "done")).toBe(true);
    expect(page.items.reduce((sum, item) => sum + item.attemptCount, 0)).toBe(after?.summary.attempts.ok);
    await second.stop(0);
  });

  it("makes the first workspace once, and leaves a deleted starter preset deleted", async () => {
    const first = await createContainer(settings);
    const { presets } = first.context.stores;
    const careful = await presets.get("default", "careful");
    await presets.archive(careful?.id ?? "", Date.now());
    await first.stop(0);
    const second = await createContainer(settings);
    expect((await second.context.stores.presets.list("default")).map((preset) => preset.slug)).toEqual([
      "fast",
      "normal",
    ]);
    expect(await second.context.stores.workspaces.list()).toHaveLength(1);
    await second.stop(0);
  });
});

describe("a provider's key", () => {
  it("that no longer opens stops a test with the reason, instead of the engine", async () => {
    const first = await createContainer(settings);
    const request = { name: "OpenAI", kind: "openai" as const, apiKey: "sk-0123456789abcdef" };
    const { id } = await createProvider(first.context, createProviderRequest.parse(request));
    await first.stop(0);
    const other = await createContainer({ ...settings, secret: "another passphrase than before" });
    const pool = await other.context.stores.pools.forModel(id, "gpt-x");
    if (pool === null) throw new Error("no pool");
    const call = { model: "gpt-x", signal: new AbortController().signal, timeoutMs: 1000 };
    const result = await other.context.supervisor.probe(pool, call);
    expect(result).toMatchObject({ fate: { outcome: "auth" }, status: null, error: { code: "unreadable-key" } });
    // Entered again, it is used at once.
    await updateProvider(other.context, id, { apiKey: "bad key with spaces" });
    expect(await other.context.supervisor.probe(pool, call)).toMatchObject({ error: { code: "malformed-key" } });
    await other.stop(0);
  });
});
