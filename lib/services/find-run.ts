import type { RunRecord } from "@/lib/engine/ports/run-records";
import { notFound, type ServiceContext } from "./context";

/** @throws DomainError not-found */
export async function findRun(context: ServiceContext, runId: string): Promise<RunRecord> {
  const run = await context.stores.runs.get(runId);
  if (run === null || run.workspaceId !== context.actor.workspaceId) throw notFound("run", runId);
  return run;
}
