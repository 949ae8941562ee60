import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { datasetResponse } from "@/lib/contracts/datasets";
import type { Api } from "./api";
import type { AppServer } from "./app-server";
import { startSimulator } from "./simulator";

const shared = path.resolve(import.meta.dirname, "../../../../shared/data");
const recorded = path.join(shared, "gsm8k-recorded-answers.jsonl");

async function importFile(app: AppServer, api: Api, file: string, name: string): Promise<string> {
  const source = path.join(shared, file);
  if (!existsSync(source)) return (await api.createDataset(name, 1319)).id;
  const form = new FormData();
  form.set("name", name);
  form.set("file", new Blob([await readFile(source)]), file);
  const response = await fetch(`${app.url}/api/v1/datasets`, { method: "POST", body: form });
  return datasetResponse.parse(await response.json()).id;
}

/** Fills a workspace so that it looks as a team's would after a day. */
export async function fillShownWorkspace(app: AppServer, api: Api) {
  const replay = existsSync(recorded);
  const model = replay ? "175b_verification" : "sim-small";
  const vendor = await startSimulator({
    limits: { requestsPerSecond: 18, burst: 10 },
    latencyMedianMs: 450,
    faults: { error500: 0.03, reset: 0.01 },
    retryAfter: "none",
    answersFile: replay ? recorded : null,
  });
  const gsm8k = await importFile(app, api, "gsm8k-test.jsonl", "GSM8K test");
  await importFile(app, api, "truthfulqa.csv", "TruthfulQA");
  const limits = { requestsPerSecond: 20, burst: 10, concurrency: 16, retry: { attempts: 5, baseDelayMs: 300 } };
  const provider = await api.createProvider({
    name: "vLLM cluster",
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    apiKey: "sk-example-1234",
    models: [model],
    limits,
  });
  await api.createProvider({ name: "OpenAI", kind: "openai", apiKey: "sk-example-9f3a", models: ["gpt-4.1-mini"] });
  const quick = await api.createSimulated("Rehearsal", { requestsPerSecond: 50, burst: 20, concurrency: 20 });
  await api.createPreset({ name: "GSM8K nightly", slug: "gsm8k-nightly", limits, message: "From the account page" });
  await api.request("POST", "/api/v1/presets/gsm8k-nightly/versions", {
    limits: { ...limits, requestsPerSecond: 16, burst: 5 },
    message: "The provider pushes back above 18 rps",
  });
  await api.request("PUT", "/api/v1/presets/gsm8k-nightly/labels/default", { version: 1 });
  await api.request("PATCH", "/api/v1/presets/gsm8k-nightly", { scope: { provider: "openai-compatible" } });
  await api.createPreset({ name: "OpenAI tier 1", slug: "openai-tier-1", limits });
  await api.request("PATCH", "/api/v1/presets/openai-tier-1", { scope: { provider: "openai", model: "gpt-4.1*" } });
  await api.createPreset({ name: "Old cluster", slug: "old-cluster", limits });
  await api.request("DELETE", "/api/v1/presets/old-cluster");
  const target = {
    providerId: provider.id,
    model,
    prompt: "{{question}}\nEnd with the answer alone.",
  };
  const sums = await api.createDataset("Arithmetic smoke test", 60);
  const over = await api.startRun({ name: "Smoke test", datasetId: sums.id, providerId: quick.id });
  const halted = await api.startRun({ name: "Smoke test, cancelled", datasetId: sums.id, providerId: quick.id });
  await api.act(halted.id, "cancel");
  const other = await api.startRun({
    name: "Smoke test, shorter prompt",
    datasetId: sums.id,
    providerId: quick.id,
    target: { providerId: quick.id, model: "sim-small", prompt: "{{question}}", params: { temperature: 0.2 } },
  });
  for (const { id } of [over, other]) await api.runIn(id, ["finished"]);
  const narrow = await api.createSimulated(
    "Narrow pool",
    { requestsPerSecond: 20, burst: 5, concurrency: 4, retry: { attempts: 2, baseDelayMs: 50 } },
    { latencyMedianMs: 700, faults: { error500: 0.2 } },
  );
  const slow = await api.createDataset("Arithmetic, longer", 110);
  const told = await api.startRun({ name: "Arithmetic, 4 at once", datasetId: slow.id, providerId: narrow.id });
  await api.runIn(told.id, ["finished"], 60_000);
  const tried = await api.startRun({
    name: "Tried first",
    datasetId: gsm8k,
    providerId: provider.id,
    target,
    tryFirst: 5,
  });
  await api.runIn(tried.id, ["paused"], 60_000);
  return {
    tried: tried.id,
    startLive: () => startLive(api, { datasetId: gsm8k, providerId: provider.id, target, preset: "gsm8k-nightly@1" }),
    over: over.id,
    other: other.id,
    halted: halted.id,
    told: told.id,
    dataset: gsm8k,
    provider: provider.id,
    close: vendor.close,
  };
}

/** A run under way whose limits were edited; it goes on for another minute. */
async function startLive(api: Api, launch: Parameters<Api["startRun"]>[0]): Promise<string> {
  const { id } = await api.startRun({ name: "gsm8k-175b-nightly", ...launch });
  await api.runDone(id, 150, 60_000);
  const { limitsRevision: revision } = await api.run(id);
  const reason = "Below what the provider allows";
  await api.editLimits(id, { limits: { requestsPerSecond: 14 }, reason, revision });
  await api.runDone(id, 260, 60_000);
  return id;
}

export type ShownWorkspace = Awaited<ReturnType<typeof fillShownWorkspace>>;
