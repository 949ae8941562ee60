import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import { limitsSchema } from "@/lib/core/limits/limits";
import { emptyRunSummary, type RunSummary } from "@/lib/core/metrics/run-summary";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { FinishedCase, RunBatch, RunRecord } from "@/lib/engine/ports/run-records";
import type { Stores } from "@/lib/persistence/open-stores";
import type { NewRun } from "@/lib/persistence/run-creation";

export const LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 });
export const NOTE = { at: 1000, actor: "Ada", reason: null, source: "api" } as const;

let counter = 0;
export function freshId(prefix: string): string {
  counter += 1;
  return `${prefix}-${process.pid}-${counter}`;
}

/** A dataset of `cases` (or so many plain ones), ready to use. */
export async function storeDataset(stores: Stores, workspaceId: string, cases: number | readonly DatasetCase[]) {
  const id = freshId("ds");
  const items =
    typeof cases === "number"
      ? Array.from({ length: cases }, (_, ord) => ({
          ord,
          id: `c${ord}`,
          vars: { n: ord },
          expected: ord,
          metadata: {},
        }))
      : cases;
  await stores.datasets.begin({ id, workspaceId, name: id, createdAt: 1, createdBy: "Ada" });
  await stores.datasets.addCases(id, items);
  const totals = { caseCount: items.length, variables: [], hasExpected: true, meanCharacters: 1 };
  return stores.datasets.finish(id, totals);
}

export async function storeProvider(stores: Stores, workspaceId: string) {
  const provider = { id: freshId("prov"), workspaceId, name: "Sim", kind: "simulated" as const, createdAt: 1 };
  return stores.providers.create(
    { ...provider, baseUrl: null, apiKeyCipher: null, apiKeyLast4: null, models: ["m"], simulated: null },
    { id: freshId("pool"), model: "*", limits: LIMITS, origin: "custom" },
    NOTE,
  );
}

export function newRun(workspaceId: string, datasetId: string, over: Partial<NewRun> = {}): NewRun {
  return {
    id: freshId("run"),
    workspaceId,
    name: "A run",
    createdAt: 1_700_000_000_000,
    createdBy: "Ada",
    providerId: "prov",
    poolId: "pool",
    config: {
      datasetId,
      target: { providerId: "prov", model: "m", prompt: "{{n}}", params: {} },
      evaluators: [{ type: "exact", ignoreCase: false, trim: true }],
      sample: { kind: "all" },
    },
    limits: LIMITS,
    limitsScope: "pool",
    preset: null,
    priority: "normal",
    autoPause: DEFAULT_AUTO_PAUSE,
    note: null,
    tryFirst: null,
    groupId: null,
    idempotency: null,
    ...over,
  };
}

/** A run with its own dataset of so many cases. */
export async function storeRun(stores: Stores, cases: number, over: Partial<NewRun> = {}): Promise<RunRecord> {
  const dataset = await storeDataset(stores, "w", cases);
  return (await stores.runs.create(newRun("w", dataset.id, over))).run;
}

export function attempt(over: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    n: 1,
    role: "target",
    startedAt: 1_700_000_000_000,
    status: 200,
    outcome: "ok",
    detail: null,
    errorCode: null,
    errorMessage: null,
    queueMs: 0,
    limiterWaitMs: 1.5,
    providerLatencyMs: 200.25,
    backoffMs: 0,
    retryAfterMs: null,
    requestId: null,
    headers: {},
    inputTokens: 10,
    outputTokens: 5,
    cachedInputTokens: null,
    costUsd: null,
    ...over,
  };
}

export function finished(ord: number, over: Partial<FinishedCase> = {}): FinishedCase {
  return {
    ord,
    result: "passed",
    output: `answer ${ord}`,
    scores: [{ evaluator: "exact", score: 1, passed: true, detail: "equal" }],
    attempts: [attempt()],
    limiterWaitMs: 1.5,
    backoffMs: 0,
    providerLatencyMs: 200.25,
    inputTokens: 10,
    outputTokens: 5,
    costUsd: null,
    error: null,
    finishedAt: 1_700_000_000_500,
    ...over,
  };
}

export function batch(
  cases: readonly FinishedCase[],
  over: Partial<RunBatch> & { summary?: RunSummary } = {},
): RunBatch {
  return {
    cases,
    parked: [],
    ticks: [],
    log: [],
    summary: { ...emptyRunSummary(), done: cases.length },
    activeMs: 1,
    ...over,
  };
}
