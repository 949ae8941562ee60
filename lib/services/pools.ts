import type { z } from "zod";
import type { PoolHistoryResponse, PoolResponse, updatePoolRequest } from "@/lib/contracts/providers";
import { dayCountAt } from "@/lib/core/limits/day-quota";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { LearnedDimension } from "@/lib/core/limits/learned-limits";
import type { Limits } from "@/lib/core/limits/limits";
import type { LivePool } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import { checkedMerge } from "./checked-merge";
import { notFound, type ServiceContext } from "./context";
import { isoTimeOf, isoTimeOrNull } from "./iso-time";
import { limitChangeView } from "./limit-change-view";
import { recordActivity } from "./record-activity";
import { resolvePreset } from "./resolve-preset";
import { withoutChange } from "./undo-change";

type UpdatePool = z.output<typeof updatePoolRequest>;

/** Changes shown with a pool; older ones stay on record. */
const CHANGES_SHOWN = 50;

/** Every pool with its limits and what goes through it now. */
export async function listPools(context: ServiceContext): Promise<{ items: PoolResponse[]; nextCursor: null }> {
  const [pools, providers] = await Promise.all([
    context.stores.pools.list(context.actor.workspaceId),
    context.stores.providers.list(context.actor.workspaceId),
  ]);
  const providerOf = new Map(providers.map((provider) => [provider.id, provider]));
  const items = await Promise.all(
    pools.flatMap((pool) => {
      const provider = providerOf.get(pool.providerId);
      return provider === undefined ? [] : [poolView(context, pool, provider)];
    }),
  );
  return { items, nextCursor: null };
}

/**
 * Puts other limits of a pool in force, at once and for all that call through it, and records who did it and why.
 * @throws DomainError not-found; stale-revision; infeasible, where the merged limits contradict each other
 */
export async function updatePool(context: ServiceContext, poolId: string, request: UpdatePool): Promise<PoolResponse> {
  const { actor, clock, stores, supervisor } = context;
  const { pool: before, provider } = await changeablePool(context, poolId);
  const { limits, origin, reason } = await wantedLimits(context, before, request);
  const at = clock.now();
  const after = await stores.pools.updateLimits(poolId, {
    // The limits were merged with what was just read: another edit in between must not be undone by this one.
    expectedRevision: request.revision ?? before.revision,
    limits,
    origin,
    change: { at, actor: actor.name, reason, source: context.source },
  });
  supervisor.poolLimitsChanged(after, {
    actor: actor.name,
    reason,
    text: describeLimitChange(before.limits, limits),
    at,
  });
  return poolView(context, after, provider);
}

/**
 * Ends a pool's cooldown before its time, on record; where nothing cools down nothing happens.
 * @throws DomainError not-found
 */
export async function tryPoolNow(context: ServiceContext, poolId: string): Promise<PoolResponse> {
  const { actor, supervisor } = context;
  const { pool, provider } = await changeablePool(context, poolId);
  const live = supervisor.livePool(poolId);
  if (live?.canTryNow === true && supervisor.endCooldown(poolId, { actor: actor.name })) {
    const name = pool.model === "*" ? provider.name : `${provider.name} · ${pool.model}`;
    await recordActivity(context, {
      action: "ended the cooldown",
      object: { kind: "pool", id: pool.id, name },
      change: live.cooldownReason,
    });
  }
  return poolView(context, pool, provider);
}

/** @throws DomainError not-found, also where its provider was removed */
async function changeablePool(
  { actor, stores }: ServiceContext,
  poolId: string,
): Promise<{ pool: PoolRecord; provider: ProviderRecord }> {
  const pool = await stores.pools.get(poolId);
  const provider = pool === null ? null : await stores.providers.get(pool.providerId);
  if (pool === null || provider?.workspaceId !== actor.workspaceId || provider.archivedAt !== null) {
    throw notFound("pool", poolId);
  }
  return { pool, provider };
}

async function wantedLimits(
  context: ServiceContext,
  { id, limits: before }: PoolRecord,
  request: UpdatePool,
): Promise<{ limits: Limits; origin: string; reason: string | null }> {
  const reason = request.reason ?? null;
  if (request.preset !== undefined) {
    const preset = await resolvePreset(context, request.preset);
    return { limits: preset.limits, origin: `preset ${preset.ref}`, reason };
  }
  if (request.undo !== undefined) {
    const undone = withoutChange(before, await context.stores.pools.limitChanges(id), request.undo);
    return { limits: undone.limits, origin: "custom", reason: reason ?? undone.reason };
  }
  return { limits: checkedMerge(before, request.limits ?? {}), origin: "custom", reason };
}

async function poolView(context: ServiceContext, pool: PoolRecord, provider: ProviderRecord): Promise<PoolResponse> {
  const live = context.supervisor.livePool(pool.id);
  const [changes, runs] = await Promise.all([context.stores.pools.limitChanges(pool.id), runsOf(context, live)]);
  return {
    id: pool.id,
    providerId: pool.providerId,
    providerName: provider.name,
    providerKind: provider.kind,
    model: pool.model,
    limits: pool.limits,
    revision: pool.revision,
    origin: pool.origin,
    inFlight: live?.inFlight ?? 0,
    waiting: live?.waiting ?? 0,
    // A pool that nothing has used since the start is full.
    permits: live?.permits ?? pool.limits.burst,
    startedLastSecond: live?.startedLastSecond ?? 0,
    startedLastMinute: live?.startedLastMinute ?? 0,
    rateLimitedLastMinute: live?.rateLimitedLastMinute ?? 0,
    tokensLastMinute: live?.tokensLastMinute ?? 0,
    inputTokensLastMinute: live?.inputTokensLastMinute ?? 0,
    outputTokensLastMinute: live?.outputTokensLastMinute ?? 0,
    requestsToday: live?.requestsToday ?? (await storedToday(context, pool.id)),
    cooldownUntil: isoTimeOrNull(live?.cooldownUntil ?? null),
    cooldownReason: live?.cooldownReason ?? null,
    canTryNow: live?.canTryNow ?? false,
    pace: paceOf(live),
    learned: learnedView(await learnedOf(context, pool.id)),
    runs,
    changes: changes.slice(-CHANGES_SHOWN).reverse().map(limitChangeView),
  };
}

async function runsOf(context: ServiceContext, live: LivePool | null): Promise<PoolResponse["runs"]> {
  const named = await Promise.all(
    (live?.runs ?? []).map(async (use) => ({ use, run: await context.stores.runs.get(use.runId) })),
  );
  return named.flatMap(({ use, run }) => (run === null ? [] : [usedBy(run, use)]));
}

function usedBy(run: RunRecord, use: LivePool["runs"][number]): PoolResponse["runs"][number] {
  const { priority, share, inFlight, waiting, startedLastMinute } = use;
  return { id: run.id, name: run.name, priority, share, inFlight, waiting, startedLastMinute };
}

function paceOf(live: LivePool | null): PoolResponse["pace"] {
  if (live === null) return null;
  const { requestsPerSecond, burst, lastChange } = live.pace;
  return {
    requestsPerSecond,
    burst,
    lastChange: lastChange === null ? null : { ...lastChange, at: isoTimeOf(lastChange.at) },
  };
}

/** Requests of today, of a pool that nothing has used since the start. */
async function storedToday(context: ServiceContext, poolId: string): Promise<number> {
  return dayCountAt(await context.stores.dayCounts.load(poolId), context.clock.now()).started;
}

/** What the provider's headers told, before the start as well; null where they have told nothing. */
export async function learnedOf(context: ServiceContext, poolId: string): Promise<LivePool["learned"]> {
  const live = context.supervisor.livePool(poolId)?.learned;
  if (live != null) return live;
  const { state } = await context.stores.poolStates.load(poolId);
  const times = Object.values(state?.known ?? {}).map(({ at }) => at);
  return state === null || times.length === 0 ? null : { known: state.known, at: Math.max(...times) };
}

function learnedView(learned: LivePool["learned"]): PoolResponse["learned"] {
  if (learned === null) return null;
  const of = (dimension: LearnedDimension) => {
    const told = learned.known[dimension];
    if (told === undefined) return null;
    const { limit, remaining, resetAt, windowMs, at } = told;
    return { limit, remaining, resetAt: isoTimeOrNull(resetAt), windowMs, at: isoTimeOf(at) };
  };
  return {
    requests: of("requests"),
    requestsPerDay: of("requestsPerDay"),
    tokens: of("tokens"),
    tokensPerDay: of("tokensPerDay"),
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    at: isoTimeOf(learned.at),
  };
}

/** How the pool's rate and its learned limits came to be what they are, oldest first. @throws DomainError not-found */
export async function readPoolHistory(
  context: ServiceContext,
  poolId: string,
  query: { limit: number },
): Promise<PoolHistoryResponse> {
  const pool = await context.stores.pools.get(poolId);
  const provider = pool === null ? null : await context.stores.providers.get(pool.providerId);
  if (provider?.workspaceId !== context.actor.workspaceId) throw notFound("pool", poolId);
  const stored = await context.stores.poolStates.history(poolId, query.limit);
  // What is not stored yet is known to the engine.
  const bySeq = new Map(stored.map((entry) => [entry.seq, entry]));
  for (const entry of context.supervisor.livePool(poolId)?.history ?? []) bySeq.set(entry.seq, entry);
  const entries = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq).slice(-query.limit);
  return { items: entries.map((entry) => ({ ...entry, at: isoTimeOf(entry.at) })) };
}
