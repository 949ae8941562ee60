import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { z } from "zod";
import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import { type LimitsInput, limitsSchema } from "@/lib/core/limits/limits";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import type { EvaluatorConfig } from "@/lib/core/scoring/evaluator-config";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import type { CountTokens } from "@/lib/core/tokens/count-tokens";
import { createEventBus } from "@/lib/engine/event-bus";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { RunSupervisor } from "@/lib/engine/run-supervisor";
import { systemClock } from "@/lib/engine/system-clock";
import { openStores } from "@/lib/persistence/open-stores";
import { createModelProvider, type ProviderConnection } from "@/lib/providers/create-provider";
import type { ModelProvider } from "@/lib/providers/provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { migrate } from "@/scripts/migrate.mjs";
import { countByLength } from "./count-by-length";
import { QUIET_LOGGER } from "./engine-rig";

const QUIET_TELEMETRY = { attemptEnded: () => {}, caseEnded: () => {} };

/** Recorded data of real evals stands beside the project. */
export const GSM8K_CASES = path.resolve("../shared/data/gsm8k-test.jsonl");
export const GSM8K_ANSWERS = path.resolve("../shared/data/gsm8k-recorded-answers.jsonl");

export function gsm8kCases(): DatasetCase[] {
  const lines = readFileSync(GSM8K_CASES, "utf8").trimEnd().split("\n");
  return lines.map((line, ord) => {
    const { question, answer } = JSON.parse(line) as { question: string; answer: string };
    return { ord, id: `q${ord + 1}`, vars: { question }, expected: answer, metadata: {} };
  });
}

/** `n` small cases whose answer the built-in simulator works out. */
export function arithmeticCases(n: number): DatasetCase[] {
  return Array.from({ length: n }, (_, ord) => ({
    ord,
    id: `c${ord}`,
    vars: { question: `What is ${ord} + ${ord % 97}?` },
    expected: String(ord + (ord % 97)),
    metadata: {},
  }));
}

export interface EvalSpec {
  readonly cases: readonly DatasetCase[];
  readonly limits: LimitsInput;
  readonly evaluators?: readonly EvaluatorConfig[];
  /** How often each case is asked; absent: once. */
  readonly repeats?: number;
  readonly model?: string;
  /** Settings of the simulator in process, or a simulator's base URL over HTTP. */
  readonly simulated?: z.input<typeof simulatedSettingsSchema>;
  readonly baseUrl?: string;
  /** Instead of the simulator. */
  readonly provider?: ModelProvider;
}

const NUMERIC: EvaluatorConfig = { type: "numeric", tolerance: 0, toleranceKind: "absolute" };

/**
 * The engine as it is served: a real database, real time, the real adapters. `database`: a migrated one that is the
 * caller's; without it, a SQLite file in a directory of its own. `engineElsewhere`: another process runs the engine on it.
 * `countTokens`: instead of a quarter of the length.
 */
export async function openRealEngine(
  options: { engineElsewhere?: boolean; database?: { readonly url: string }; countTokens?: CountTokens } = {},
) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "evalpace-engine-"));
  const url = options.database?.url ?? `file:${path.join(dataDir, "evalpace.db")}`;
  if (options.database === undefined) await migrate({ url, dir: path.resolve("prisma/sqlite/migrations") });
  const stores = openStores({ dataDir, databaseUrl: url });
  await stores.workspaces.ensure({ id: "ws", name: "Bench", createdAt: Date.now() });
  const simulators = new SimulatorRegistry(systemClock);
  const providers = new Map<string, ModelProvider>();
  const supervisor = new RunSupervisor({
    runs: stores.runs,
    pools: stores.pools,
    dayCounts: stores.dayCounts,
    providers: {
      find: (id) => Promise.resolve(providers.get(id) ?? null),
      nameOf: (id) => Promise.resolve(id),
    },
    bus: createEventBus("bench"),
    clock: systemClock,
    random: Math.random,
    logger: QUIET_LOGGER,
    telemetry: QUIET_TELEMETRY,
    countTokens: options.countTokens ?? countByLength,
  });
  if (options.engineElsewhere !== true) await supervisor.start();
  let made = 0;

  /** Stores an eval and starts it. */
  async function launch(spec: EvalSpec): Promise<string> {
    made += 1;
    const [providerId, poolId, datasetId, runId] = ["prov", "pool", "data", "run"].map((kind) => `${kind}_${made}`);
    if (!providerId || !poolId || !datasetId || !runId) throw new Error("four ids were made");
    const limits = limitsSchema.parse(spec.limits);
    const connection: ProviderConnection = {
      id: providerId,
      kind: spec.baseUrl === undefined ? "simulated" : "openai-compatible",
      baseUrl: spec.baseUrl ?? null,
      apiKey: null,
      simulated: simulatedSettingsSchema.parse(spec.simulated ?? {}),
    };
    providers.set(providerId, spec.provider ?? createModelProvider(connection, { clock: systemClock, simulators }));
    const at = Date.now();
    await stores.providers.create(
      {
        id: providerId,
        workspaceId: "ws",
        name: providerId,
        kind: "simulated",
        baseUrl: null,
        apiKeyCipher: null,
        apiKeyLast4: null,
        models: [],
        simulated: null,
        createdAt: at,
      },
      { id: poolId, model: "*", limits, origin: "custom" },
      { at, actor: "bench", reason: null, source: "launch" },
    );
    await stores.datasets.begin({
      id: datasetId,
      workspaceId: "ws",
      name: datasetId,
      createdAt: at,
      createdBy: "bench",
    });
    for (let i = 0; i < spec.cases.length; i += 1000) {
      await stores.datasets.addCases(datasetId, spec.cases.slice(i, i + 1000));
    }
    await stores.datasets.finish(datasetId, {
      caseCount: spec.cases.length,
      variables: [{ name: "question", cases: spec.cases.length }],
      hasExpected: true,
      meanCharacters: 100,
    });
    await stores.runs.create({
      id: runId,
      workspaceId: "ws",
      name: runId,
      createdAt: Date.now(),
      createdBy: "bench",
      providerId,
      poolId,
      config: {
        datasetId,
        target: { providerId, model: spec.model ?? "sim", prompt: "{{question}}", params: {} },
        evaluators: [...(spec.evaluators ?? [NUMERIC])],
        sample: { kind: "all" },
        ...(spec.repeats === undefined ? {} : { repeats: spec.repeats }),
      },
      limits,
      limitsScope: "pool",
      preset: null,
      priority: "normal",
      autoPause: DEFAULT_AUTO_PAUSE,
      note: null,
      tryFirst: null,
      groupId: null,
      idempotency: null,
    });
    if (options.engineElsewhere !== true) supervisor.wake();
    return runId;
  }

  /** Waits until a run has come to rest. */
  async function settled(runId: string): Promise<RunRecord> {
    for (;;) {
      const run = await stores.runs.get(runId);
      if (run === null) throw new Error(`run ${runId} is gone`);
      if (["finished", "paused", "cancelled"].includes(run.state)) return run;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  return {
    databaseUrl: url,
    stores,
    supervisor,
    launch,
    settled,
    simulatorStats: (runId: string) => simulators.stats(runId.replace("run_", "prov_")),
    close: async () => {
      await supervisor.stop(0);
      await stores.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
