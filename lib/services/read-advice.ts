import type { z } from "zod";
import type { AdviceResponse, adviceResponse } from "@/lib/contracts/advice";
import type { RunResponse } from "@/lib/contracts/runs";
import { adviseRun } from "@/lib/core/advice/advise-run";
import { addSecond, emptyRunUse, type RunUse } from "@/lib/core/advice/run-use";
import type { ServiceContext } from "./context";
import { ticksOf } from "./read-run-metrics";
import { readRun } from "./read-runs";

/** What a run's recorded seconds tell about its limits; of a run that goes on, so far. @throws DomainError not-found */
export async function readAdvice(context: ServiceContext, runId: string): Promise<z.input<typeof adviceResponse>> {
  return adviceFor(context, await readRun(context, runId));
}

/** The same for a run that was read already. */
export async function adviceFor(context: ServiceContext, run: RunResponse): Promise<AdviceResponse> {
  const use = emptyRunUse();
  for await (const tick of ticksOf(context, run.id, 0, Number.MAX_SAFE_INTEGER)) addSecond(use, tick);
  const { shares, items } = adviseRun(inputOf(run, use, context.clock.now()));
  return { shares: [...shares], items: items.map((item) => ({ ...item, act: item.act && { ...item.act } })) };
}

function inputOf(run: RunResponse, use: RunUse, nowMs: number) {
  const startedMs = run.startedAt === null ? null : Date.parse(run.startedAt);
  const endedMs = run.finishedAt === null ? nowMs : Date.parse(run.finishedAt);
  const spanMs = startedMs === null ? 0 : Math.max(0, endedMs - startedMs);
  const slowest = run.judges.toSorted((a, b) => (b.times.limiterWaitMs.p95 ?? 0) - (a.times.limiterWaitMs.p95 ?? 0))[0];
  return {
    use,
    limits: run.limits,
    poolLimits: run.limitsScope === "run" ? run.poolLimits : null,
    spanMs,
    pausedMs: Math.max(0, spanMs - run.activeMs),
    notScored: run.counts.notScored,
    retryAttempts: run.effectiveLimits.retry.attempts,
    latency: run.times.providerLatencyMs,
    judge: slowest?.evaluator ?? null,
  };
}
