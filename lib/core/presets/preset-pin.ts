/** The version of a preset that a run is pinned to, and whether its limits became others since. */
export interface PresetPin {
  /** `slug@n` */
  readonly preset: string | null;
  readonly presetEdited: boolean;
}

/** "normal@8", "normal@8 (edited)", "none". */
export function pinWords({ preset, presetEdited }: PresetPin): string {
  if (preset === null) return "none";
  return presetEdited ? `${preset} (edited)` : preset;
}

/** One change of a run's limits with the pin that it left. */
export interface PinnedChange {
  readonly revision: number;
  readonly preset: string | null;
}

/**
 * The pin of a run once the change that led to `revision` is taken back: where that change gave it the pin that it still
 * has, the one of before; else what it has. `changes` stand oldest first.
 */
export function pinWithout(changes: readonly PinnedChange[], revision: number, now: string | null): string | null {
  const at = changes.findIndex((change) => change.revision === revision);
  const [made, before] = [changes[at], changes[at - 1]];
  if (made === undefined || before === undefined) return now;
  return made.preset !== before.preset && made.preset === now ? before.preset : now;
}
