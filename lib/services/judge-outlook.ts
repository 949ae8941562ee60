import { quantiles } from "@/lib/core/metrics/fold-ticks";
import type { JudgeStanding } from "@/lib/core/runs/bound-by-judges";
import type { LiveRun } from "@/lib/engine/ports/live-state";
import type { ServiceContext } from "./context";

/** The judge that answers wait for longest, as the sentence tells it; null where the run has no judge. */
export function judgeStanding({ clock }: ServiceContext, live: LiveRun): JudgeStanding | null {
  const slowest = live.judges.reduce<LiveRun["judges"][number] | null>(
    (most, judge) => (most === null || judge.waiting > most.waiting ? judge : most),
    null,
  );
  if (slowest === null) return null;
  const { name, providerName, limits, cooldownUntil } = slowest;
  return {
    judging: live.active.judging,
    full: live.judgesFull,
    judge: {
      name,
      providerName,
      requestsPerSecond: limits.requestsPerSecond,
      concurrency: limits.concurrency,
      cooldownMs: cooldownUntil === null ? 0 : Math.max(0, cooldownUntil - clock.now()),
    },
  };
}

/** How long the slowest pool of judges needs for the verdicts that `casesLeft` cases still need, ms; 0 without judges. */
export function verdictsLeftMs({ clock }: Pick<ServiceContext, "clock">, live: LiveRun, casesLeft: number): number {
  const pools = new Map<string, { verdicts: number; perSecond: number; cooldownMs: number }>();
  for (const { name, poolId, limits, cooldownUntil } of live.judges) {
    const callMs = quantiles(live.summary.judges[name]?.latency ?? {}).p50 ?? 0;
    const bySlots = callMs > 0 ? (limits.concurrency * 1000) / callMs : Number.POSITIVE_INFINITY;
    const perSecond = Math.min(limits.requestsPerSecond, bySlots);
    const known = pools.get(poolId);
    pools.set(poolId, {
      verdicts: (known?.verdicts ?? 0) + casesLeft,
      perSecond: Math.min(perSecond, known?.perSecond ?? perSecond),
      cooldownMs: Math.max(0, (cooldownUntil ?? 0) - clock.now()),
    });
  }
  return Math.max(0, ...[...pools.values()].map((pool) => pool.cooldownMs + (pool.verdicts * 1000) / pool.perSecond));
}
