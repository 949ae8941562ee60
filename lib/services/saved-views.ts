import type { z } from "zod";
import {
  type createViewRequest,
  type listViewsQuery,
  type updateViewRequest,
  type ViewResponse,
  viewResponse,
} from "@/lib/contracts/views";
import type { SavedViewRecord } from "@/lib/persistence/saved-view-store";
import { notFound, type ServiceContext } from "./context";
import { isoTimeOf } from "./iso-time";

export async function listViews(
  context: ServiceContext,
  { page }: z.output<typeof listViewsQuery>,
): Promise<{ items: ViewResponse[] }> {
  return { items: (await context.stores.views.list(context.actor.workspaceId, page)).map(viewOf) };
}

/** @throws DomainError conflict (the name is taken) */
export async function createView(
  context: ServiceContext,
  request: z.output<typeof createViewRequest>,
): Promise<ViewResponse> {
  const { actor, clock, newId, stores } = context;
  const view = { ...request, id: newId("view"), createdBy: actor.name, createdAt: clock.now() };
  return viewOf(await stores.views.add(actor.workspaceId, view));
}

/** @throws DomainError not-found, conflict (the name is taken) */
export async function updateView(
  context: ServiceContext,
  id: string,
  request: z.output<typeof updateViewRequest>,
): Promise<ViewResponse> {
  const { actor, clock, stores } = context;
  await stores.views.change(actor.workspaceId, id, { ...request, at: clock.now() });
  const view = await stores.views.get(actor.workspaceId, id);
  if (view === null) throw notFound("view", id);
  return viewOf(view);
}

/** @throws DomainError not-found */
export async function deleteView(context: ServiceContext, id: string): Promise<void> {
  if (!(await context.stores.views.remove(context.actor.workspaceId, id))) throw notFound("view", id);
}

function viewOf({ createdAt, updatedAt, ...view }: SavedViewRecord): ViewResponse {
  return viewResponse.parse({ ...view, createdAt: isoTimeOf(createdAt), updatedAt: isoTimeOf(updatedAt) });
}
