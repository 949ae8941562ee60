import type { DatasetResponse } from "@/lib/contracts/datasets";
import type { ForecastResponse } from "@/lib/contracts/forecast";
import type { PoolResponse, ProviderResponse } from "@/lib/contracts/providers";
import { limitsSchema } from "@/lib/core/limits/limits";
import type { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";

const AT = "2026-01-01T12:00:00.000Z";

export const DATASET: DatasetResponse = {
  id: "ds_1",
  name: "sums",
  caseCount: 1200,
  variables: [
    { name: "question", cases: 1200 },
    { name: "hint", cases: 900 },
  ],
  hasExpected: true,
  meanCharacters: 80,
  createdAt: AT,
  createdBy: "Ana",
  runs: 0,
  lastUsedAt: null,
};

export const PROVIDER: ProviderResponse = {
  id: "prv_1",
  name: "Sim",
  kind: "simulated",
  baseUrl: null,
  hasApiKey: false,
  apiKeyLast4: null,
  models: ["sim-small"],
  simulated: null,
  createdAt: AT,
  updatedAt: AT,
};

/** Wide enough to leave a run's own limits alone. */
export const POOL: PoolResponse = {
  id: "pool_1",
  providerId: "prv_1",
  providerName: "Sim",
  providerKind: "simulated",
  model: "*",
  limits: limitsSchema.parse({ requestsPerSecond: 500, burst: 500, concurrency: 500 }),
  revision: 1,
  origin: "custom",
  inFlight: 0,
  waiting: 0,
  permits: 500,
  startedLastSecond: 0,
  startedLastMinute: 0,
  rateLimitedLastMinute: 0,
  tokensLastMinute: 0,
  inputTokensLastMinute: 0,
  outputTokensLastMinute: 0,
  requestsToday: 0,
  cooldownUntil: null,
  cooldownReason: null,
  canTryNow: false,
  learned: null,
  pace: null,
  runs: [],
  changes: [],
};

export const MEASURED: ForecastResponse = {
  cases: 1200,
  durationMs: 1000,
  range: { fromMs: 1000, toMs: 1000 },
  boundBy: "rate",
  tight: false,
  attempts: 1200,
  costUsd: null,
  judges: [],
  costRange: null,
  perCase: { callMs: 1200, limiterWaitMs: 400, backoffMs: 0 },
  simulation: { p50Ms: 1000, p90Ms: 1000, boundBy: "rate", attempts: 1200, rateLimited: 0, gaveUp: 0 },
  retries: null,
  sentence: "",
  assumes: {
    latencyMs: 1200,
    latencyP95Ms: 2400,
    retriedShare: 0.01,
    source: "last 7 days, 812 calls",
    n: 812,
    rateLimitedShare: 0,
    transientShare: 0.01,
    refusals: { asked: 0, unasked: 0, longestAskedMs: 0 },
    tokens: { input: 800, output: 200, measured: true },
    price: { inputUsdPerMillion: 1, outputUsdPerMillion: 4, cachedInputUsdPerMillion: null, contextTokens: null },
    priceVersion: "shipped 2026-08-05",
    odd: { empty: 0, duplicates: 0, tooLong: 0 },
  },
  notices: [],
};

export function pageWith<T>(...items: T[]) {
  return { items, nextCursor: null };
}

const RULES = {
  rateLimited: { share: 0.5, forMs: 60_000 },
  errorsInRow: { attempts: 20, forMs: 60_000 },
  cooldownOverMs: 600_000,
};

/** What the launch form asks for: one dataset, one provider, no presets; a launch gives run_7. */
export function answerLaunch(
  api: ReturnType<typeof fakeApi>,
  { dataset = DATASET }: { dataset?: DatasetResponse } = {},
) {
  const ok = (body: unknown) => () => ({ status: 200, body });
  api.answer("GET /api/v1/datasets?limit=500", ok(pageWith(dataset)));
  api.answer("GET /api/v1/providers?limit=500", ok(pageWith(PROVIDER)));
  api.answer("GET /api/v1/pools", ok(pageWith(POOL)));
  api.answer("GET /api/v1/presets", ok(pageWith()));
  api.answer("GET /api/v1/settings", ok({ autoPause: RULES }));
  api.answer("POST /api/v1/forecast", ok(MEASURED));
  const first = { ord: 0, id: "1", vars: { question: "What is 2 + 2?" }, expected: "4", metadata: {} };
  api.answer("GET /api/v1/datasets/ds_1/cases?limit=1", ok(pageWith(first)));
  api.answer("POST /api/v1/runs", () => ({ status: 201, body: runWith({ id: "run_7" }) }));
}
