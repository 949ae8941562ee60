import { dayEndsInMs, usedUpWords } from "@/lib/core/limits/day-quota";
import { shareOfTurns } from "@/lib/core/scheduling/run-priority";
import type { Gate } from "./gate";
import type { PoolCooldown } from "./pool-cooldown";
import type { PoolMember } from "./pool-member";
import type { PoolMeters } from "./pool-meters";
import type { LivePool } from "./ports/live-state";

/** What a pool is made of, as far as watchers are told of it. */
interface PoolParts extends Pick<LivePool, "learned" | "pace" | "limitsInForce" | "history"> {
  readonly gate: Gate;
  readonly meters: PoolMeters;
  readonly members: readonly PoolMember[];
  readonly cooldown: PoolCooldown;
  /** Epoch ms. */
  readonly now: number;
}

/** How a pool stands: its meters, what holds it, and which run has which part of it. */
export function livePool({ gate, meters, members, cooldown, now, ...told }: PoolParts): LivePool {
  const priorities = members.map((member) => member.priority);
  const minute = meters.lastMinute;
  return {
    ...told,
    inFlight: gate.calling,
    waiting: members.reduce((sum, member) => sum + member.waiting(), 0),
    permits: gate.permits,
    startedLastSecond: meters.startedLastSecond,
    startedLastMinute: minute.started,
    rateLimitedLastMinute: minute.rateLimited,
    tokensLastMinute: minute.inputTokens + minute.outputTokens,
    inputTokensLastMinute: minute.inputTokens,
    outputTokensLastMinute: minute.outputTokens,
    requestsToday: gate.day.started,
    dayEndsAt: now + dayEndsInMs(now),
    ...parkOf(gate, cooldown, now),
    cooldowns: cooldown.total,
    runs: members.map((member) => ({
      runId: member.runId,
      inFlight: member.inFlight(),
      waiting: member.waiting(),
      startedLastMinute: member.startedLastMinute(),
      priority: member.priority,
      share: shareOfTurns(member.priority, priorities),
    })),
  };
}

/** Until when nothing starts, and why: the provider asked for it, or the day's requests are used up. */
function parkOf(
  { dayWaitMs, limits }: Gate,
  cooldown: PoolCooldown,
  now: number,
): Pick<LivePool, "cooldownUntil" | "cooldownReason" | "canTryNow"> {
  const asked = cooldown.until;
  // The day's end itself: the gate counts from a moment after `now`, which would make it a millisecond earlier.
  const dayUntil = dayWaitMs > 0 ? now + dayEndsInMs(now) : null;
  if (dayUntil !== null && limits.requestsPerDay !== null && dayUntil > (asked ?? 0)) {
    return { cooldownUntil: dayUntil, cooldownReason: usedUpWords(limits.requestsPerDay), canTryNow: false };
  }
  return { cooldownUntil: asked, cooldownReason: asked === null ? null : cooldown.reason, canTryNow: asked !== null };
}
