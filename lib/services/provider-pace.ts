import type { RunResponse } from "@/lib/contracts/runs";
import type { CooldownPace } from "@/lib/core/runs/cooldown-cycles";
import type { LivePool, LiveRun } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";

/** A rate within this share of what is set is as set. */
const BELOW_SHARE = 0.98;
/** Cooldowns are told as going on while the next is more likely than not. */
const GOING_BELIEF = 0.5;

/** The pool's rate in force, requests per second, where it goes more slowly than it is set to; null: as set. */
export function heldRate(pool: PoolRecord | null, livePool: LivePool | null): number | null {
  if (pool === null || livePool === null) return null;
  const { requestsPerSecond } = livePool.limitsInForce;
  return requestsPerSecond < pool.limits.requestsPerSecond * BELOW_SHARE ? requestsPerSecond : null;
}

/** What the provider makes of a run's pace, beside the limits that are set; null where it does not run. */
export function providerPaceNow(standing: {
  readonly run: RunRecord;
  readonly live: LiveRun | null;
  readonly pool: PoolRecord | null;
  readonly livePool: LivePool | null;
}): RunResponse["providerPace"] {
  const { run, live, pool, livePool } = standing;
  if (run.state !== "running" || live === null) return null;
  return {
    requestsPerSecond: heldRate(pool, livePool),
    tokensPerMinute: heldTokens(pool, livePool),
    cooldowns: live.cooldownPace === null ? null : recurring(live.cooldownPace),
  };
}

function heldTokens(pool: PoolRecord | null, livePool: LivePool | null): number | null {
  if (pool === null || livePool === null) return null;
  const { tokensPerMinute } = livePool.limitsInForce;
  return tokensPerMinute === pool.limits.tokensPerMinute ? null : tokensPerMinute;
}

function recurring({ belief, okPerSecond, drawnAtRps }: CooldownPace) {
  return { going: belief >= GOING_BELIEF, okPerSecond, drawnAtRps };
}
