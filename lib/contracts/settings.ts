import { z } from "zod";
import { autoPausePatchSchema, autoPauseRulesSchema } from "@/lib/core/runs/auto-pause";

/** What holds for everybody in the workspace. */
export const settingsResponse = z.object({
  /** When new runs pause by themselves, unless they say otherwise. */
  autoPause: autoPauseRulesSchema,
});
export type SettingsResponse = z.infer<typeof settingsResponse>;

export const updateSettingsRequest = z.strictObject({ autoPause: autoPausePatchSchema });
export type UpdateSettingsRequest = z.input<typeof updateSettingsRequest>;
