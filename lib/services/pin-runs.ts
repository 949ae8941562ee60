import type { ServiceContext } from "./context";
import { findRun } from "./find-run";

/** Keeps a run on top of the list, for everybody in the workspace, or lets it back. @throws DomainError not-found */
export async function pinRun(
  context: ServiceContext,
  runId: string,
  pinned: boolean,
): Promise<{ runId: string; pinned: boolean }> {
  const { actor, clock, stores } = context;
  await findRun(context, runId);
  if (pinned) await stores.pins.pin(actor.workspaceId, runId, { actor: actor.name, at: clock.now() });
  else await stores.pins.unpin(actor.workspaceId, runId);
  return { runId, pinned };
}
