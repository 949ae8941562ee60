import { STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import type { Actor, ServiceContext } from "./context";

/** Who acts until there are accounts: the one workspace's owner. */
export const LOCAL_OWNER: Actor = {
  workspaceId: "default",
  personId: "local-owner",
  name: "Local owner",
  role: "owner",
};

/** Makes the first workspace with its starter presets; does nothing to one that exists. */
export async function seedWorkspace(context: Pick<ServiceContext, "stores" | "clock" | "newId">): Promise<void> {
  const { clock, newId, stores } = context;
  const { workspaceId } = LOCAL_OWNER;
  await stores.workspaces.ensure({ id: workspaceId, name: "Default", createdAt: clock.now() });
  for (const { slug, name, description, limits } of STARTER_PRESETS) {
    // One by one, so that a start that was cut off in the middle is made up for by the next. A deleted one stays deleted.
    if ((await stores.presets.get(workspaceId, slug)) !== null) continue;
    const first = { id: newId("pre"), limits, message: "Starter preset", author: "Evalpace", createdAt: clock.now() };
    await stores.presets.create({ id: newId("pre"), workspaceId, slug, name, description }, first);
  }
}
