import { describe, expect, it } from "vitest";
import { attemptRecordSchema } from "@/lib/core/runs/case-result";
import { boundedTargets } from "@/lib/server/bounded-targets";
import { createTelemetry } from "@/lib/server/telemetry";
import type { PoolGauges, TelemetryGauges } from "@/lib/server/telemetry-gauges";
import { type ParsedMetrics, parseMetrics } from "@/tests/support/parse-metrics";

const attempt = attemptRecordSchema.parse({
  n: 1,
  role: "target",
  startedAt: 0,
  status: 200,
  outcome: "ok",
  detail: null,
  errorCode: null,
  errorMessage: null,
  queueMs: 20,
  limiterWaitMs: 700,
  providerLatencyMs: 1500,
  backoffMs: 0,
  retryAfterMs: null,
  requestId: null,
  headers: {},
  inputTokens: 100,
  outputTokens: 20,
  costUsd: 0.25,
});
const POOL: PoolGauges = {
  target: { provider: "prv_1", model: "*" },
  inFlight: 3,
  waiting: 2,
  queued: 41,
  permits: 1.5,
  requestsPerSecond: 4,
  configuredRequestsPerSecond: 5,
  requestsToday: 900,
  cooldownLeftMs: 2500,
  cooldowns: { count: 2, totalMs: 9000 },
  reported: {
    requests: { limit: 300, remaining: 12, resetAt: null, windowMs: 60_000, refill: null, at: 0 },
    tokens: { limit: null, remaining: 7, resetAt: null, windowMs: 60_000, refill: null, at: 0 },
  },
};
const GAUGES: TelemetryGauges = {
  runsByState: () => Promise.resolve({ running: 1, finished: 12, queued: 0 }),
  pools: () => Promise.resolve([POOL]),
  providers: () => Promise.resolve([{ id: "prv_1", name: 'Ours, "the" \\ one\nof two', kind: "openai" }]),
  eventStreams: () => 6,
  runsEngine: () => true,
};

async function scrape(
  over: Partial<TelemetryGauges> = {},
  count: (t: ReturnType<typeof createTelemetry>) => void = () => {},
) {
  const telemetry = createTelemetry();
  telemetry.watch({ ...GAUGES, ...over });
  count(telemetry);
  const { text, contentType } = await telemetry.expose();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  return { telemetry, metrics: parseMetrics(text) };
}
const value = (metrics: ParsedMetrics, name: string, labels: Record<string, string> = {}) =>
  metrics.samples.find((s) => s.name === name && JSON.stringify(s.labels) === JSON.stringify(labels))?.value;

describe("the metrics", () => {
  it("are text that Prometheus reads, every series with its help and type", async () => {
    const { metrics } = await scrape({}, (t) => t.attemptEnded({ providerId: "prv_1", model: 'm"1\\' }, attempt));
    expect(metrics.faults).toEqual([]);
    const own = [...metrics.families].filter(([name]) => name.startsWith("evalpace_"));
    expect(own.length).toBeGreaterThan(20);
    for (const [name, { help, type }] of own) {
      expect(help, name).not.toBe("");
      expect(["counter", "gauge", "histogram"], name).toContain(type);
    }
  });

  it("count attempts by provider, model and outcome, with their waits, tokens and cost", async () => {
    const target = { providerId: "prv_1", model: "gpt-x" };
    const { metrics } = await scrape({}, (t) => {
      t.attemptEnded(target, attempt);
      t.attemptEnded(target, { ...attempt, n: 2, costUsd: null, inputTokens: null, outputTokens: null });
      t.attemptEnded(target, { ...attempt, outcome: "rate-limited", detail: "tokens" });
      t.caseEnded("passed");
    });
    const of = { provider: "prv_1", model: "gpt-x" };
    expect(value(metrics, "evalpace_attempts_total", { ...of, outcome: "ok" })).toBe(2);
    expect(value(metrics, "evalpace_attempts_total", { ...of, outcome: "rate-limited" })).toBe(1);
    expect(value(metrics, "evalpace_rate_limited_total", { ...of, dimension: "tokens" })).toBe(1);
    expect(value(metrics, "evalpace_retries_total", of)).toBe(1);
    expect(value(metrics, "evalpace_tokens_total", { ...of, direction: "input" })).toBe(200);
    expect(value(metrics, "evalpace_cost_usd_total", of)).toBe(0.5);
    expect(value(metrics, "evalpace_cases_total", { result: "passed" })).toBe(1);
    expect(value(metrics, "evalpace_limiter_wait_seconds_sum", of)).toBeCloseTo(2.1);
    const bucket = (name: string, le: string) => value(metrics, `evalpace_${name}_seconds_bucket`, { le, ...of });
    expect([bucket("limiter_wait", "0.5"), bucket("limiter_wait", "1")]).toEqual([0, 3]);
    expect([bucket("provider_latency", "0.8"), bucket("provider_latency", "+Inf")]).toEqual([0, 3]);
    expect(bucket("slot_wait", "0.05")).toBe(3);
  });

  it("tell runs by state and each pool as they stand", async () => {
    const { metrics } = await scrape();
    const pool = { provider: "prv_1", model: "*" };
    expect(value(metrics, "evalpace_runs", { state: "finished" })).toBe(12);
    expect(value(metrics, "evalpace_engine_active")).toBe(1);
    expect(value(metrics, "evalpace_event_streams")).toBe(6);
    const figures = ["in_flight", "waiting", "queue_depth", "permits", "rate", "rate_configured", "requests_today"];
    expect(figures.map((name) => value(metrics, `evalpace_pool_${name}`, pool))).toEqual([3, 2, 41, 1.5, 4, 5, 900]);
    const cooling = ["cooling_down", "cooldown_seconds", "cooldowns_total", "cooldowns_seconds_total"];
    expect(cooling.map((name) => value(metrics, `evalpace_pool_${name}`, pool))).toEqual([1, 2.5, 2, 9]);
    expect(value(metrics, "evalpace_pool_reported_limit", { ...pool, dimension: "requests" })).toBe(300);
    expect(value(metrics, "evalpace_pool_reported_remaining", { ...pool, dimension: "tokens" })).toBe(7);
    expect(value(metrics, "evalpace_pool_reported_limit", { ...pool, dimension: "tokens" })).toBeUndefined();
    expect(
      value(metrics, "evalpace_provider_info", {
        provider: "prv_1",
        name: 'Ours, "the" \\ one\nof two',
        kind: "openai",
      }),
    ).toBe(1);
  });

  it("forget a pool that is gone", async () => {
    let pools = [POOL];
    const { telemetry } = await scrape({ pools: () => Promise.resolve(pools) });
    pools = [];
    const { text } = await telemetry.expose();
    expect(parseMetrics(text).samples.filter(({ name }) => name.startsWith("evalpace_pool_"))).toEqual([]);
  });

  it("still tell what the process knows while the database is away", async () => {
    const away = () => Promise.reject(new Error("the database is away"));
    const { metrics } = await scrape({ runsByState: away, pools: away, providers: away }, (t) =>
      t.attemptEnded({ providerId: "prv_1", model: "m" }, attempt),
    );
    expect(metrics.faults).toEqual([]);
    expect(value(metrics, "evalpace_attempts_total", { provider: "prv_1", model: "m", outcome: "ok" })).toBe(1);
    expect(value(metrics, "evalpace_store_up")).toBe(0);
  });

  it("keep the number of series within bounds, whatever models runs name", async () => {
    const { metrics } = await scrape({}, (t) => {
      for (let i = 0; i < 1000; i += 1) t.attemptEnded({ providerId: "prv_1", model: `model-${i}` }, attempt);
    });
    const series = metrics.samples.filter(({ name }) => name === "evalpace_attempts_total");
    expect(series).toHaveLength(201);
    expect(value(metrics, "evalpace_attempts_total", { provider: "prv_1", model: "other", outcome: "ok" })).toBe(800);
    const bounded = boundedTargets(1);
    expect([bounded("a", "x"), bounded("b", "y"), bounded("a", "x")].map(({ model }) => model)).toEqual([
      "x",
      "other",
      "x",
    ]);
  });
});
