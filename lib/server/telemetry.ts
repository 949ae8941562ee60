import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { EngineTelemetry } from "@/lib/engine/ports/engine-events";
import { boundedTargets } from "./bounded-targets";
import { registerGauges, type TelemetryGauges } from "./telemetry-gauges";

export interface Telemetry extends EngineTelemetry {
  /** The Prometheus text exposition and its content type. */
  expose(): Promise<{ text: string; contentType: string }>;
  /** Connects the gauges, once the parts they read exist. */
  watch(gauges: TelemetryGauges): void;
}

const WAIT_SECONDS = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const LATENCY_SECONDS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 30, 60, 300];

const TARGET = ["provider", "model"] as const;

/** Counters, histograms and gauges of this process, each under `evalpace_`. */
export function createTelemetry(): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `evalpace_${name}`, help, labelNames: [...labelNames], registers });
  const histogram = (name: string, help: string, buckets: readonly number[]) =>
    new Histogram({ name: `evalpace_${name}`, help, labelNames: TARGET, buckets: [...buckets], registers });
  const attempts = counter("attempts_total", "HTTP requests to providers that ended, by outcome.", [
    ...TARGET,
    "outcome",
  ]);
  const retries = counter("retries_total", "Of these, requests that were not a case's first.", TARGET);
  const rateLimited = counter("rate_limited_total", "429s by the limit they were about.", [...TARGET, "dimension"]);
  const tokens = counter("tokens_total", "Tokens that providers reported as used.", [...TARGET, "direction"]);
  const cost = counter("cost_usd_total", "What attempts cost, where a price is known.", TARGET);
  const cases = counter("cases_total", "Cases that ended, by result.", ["result"]);
  const slotWait = histogram("slot_wait_seconds", "Time an attempt waited for a slot.", WAIT_SECONDS);
  const limiterWait = histogram(
    "limiter_wait_seconds",
    "Time an attempt held a slot and waited for its permit.",
    WAIT_SECONDS,
  );
  const latency = histogram("provider_latency_seconds", "Request sent to last byte, per attempt.", LATENCY_SECONDS);
  const bounded = boundedTargets();
  let refresh = () => Promise.resolve();
  return {
    attemptEnded(target, attempt) {
      const labels = bounded(target.providerId, target.model);
      attempts.inc({ ...labels, outcome: attempt.outcome });
      if (attempt.n > 1) retries.inc(labels);
      if (attempt.outcome === "rate-limited") rateLimited.inc({ ...labels, dimension: attempt.detail ?? "unknown" });
      tokens.inc({ ...labels, direction: "input" }, attempt.inputTokens ?? 0);
      tokens.inc({ ...labels, direction: "output" }, attempt.outputTokens ?? 0);
      cost.inc(labels, attempt.costUsd ?? 0);
      slotWait.observe(labels, attempt.queueMs / 1000);
      limiterWait.observe(labels, attempt.limiterWaitMs / 1000);
      latency.observe(labels, attempt.providerLatencyMs / 1000);
    },
    caseEnded(result) {
      cases.inc({ result });
    },
    watch(gauges) {
      refresh = registerGauges(registry, gauges);
    },
    async expose() {
      await refresh();
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
