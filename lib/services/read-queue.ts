import type { RunResponse } from "@/lib/contracts/runs";
import { type AtWork, inTurn, queuePlaces, WORKING_STATES } from "@/lib/core/scheduling/run-queue";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";
import { etaNow } from "./run-outlook";

type Queue = NonNullable<RunResponse["queue"]>;
type FindPool = (poolId: string) => Promise<PoolRecord | null>;

/** Where each waiting run stands, by id. The store is read as often for a hundred of them as for one. */
export async function readQueue(context: ServiceContext, findPool: FindPool): Promise<ReadonlyMap<string, Queue>> {
  const { runs } = context.stores;
  const [waiting, working] = await Promise.all([runs.waiting(), runs.inStates(WORKING_STATES)]);
  const atWork = await Promise.all(working.map((run) => standingOf(context, run, findPool)));
  // Runs of other workspaces take places too, but their names are not told.
  const own = working.filter(({ workspaceId }) => workspaceId === context.actor.workspaceId);
  const named = (id: string | null) => {
    const run = own.find((each) => each.id === id);
    return run === undefined ? null : { id: run.id, name: run.name };
  };
  const places = queuePlaces(inTurn(waiting), atWork);
  return new Map([...places].map(([id, place]) => [id, { ...place, waitsFor: named(place.waitsFor) }]));
}

async function standingOf(context: ServiceContext, run: RunRecord, findPool: FindPool): Promise<AtWork> {
  const { id, poolId, state } = run;
  // What is called off waits for its last calls alone.
  if (state !== "running") return { id, endsInMs: 0 };
  const { supervisor } = context;
  const standing = { run, live: supervisor.live(id), livePool: supervisor.livePool(poolId) };
  return { id, endsInMs: etaNow(context, { ...standing, pool: await findPool(poolId) })?.ms ?? null };
}
