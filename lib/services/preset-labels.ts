import type { z } from "zod";
import type { movePresetLabelRequest, PresetResponse } from "@/lib/contracts/presets";
import type { ServiceContext } from "./context";
import { findPreset, readPreset } from "./presets";

type MoveLabel = z.output<typeof movePresetLabelRequest>;

/** Points a label to a version ("deploys" it), on record. @throws DomainError not-found; stale-revision */
export async function movePresetLabel(
  context: ServiceContext,
  { slug, label }: { slug: string; label: string },
  { version, reason, expected }: MoveLabel,
): Promise<PresetResponse> {
  const { actor, clock, source, stores } = context;
  const preset = await findPreset(context, slug);
  const note = { at: clock.now(), actor: actor.name, reason: reason || null, source };
  await stores.presets.moveLabel(preset.id, { name: label, to: version, expected, ...note });
  return readPreset(context, slug);
}

/** Takes a label away, on record. @throws DomainError not-found */
export async function removePresetLabel(
  context: ServiceContext,
  { slug, label }: { slug: string; label: string },
): Promise<undefined> {
  const { actor, clock, source, stores } = context;
  const preset = await findPreset(context, slug);
  const note = { at: clock.now(), actor: actor.name, reason: null, source };
  await stores.presets.moveLabel(preset.id, { name: label, to: null, expected: undefined, ...note });
  return undefined;
}
