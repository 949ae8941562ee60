import type { RunState } from "@/lib/core/runs/run-state";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { addActivity } from "./activity-store";
import type { Prisma } from "./generated/sqlite/client";
import type { Transaction } from "./prisma-client";

/** The engine pauses a run: the move and its line in the record of who did what, both or none. Returns the rows moved. */
export async function pauseByItself(
  tx: Transaction,
  run: RunRecord,
  move: { readonly where: { id: string; state: RunState }; readonly data: Prisma.RunUpdateManyMutationInput },
  pause: { readonly at: number; readonly reason: string },
): Promise<number> {
  const { count } = await tx.run.updateMany(move);
  if (count === 0) return 0;
  await addActivity(tx, {
    id: `act_${run.id}_${pause.at}`,
    workspaceId: run.workspaceId,
    at: pause.at,
    actor: "Evalpace",
    source: "auto",
    kind: "runs",
    action: "paused",
    object: { kind: "run", id: run.id, name: run.name },
    change: null,
    reason: pause.reason,
  });
  return count;
}
