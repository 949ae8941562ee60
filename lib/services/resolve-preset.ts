import { DomainError } from "@/lib/core/errors";
import type { Limits } from "@/lib/core/limits/limits";
import type { PresetRecord } from "@/lib/persistence/preset-row";
import type { ServiceContext } from "./context";

/** Limits of a preset version, and the pin of that version. */
export interface ResolvedPreset {
  /** `slug@n` */
  readonly ref: string;
  readonly limits: Limits;
}

/**
 * Finds `slug` (its newest version), `slug@n` or `slug@label`. What comes back pins the version, so that a label may move
 * later without moving what was started with it. An archived preset is found by its pin only.
 * @throws DomainError not-found
 */
export async function resolvePreset(context: ServiceContext, reference: string): Promise<ResolvedPreset> {
  const { presets } = context.stores;
  const [slug = "", pin] = reference.split("@");
  const preset = await presets.get(context.actor.workspaceId, slug);
  const byNumber = pin !== undefined && /^[0-9]+$/.test(pin);
  if (preset === null || (preset.archivedAt !== null && !byNumber)) {
    throw missing(reference, "GET /api/v1/presets lists those that exist.");
  }
  if (pin === undefined) return { ref: `${slug}@${preset.latest.n}`, limits: preset.latest.limits };
  const n = byNumber ? Number(pin) : preset.labels.find((label) => label.name === pin)?.n;
  if (n === undefined) throw missing(reference, labelsOf(preset));
  const version = await presets.version(preset.id, n);
  if (version === null) throw missing(reference, `Its newest version is ${slug}@${preset.latest.n}.`);
  return { ref: `${slug}@${version.n}`, limits: version.limits };
}

/** The limits that a pin (`slug@n`) stands for; null where there is no such version. */
export async function pinnedLimits(context: ServiceContext, pin: string): Promise<Limits | null> {
  const { presets } = context.stores;
  const [slug = "", n = ""] = pin.split("@");
  const preset = await presets.get(context.actor.workspaceId, slug);
  const version = preset === null ? null : await presets.version(preset.id, Number(n));
  return version?.limits ?? null;
}

function labelsOf({ slug, labels }: PresetRecord): string {
  if (labels.length === 0) return `${slug} has no labels.`;
  return `Its labels are ${labels.map(({ name, n }) => `${name} (v${n})`).join(", ")}.`;
}

function missing(reference: string, instead: string): DomainError {
  return new DomainError("not-found", `There is no preset "${reference}". ${instead}`, [
    { path: "preset", message: `"${reference}" does not exist` },
  ]);
}
