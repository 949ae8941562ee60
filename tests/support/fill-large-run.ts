import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import { limitsSchema } from "@/lib/core/limits/limits";
import { addAttempt, addCaseResult } from "@/lib/core/metrics/fold-summary";
import { addLatency } from "@/lib/core/metrics/latency-histogram";
import { emptyRunSummary } from "@/lib/core/metrics/run-summary";
import { DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import type { FinishedCase, LogEntry } from "@/lib/engine/ports/run-records";
import type { Stores } from "@/lib/persistence/open-stores";
import { LOCAL_OWNER } from "@/lib/services/seed-workspace";
import { buildTick } from "./build-tick";

export interface LargeRun {
  readonly id: string;
  readonly name: string;
  readonly cases: number;
  /** Cases that are still to come: a server that opens the database goes on with the run. Absent: none. */
  readonly pending?: number;
  /** How long it took, in seconds; one tick each. */
  readonly seconds: number;
  readonly logRows: number;
  /** Of case number `ord`; absent: a short answer. */
  readonly output?: (ord: number) => string;
  readonly caseId?: (ord: number) => string;
}

const BATCH = 2000;
const LIMITS = limitsSchema.parse({ requestsPerSecond: 20, burst: 40, concurrency: 32 });

/**
 * Stores a run as the engine leaves one that has finished, or whose process ended: cases, seconds, log and summary, through
 * the real stores.
 */
export async function fillLargeRun(stores: Stores, spec: LargeRun): Promise<void> {
  const { workspaceId } = LOCAL_OWNER;
  const startMs = Math.floor(Date.now() / 1000 - spec.seconds) * 1000;
  await stores.workspaces.ensure({ id: workspaceId, name: "Default", createdAt: startMs });
  const poolId = await storeProvider(stores, spec.id, startMs);
  const datasetId = await storeDataset(stores, spec, startMs);
  await stores.runs.create({
    id: spec.id,
    workspaceId,
    name: spec.name,
    createdAt: startMs,
    createdBy: LOCAL_OWNER.name,
    providerId: `prv_${spec.id}`,
    poolId,
    config: {
      datasetId,
      target: { providerId: `prv_${spec.id}`, model: "sim-small", prompt: "{{question}}", params: {} },
      evaluators: [{ type: "numeric", tolerance: 0, toleranceKind: "absolute" }],
      sample: { kind: "all" },
    },
    limits: LIMITS,
    limitsScope: "pool",
    preset: null,
    priority: "normal",
    autoPause: DEFAULT_AUTO_PAUSE,
    idempotency: null,
    note: null,
    tryFirst: null,
    groupId: null,
  });
  await stores.runs.move(spec.id, "claim", startMs);
  await writeResults(stores, spec, { startMs, poolId });
  const endMs = startMs + spec.seconds * 1000;
  await stores.runs.move(spec.id, spec.pending === undefined ? "complete" : "process-lost", endMs);
}

async function storeProvider(stores: Stores, runId: string, at: number): Promise<string> {
  const poolId = `pool_${runId}`;
  await stores.providers.create(
    {
      id: `prv_${runId}`,
      workspaceId: LOCAL_OWNER.workspaceId,
      name: `Simulated for ${runId}`,
      kind: "simulated",
      baseUrl: null,
      apiKeyCipher: null,
      apiKeyLast4: null,
      models: ["sim-small"],
      simulated: simulatedSettingsSchema.parse({ faults: { error500: 0.02 } }),
      createdAt: at,
    },
    { id: poolId, model: "*", limits: LIMITS, origin: "custom" },
    { at, actor: LOCAL_OWNER.name, reason: null, source: "launch" },
  );
  return poolId;
}

async function storeDataset(stores: Stores, spec: LargeRun, at: number): Promise<string> {
  const id = `ds_${spec.id}`;
  const { workspaceId, name } = LOCAL_OWNER;
  await stores.datasets.begin({ id, workspaceId, name: `Cases of ${spec.name}`, createdAt: at, createdBy: name });
  const idOf = spec.caseId ?? ((ord: number) => `case-${String(ord).padStart(6, "0")}`);
  const total = spec.cases + (spec.pending ?? 0);
  for (let from = 0; from < total; from += BATCH) {
    const cases = Array.from({ length: Math.min(BATCH, total - from) }, (_, i): DatasetCase => {
      const ord = from + i;
      return { ord, id: idOf(ord), vars: { question: `What is ${ord} + 1?` }, expected: String(ord + 1), metadata: {} };
    });
    await stores.datasets.addCases(id, cases);
  }
  await stores.datasets.finish(id, {
    caseCount: total,
    variables: [{ name: "question", cases: total }],
    hasExpected: true,
    meanCharacters: 20,
  });
  return id;
}

/** Cases, seconds and log in step, so that each batch is of one stretch of time. */
async function writeResults(stores: Stores, spec: LargeRun, run: { startMs: number; poolId: string }): Promise<void> {
  const summary = emptyRunSummary();
  const batches = Math.max(1, Math.ceil(spec.cases / BATCH));
  const share = (total: number, batch: number) => Math.floor((total * batch) / batches);
  const part = (total: number, batch: number) =>
    Array.from({ length: share(total, batch + 1) - share(total, batch) }, (_, i) => share(total, batch) + i);
  for (let batch = 0; batch < batches; batch += 1) {
    const cases = part(spec.cases, batch).map((ord) => finishedCase(spec, ord, run.startMs));
    for (const finished of cases) {
      for (const attempt of finished.attempts) addAttempt(summary, attempt);
      const { result, attempts, limiterWaitMs, backoffMs, providerLatencyMs } = finished;
      addCaseResult(summary, result, attempts.length, {
        limiterWaitMs,
        backoffMs,
        callMs: providerLatencyMs,
      });
    }
    await stores.runs.write(spec.id, {
      cases,
      parked: [],
      ticks: part(spec.seconds, batch).map((second) => tickAt(spec, second, run)),
      log: part(spec.logRows, batch).map((row) => logEntryAt(spec, row, run.startMs)),
      summary,
      activeMs: share(spec.seconds, batch + 1) * 1000,
    });
  }
}

/** One case in a hundred was refused once; one in seven is wrong. */
function finishedCase(spec: LargeRun, ord: number, startMs: number): FinishedCase {
  const at = startMs + (ord / spec.cases) * spec.seconds * 1000;
  const latencyMs = 600 + ((ord * 37) % 900);
  const passed = ord % 7 !== 0;
  const last: AttemptRecord = {
    n: ord % 100 === 0 ? 2 : 1,
    role: "target",
    startedAt: Math.round(at),
    status: 200,
    outcome: "ok",
    detail: null,
    errorCode: null,
    errorMessage: null,
    queueMs: 2,
    limiterWaitMs: ord % 40,
    providerLatencyMs: latencyMs,
    backoffMs: 0,
    retryAfterMs: null,
    requestId: `req_${ord}`,
    headers: { "x-ratelimit-remaining-requests": "49" },
    inputTokens: 30,
    outputTokens: 20,
    cachedInputTokens: null,
    costUsd: null,
  };
  const refused: AttemptRecord = { ...last, n: 1, status: 429, outcome: "rate-limited", backoffMs: 1000 };
  return {
    ord,
    result: passed ? "passed" : "failed",
    output: spec.output?.(ord) ?? `The sum is ${passed ? ord + 1 : ord}.`,
    scores: [{ evaluator: "numeric", score: passed ? 1 : 0, passed, detail: `${ord + 1} expected` }],
    attempts: ord % 100 === 0 ? [refused, last] : [last],
    limiterWaitMs: ord % 40,
    backoffMs: ord % 100 === 0 ? 1000 : 0,
    providerLatencyMs: latencyMs,
    inputTokens: 30,
    outputTokens: 20,
    costUsd: null,
    error: null,
    finishedAt: Math.round(at + latencyMs),
  };
}

function tickAt(spec: LargeRun, second: number, run: { startMs: number; poolId: string }) {
  const perSecond = Math.round(spec.cases / spec.seconds);
  const latency = {};
  const limiterWait = {};
  for (let i = 0; i < perSecond; i += 1) {
    addLatency(latency, 600 + ((second * 31 + i * 97) % 900));
    addLatency(limiterWait, (second + i) % 40);
  }
  return buildTick({
    t: run.startMs + second * 1000,
    poolId: run.poolId,
    started: perSecond,
    finished: perSecond,
    ok: perSecond,
    rateLimited: second % 50 === 0 ? 3 : 0,
    inFlight: 12 + (second % 9),
    idle: 20 - (second % 9),
    waiting: second % 5,
    queued: Math.max(0, spec.cases - second * perSecond),
    permits: second % 40,
    limit: { requestsPerSecond: 20, burst: 40, concurrency: 32 },
    inputTokens: 30 * perSecond,
    outputTokens: 20 * perSecond,
    latency,
    limiterWait,
  });
}

function logEntryAt(spec: LargeRun, row: number, startMs: number): LogEntry {
  const at = startMs + Math.floor((row / Math.max(1, spec.logRows)) * spec.seconds * 1000);
  return {
    seq: row + 1,
    at,
    kind: row % 10 === 0 ? "rate-limited" : "retry",
    level: row % 10 === 0 ? "warn" : "info",
    text: `retry 2/4 · 429 rate_limit_exceeded · waits ${(row % 60) / 10} s`,
    caseId: `case-${String(row % Math.max(1, spec.cases)).padStart(6, "0")}`,
    actor: null,
    count: 1,
  };
}
