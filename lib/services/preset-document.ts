import type { z } from "zod";
import type { importPresetRequest, importPresetResponse } from "@/lib/contracts/presets";
import { DomainError } from "@/lib/core/errors";
import type { Limits } from "@/lib/core/limits/limits";
import { PROVIDER_KINDS, type ProviderKind } from "@/lib/core/limits/starter-limits";
import { type PresetDocument, readPresetDocument } from "@/lib/core/presets/preset-document";
import { normalScope } from "@/lib/core/presets/preset-scope";
import type { NewPresetVersion } from "@/lib/persistence/preset-row";
import { notFound, type ServiceContext } from "./context";
import { isoTimeOf } from "./iso-time";
import { findPreset, readPreset } from "./presets";

type ImportPreset = z.output<typeof importPresetRequest>;
type ImportResult = z.infer<typeof importPresetResponse>;

/** A preset with its versions and labels, to be taken elsewhere. @throws DomainError not-found */
export async function exportPreset(context: ServiceContext, slug: string): Promise<PresetDocument> {
  const preset = await findPreset(context, slug);
  const versions = await context.stores.presets.versions(preset.id);
  const { provider, model } = preset.scope;
  return {
    format: "evalpace-preset",
    formatVersion: 1,
    slug,
    name: preset.name,
    description: preset.description,
    scope: { provider: await kindOf(context, provider), model },
    versions: versions.reverse().map(({ n, limits, message, author, createdAt }) => ({
      n,
      limits,
      message,
      author,
      createdAt: isoTimeOf(createdAt),
    })),
    labels: Object.fromEntries(preset.labels.map(({ name, n }) => [name, n])),
  };
}

/** What a scope's provider is called in any workspace; null where the provider is gone. */
async function kindOf(context: ServiceContext, provider: string | null): Promise<ProviderKind | null> {
  const kind = PROVIDER_KINDS.find((each) => each === provider);
  if (kind !== undefined || provider === null) return kind ?? null;
  const providers = await context.stores.providers.list(context.actor.workspaceId);
  return providers.find(({ id }) => id === provider)?.kind ?? null;
}

/**
 * Makes a preset of its own, or further versions of the one with the slug, all or nothing. Labels are not taken along:
 * moving one is a decision of the team that uses it.
 * @throws DomainError invalid-input; infeasible, where it holds a secret; conflict, where the slug is taken; not-found
 */
export async function importPreset(context: ServiceContext, request: ImportPreset): Promise<ImportResult> {
  const { document, unknownKeys } = usable(request.document);
  const slug = request.slug ?? document.slug;
  const { added, same } =
    request.as === "preset"
      ? await importAsPreset(context, slug, document)
      : await importAsVersions(context, slug, document);
  return { preset: await readPreset(context, slug), added, same, unknownKeys: [...unknownKeys] };
}

function usable(value: unknown): { document: PresetDocument; unknownKeys: readonly string[] } {
  const { document, unknownKeys, secrets, problems } = readPresetDocument(value);
  if (secrets.length > 0) {
    throw new DomainError(
      "infeasible",
      `The document holds what looks like a secret, at ${secrets.join(", ")}. Presets hold no keys: take it out, and replace a key that has been passed on.`,
      secrets.map((path) => ({ path: `document.${path}`, message: "looks like a secret" })),
    );
  }
  if (document === null) {
    const issues = problems.map(({ path, message }) => ({ path: `document.${path}`, message }));
    throw new DomainError(
      "invalid-input",
      `The document is no preset: ${issues[0]?.message ?? "unknown form"}`,
      issues,
    );
  }
  return { document, unknownKeys };
}

async function importAsPreset(context: ServiceContext, slug: string, document: PresetDocument) {
  const { actor, newId, stores } = context;
  const { kept, same } = withoutRepeats(document.versions, null);
  const [first, ...further] = kept.map((version) => newVersion(context, version));
  if (first === undefined) throw new Error("a document without a version passed its schema");
  const { name, description } = document;
  const scope = normalScope(document.scope);
  await stores.presets.create(
    { id: newId("pre"), workspaceId: actor.workspaceId, slug, name, description, scope },
    first,
    further,
  );
  return { added: kept.length, same };
}

async function importAsVersions(context: ServiceContext, slug: string, document: PresetDocument) {
  const preset = await findPreset(context, slug);
  if (preset.archivedAt !== null) throw notFound("preset in use (it is archived)", slug);
  const { kept, same } = withoutRepeats(document.versions, preset.latest.limits);
  const [first, ...further] = kept.map((version) => newVersion(context, version));
  if (first !== undefined) await context.stores.presets.addVersions(preset.id, [first, ...further], preset.latest.n);
  return { added: kept.length, same };
}

/** Versions with the values of the one before say nothing. */
function withoutRepeats(versions: PresetDocument["versions"], before: Limits | null) {
  let last = before === null ? "" : valuesOf(before);
  const kept = versions.filter(({ limits }) => {
    const repeats = valuesOf(limits) === last;
    last = valuesOf(limits);
    return !repeats;
  });
  return { kept, same: versions.length - kept.length };
}

/** Both sides came out of the same schema, so their keys stand in the same order. */
function valuesOf(limits: Limits): string {
  return JSON.stringify(limits);
}

/** Who imports is the author here; whose it was stands in the message. */
function newVersion(context: ServiceContext, version: PresetDocument["versions"][number]): NewPresetVersion {
  const { n, limits, message, author, createdAt } = version;
  const by = author === null ? "" : ` by ${author}`;
  const on = createdAt === null ? "" : ` on ${createdAt.slice(0, 10)}`;
  const origin = `imported, was v${n}${by}${on}`;
  return {
    id: context.newId("pre"),
    limits,
    message: (message === null ? origin : `${message} (${origin})`).slice(0, 500),
    author: context.actor.name,
    createdAt: context.clock.now(),
  };
}
