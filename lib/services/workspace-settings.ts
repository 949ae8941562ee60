import type { z } from "zod";
import type { SettingsResponse, updateSettingsRequest } from "@/lib/contracts/settings";
import { mergeAutoPause } from "@/lib/core/runs/auto-pause";
import { type AutoPause, DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { describeAdjustment } from "@/lib/core/runs/describe-adjustment";
import type { ServiceContext } from "./context";
import { recordActivity } from "./record-activity";

/** When a new run pauses by itself unless its launch says otherwise. */
export async function autoPauseDefaults({ stores, actor }: ServiceContext): Promise<AutoPause> {
  return (await stores.workspaces.autoPause(actor.workspaceId)) ?? DEFAULT_AUTO_PAUSE;
}

export async function readSettings(context: ServiceContext): Promise<SettingsResponse> {
  return settingsView(await autoPauseDefaults(context));
}

/** Changes what new runs start with; runs that were launched keep theirs. */
export async function updateSettings(
  context: ServiceContext,
  { autoPause }: z.output<typeof updateSettingsRequest>,
): Promise<SettingsResponse> {
  const before = await autoPauseDefaults(context);
  const after = mergeAutoPause(before, autoPause);
  await context.stores.workspaces.setAutoPause(context.actor.workspaceId, after);
  const change = describeAdjustment(
    { priority: "normal", autoPause: before },
    { priority: "normal", autoPause: after },
  );
  const object = { kind: "settings", id: "auto-pause", name: "Pauses of new runs" } as const;
  if (change !== "") await recordActivity(context, { action: "changed", object, change });
  return settingsView(after);
}

function settingsView({ rateLimited, errorsInRow, cooldownOverMs }: AutoPause): SettingsResponse {
  return { autoPause: { rateLimited, errorsInRow, cooldownOverMs } };
}
