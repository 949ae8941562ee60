import type { z } from "zod";
import type { RunSort } from "@/lib/contracts/run-choices";
import type { listRunsQuery } from "@/lib/contracts/run-list-query";
import type { RunListItem, RunResponse } from "@/lib/contracts/runs";
import { waitsForTurn } from "@/lib/core/scheduling/run-queue";
import { judgesOf } from "@/lib/core/scoring/evaluate";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { RunOrder } from "@/lib/persistence/run-order";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { providerPaceNow } from "./provider-pace";
import { readQueue } from "./read-queue";
import { boundByNow, etaNow, paceOf } from "./run-outlook";
import { type RunParts, runListItemView, runView } from "./run-view";

/** One run as of now: what is stored, with what the engine holds of it. @throws DomainError not-found */
export async function readRun(context: ServiceContext, runId: string): Promise<RunResponse> {
  return runView(await partsOf(context, await findRun(context, runId), neighbours(context)));
}

/** In the order asked for. @throws DomainError invalid-input for a cursor that no page gave */
export async function listRuns(
  context: ServiceContext,
  query: z.output<typeof listRunsQuery>,
): Promise<{ items: RunListItem[]; nextCursor: string | null }> {
  const { workspaceId } = context.actor;
  const pinned = await context.stores.pins.all(workspaceId);
  const page = await context.stores.runs.list({
    workspaceId,
    q: query.q,
    states: query.state,
    providerIds: query.providerId,
    models: query.model,
    datasetIds: query.datasetId,
    presets: query.preset,
    groupId: query.group,
    createdSince: query.since === undefined ? query.from : context.clock.now() - spanMs(query.since),
    createdBefore: query.to,
    createdBy: query.by,
    order: { by: SORT_COLUMNS[query.sort], descending: query.sort.startsWith("-") },
    floating: query.float === "true" ? { pinned } : undefined,
    limit: query.limit,
    cursor: query.cursor,
  });
  const near = neighbours(context);
  const items = await Promise.all(
    page.items.map(async (run) => runListItemView(await partsOf(context, run, near), pinned.has(run.id))),
  );
  return { items, nextCursor: page.nextCursor };
}

const SORT_COLUMNS: Readonly<Record<RunSort, RunOrder["by"]>> = {
  "-started": "started",
  started: "started",
  name: "name",
  "-name": "name",
  "-passRate": "passRate",
  passRate: "passRate",
  "-cost": "cost",
  cost: "cost",
  "-duration": "duration",
  duration: "duration",
};

const SPAN_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** "24h" as ms. */
function spanMs(span: string): number {
  return Number(span.slice(0, -1)) * (SPAN_MS[span.slice(-1)] ?? 0);
}

/** What runs refer to, each read once. */
type Neighbours = ReturnType<typeof neighbours>;

function neighbours(context: ServiceContext) {
  const { stores } = context;
  const pool = once((id) => stores.pools.get(id));
  let queue: ReturnType<typeof readQueue> | null = null;
  return {
    provider: once((id) => stores.providers.get(id)),
    dataset: once((id) => stores.datasets.get(id)),
    pool,
    /** Read only where a run waits. */
    queue: () => {
      queue ??= readQueue(context, pool);
      return queue;
    },
  };
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const value = known.get(id) ?? read(id);
    known.set(id, value);
    return value;
  };
}

async function judgeProviderNames(run: RunRecord, near: Neighbours): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(judgesOf(run.config.evaluators).map(({ config }) => config.providerId))];
  const found = await Promise.all(ids.map((id) => near.provider(id)));
  return new Map(found.flatMap((provider) => (provider === null ? [] : [[provider.id, provider.name] as const])));
}

async function partsOf(context: ServiceContext, run: RunRecord, near: Neighbours): Promise<RunParts> {
  const [provider, dataset, pool, judgeProviders, queue] = await Promise.all([
    near.provider(run.providerId),
    near.dataset(run.config.datasetId),
    near.pool(run.poolId),
    judgeProviderNames(run, near),
    waitsForTurn(run.state) ? near.queue().then((places) => places.get(run.id) ?? null) : null,
  ]);
  // After the reads, so that it is no older than they are.
  const live = context.supervisor.live(run.id);
  const providerName = provider?.name ?? "a removed provider";
  const standing = { run, live, pool, livePool: context.supervisor.livePool(run.poolId), providerName, queue };
  return {
    run,
    live,
    pool,
    providerName,
    queue,
    judgeProviders,
    datasetName: dataset?.name ?? "a removed dataset",
    boundBy: await boundByNow(context, standing),
    timeLeft: etaNow(context, standing),
    providerPace: providerPaceNow(standing),
    pace: paceOf(standing),
    poolBurst: standing.livePool?.pace.burst ?? null,
    now: context.clock.now(),
  };
}
