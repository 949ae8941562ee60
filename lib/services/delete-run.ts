import { plural } from "@/lib/core/words/number-words";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { recordActivity } from "./record-activity";

/** Deletes a run that is over, for good, on record. @throws DomainError not-found; illegal-transition, where it goes on */
export async function deleteRun(context: ServiceContext, runId: string): Promise<undefined> {
  const { id, name, totalCases, summary } = await findRun(context, runId);
  const removed = await context.stores.runs.remove(id);
  // Of two who press at once, one did it.
  if (!removed) return undefined;
  const change = `${plural(totalCases, "case")}, ${summary.done} of them done`;
  await recordActivity(context, { action: "deleted", object: { kind: "run", id, name }, change });
  return undefined;
}
