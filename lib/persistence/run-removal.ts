import { setImmediate as eventLoopTurn } from "node:timers/promises";
import { DomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { isTerminal, RUN_STATES } from "@/lib/core/runs/run-state";
import { addActivity } from "./activity-store";
import type { Run } from "./generated/sqlite/client";
import { Prisma } from "./generated/sqlite/client";
import { limitChangesOf } from "./limit-change";
import type { Transaction } from "./prisma-client";

/** Rows per DELETE, so that none holds up the event loop for long. */
const CHUNK = 2000;
const OVER = RUN_STATES.filter(isTerminal);
/** What hangs on a run by its id, and the column that tells its rows apart. */
const PARTS = [
  { table: "RunCase", key: "ord" },
  { table: "RunTick", key: "t" },
  { table: "RunLog", key: "seq" },
] as const;

/**
 * Deletes a run that is over, with its cases, attempts, seconds and log. What was changed while it went on stays in the
 * record of who did what, in words. False where there is no such run (any more).
 * @throws DomainError illegal-transition, where it is not over
 */
export async function removeRun(tx: Transaction, runId: string): Promise<boolean> {
  const run = await tx.run.findUnique({ where: { id: runId } });
  if (run === null) return false;
  // First the run's own row: whoever writes to this run waits, and then finds it gone.
  const { count } = await tx.run.deleteMany({ where: { id: runId, state: { in: OVER } } });
  if (count === 0) return refuseUnlessGone(tx, runId);
  await keepLimitChanges(tx, run);
  for (const part of PARTS) await removeRows(tx, runId, part);
  await tx.runPin.deleteMany({ where: { runId } });
  await tx.dayCount.deleteMany({ where: { ownerId: runId } });
  return true;
}

/** Somebody else may have deleted it since it was read. */
async function refuseUnlessGone(tx: Transaction, runId: string): Promise<false> {
  const now = await tx.run.findUnique({ where: { id: runId }, select: { state: true } });
  if (now === null) return false;
  throw new DomainError(
    "illegal-transition",
    `The run is ${now.state}: only a run that is over can be deleted. Cancel it first.`,
  );
}

async function keepLimitChanges(tx: Transaction, { id, workspaceId, name }: Run): Promise<void> {
  for (const change of await limitChangesOf(tx, { runId: id })) {
    const { at, actor, source, reason, before, after } = change;
    // The launch is on record by itself.
    if (source === "launch" || before === null) continue;
    await addActivity(tx, {
      id: change.id,
      workspaceId,
      at,
      actor,
      source,
      kind: "limits",
      action: "changed",
      object: { kind: "run", id, name },
      change: describeLimitChange(before, after) || null,
      reason,
    });
  }
  await tx.limitChange.deleteMany({ where: { runId: id } });
}

async function removeRows(tx: Transaction, runId: string, part: (typeof PARTS)[number]): Promise<void> {
  // Names are our own constants, never input.
  const [table, key] = [Prisma.raw(`"${part.table}"`), Prisma.raw(`"${part.key}"`)];
  let removed: number;
  do {
    // A synchronous driver would run one after the other without letting anything else in.
    await eventLoopTurn();
    removed = await tx.$executeRaw`DELETE FROM ${table} WHERE "runId" = ${runId} AND ${key} IN
      (SELECT ${key} FROM ${table} WHERE "runId" = ${runId} ORDER BY ${key} LIMIT ${CHUNK})`;
  } while (removed > 0);
}
