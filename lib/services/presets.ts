import type { z } from "zod";
import type {
  createPresetRequest,
  createPresetVersionRequest,
  listPresetsQuery,
  PresetDetailResponse,
  PresetResponse,
  PresetVersionResponse,
  restorePresetRequest,
  updatePresetRequest,
} from "@/lib/contracts/presets";
import { DomainError } from "@/lib/core/errors";
import { PROVIDER_KINDS } from "@/lib/core/limits/starter-limits";
import { ANY_SCOPE, normalScope, type PresetScope, scopeWords } from "@/lib/core/presets/preset-scope";
import type { PresetDetails, PresetRecord, PresetVersionRecord } from "@/lib/persistence/preset-row";
import type { PresetUse } from "@/lib/persistence/run-queries";
import { notFound, type ServiceContext } from "./context";
import { isoTimeOf, isoTimeOrNull } from "./iso-time";
import { recordActivity } from "./record-activity";

type CreatePreset = z.output<typeof createPresetRequest>;
type UpdatePreset = z.output<typeof updatePresetRequest>;
type CreateVersion = z.output<typeof createPresetVersionRequest>;
type RestorePreset = z.output<typeof restorePresetRequest>;

/** Runs shown with a preset. */
const RECENT_RUNS = 20;
/** Moves of labels shown with a preset; older ones stay on record. */
const RECENT_MOVES = 50;

const WHICH = { false: "in-use", true: "archived", all: "all" } as const;

export async function listPresets(
  context: ServiceContext,
  { archived }: z.output<typeof listPresetsQuery>,
): Promise<{ items: PresetResponse[]; nextCursor: null }> {
  const [presets, uses] = await Promise.all([
    context.stores.presets.list(context.actor.workspaceId, WHICH[archived]),
    usesOfVersions(context),
  ]);
  return { items: presets.map((preset) => presetView(preset, uses)), nextCursor: null };
}

/** @throws DomainError not-found */
export async function getPreset(context: ServiceContext, slug: string): Promise<PresetDetailResponse> {
  const preset = await findPreset(context, slug);
  const { actor, stores } = context;
  const [versions, uses, runs, labelMoves] = await Promise.all([
    stores.presets.versions(preset.id),
    usesOfVersions(context),
    stores.runs.recentOfPreset(actor.workspaceId, slug, RECENT_RUNS),
    stores.presets.labelMoves(preset.id, RECENT_MOVES),
  ]);
  return {
    ...presetView(preset, uses),
    history: versions.map((version) => versionView(slug, version, uses)),
    labelMoves: labelMoves.map(({ seq: _, at, ...move }) => ({ ...move, at: isoTimeOf(at) })),
    recentRuns: runs.map((run) => ({ id: run.id, name: run.name, state: run.state, preset: run.preset ?? slug })),
  };
}

/** Saves limits as version 1 of a new preset. @throws DomainError conflict where the slug is taken, invalid-input */
export async function createPreset(context: ServiceContext, request: CreatePreset): Promise<PresetResponse> {
  const slug = request.slug ?? slugOf(request.name);
  await context.stores.presets.create(
    {
      id: context.newId("pre"),
      workspaceId: context.actor.workspaceId,
      slug,
      name: request.name,
      description: request.description ?? null,
      scope: await knownScope(context, request.scope ?? ANY_SCOPE),
    },
    newVersion(context, request.limits, request.message ?? null),
  );
  return readPreset(context, slug);
}

/** Changes what is no version. @throws DomainError not-found, stale-revision, invalid-input (an unknown provider) */
export async function updatePreset(
  context: ServiceContext,
  slug: string,
  request: UpdatePreset,
): Promise<PresetResponse> {
  const preset = await findPreset(context, slug);
  const { name = preset.name, description = preset.description } = request;
  // A scope that stays may name a provider that is gone.
  const scope = request.scope === undefined ? preset.scope : await knownScope(context, request.scope);
  const details = { name, description: description || null, scope };
  if (sameDetails(preset, details) && preset.archivedAt === null) return readPreset(context, slug);
  const change = await detailChange(context, preset, details);
  const { clock, stores } = context;
  // What the request does not name is kept as it was read: it must not have changed meanwhile.
  const edit = { expectedRevision: request.revision ?? preset.revision, at: clock.now() };
  await stores.presets.updateDetails(preset.id, details, edit);
  await recordActivity(context, { action: "changed", object: { kind: "preset", id: slug, name }, change });
  return readPreset(context, slug);
}

function sameDetails(a: PresetDetails, b: PresetDetails): boolean {
  return a.name === b.name && a.description === b.description && sameScope(a.scope, b.scope);
}

function sameScope(a: PresetScope, b: PresetScope): boolean {
  return a.provider === b.provider && a.model === b.model;
}

async function detailChange(context: ServiceContext, before: PresetDetails, after: PresetDetails): Promise<string> {
  const names = await providerNames(context);
  const words = ({ scope: { provider, model } }: PresetDetails) =>
    scopeWords(provider === null ? null : (names.get(provider) ?? provider), model) ?? "any";
  const parts = [
    before.name === after.name ? null : `name ${before.name}→${after.name}`,
    before.description === after.description ? null : "description",
    sameScope(before.scope, after.scope) ? null : `for ${words(before)}→${words(after)}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** @throws DomainError invalid-input, where the provider is neither a kind nor one of the workspace's */
async function knownScope(context: ServiceContext, given: PresetScope): Promise<PresetScope> {
  const scope = normalScope(given);
  const { provider } = scope;
  if (
    provider === null ||
    PROVIDER_KINDS.some((kind) => kind === provider) ||
    (await providerNames(context)).has(provider)
  )
    return scope;
  throw new DomainError(
    "invalid-input",
    `"${provider}" is neither a kind of provider (${PROVIDER_KINDS.join(", ")}) nor the id of one.`,
    [{ path: "scope.provider", message: "names no kind and no provider" }],
  );
}

async function providerNames({ actor, stores }: ServiceContext): Promise<ReadonlyMap<string, string>> {
  const providers = await stores.providers.list(actor.workspaceId);
  return new Map(providers.map(({ id, name }) => [id, name]));
}

/** Archives a preset; pools and runs that pin a version keep it. @throws DomainError not-found */
export async function deletePreset(context: ServiceContext, slug: string): Promise<undefined> {
  const preset = await findPreset(context, slug);
  if (preset.archivedAt !== null) throw notFound("preset", slug);
  await context.stores.presets.archive(preset.id, context.clock.now());
  await recordActivity(context, { action: "archived", object: { kind: "preset", id: slug, name: preset.name } });
  return undefined;
}

/** Brings an archived preset back; one that is not archived stays as it is. @throws DomainError not-found */
export async function unarchivePreset(context: ServiceContext, slug: string): Promise<PresetResponse> {
  const preset = await findPreset(context, slug);
  if (await context.stores.presets.unarchive(preset.id, context.clock.now())) {
    await recordActivity(context, { action: "brought back", object: { kind: "preset", id: slug, name: preset.name } });
  }
  return readPreset(context, slug);
}

/** @throws DomainError not-found */
export async function listPresetVersions(
  context: ServiceContext,
  slug: string,
): Promise<{ items: PresetVersionResponse[]; nextCursor: null }> {
  const preset = await findPreset(context, slug);
  const [versions, uses] = await Promise.all([context.stores.presets.versions(preset.id), usesOfVersions(context)]);
  return { items: versions.map((version) => versionView(slug, version, uses)), nextCursor: null };
}

/** Adds a version; earlier ones never change. @throws DomainError not-found, stale-revision */
export async function createPresetVersion(
  context: ServiceContext,
  slug: string,
  request: CreateVersion,
): Promise<PresetVersionResponse> {
  const preset = await findPreset(context, slug);
  const after = await context.stores.presets.addVersion(
    preset.id,
    newVersion(context, request.limits, request.message ?? null),
    { parent: null, expectedLatest: request.parent ?? null },
  );
  return versionView(slug, after.latest, NOT_USED);
}

/** Makes an earlier version the newest, as a new version. @throws DomainError not-found */
export async function restorePreset(
  context: ServiceContext,
  slug: string,
  request: RestorePreset,
): Promise<PresetVersionResponse> {
  const preset = await findPreset(context, slug);
  const restored = await context.stores.presets.version(preset.id, request.version);
  if (restored === null) throw notFound("preset version", `${slug}@${request.version}`);
  const after = await context.stores.presets.addVersion(
    preset.id,
    newVersion(context, restored.limits, request.message ?? `Restore v${request.version}`),
    { parent: request.version, expectedLatest: null },
  );
  return versionView(slug, after.latest, NOT_USED);
}

/** A preset as lists show it. @throws DomainError not-found */
export async function readPreset(context: ServiceContext, slug: string): Promise<PresetResponse> {
  const [preset, uses] = await Promise.all([findPreset(context, slug), usesOfVersions(context)]);
  return presetView(preset, uses);
}

/** Also finds an archived one. @throws DomainError not-found */
export async function findPreset(context: ServiceContext, slug: string): Promise<PresetRecord> {
  const preset = await context.stores.presets.get(context.actor.workspaceId, slug);
  if (preset === null) throw notFound("preset", slug);
  return preset;
}

function newVersion(context: ServiceContext, limits: CreatePreset["limits"], message: string | null) {
  const { actor, clock, newId, source } = context;
  return { id: newId("pre"), limits, message, author: actor.name, source, createdAt: clock.now() };
}

/** @throws DomainError invalid-input, where the name has no letter or digit that a slug may hold */
function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  if (slug === "") {
    throw new DomainError(
      "invalid-input",
      `No slug can be made from the name "${name}". Give a slug, e.g. openai-default.`,
      [{ path: "slug", message: "is required, as the name has no latin letter or digit" }],
    );
  }
  return slug;
}

/** How many runs and pools use each version, by `slug@n`; and the names of the providers that scopes may name, by id. */
interface Uses {
  readonly providers: ReadonlyMap<string, string>;
  readonly runs: ReadonlyMap<string, PresetUse>;
  readonly pools: ReadonlyMap<string, number>;
}
const NOT_USED: Uses = { runs: new Map(), pools: new Map(), providers: new Map() };

async function usesOfVersions(context: ServiceContext): Promise<Uses> {
  const { workspaceId } = context.actor;
  const [runs, origins, providers] = await Promise.all([
    context.stores.runs.presetUses(workspaceId),
    context.stores.pools.countByOrigin(workspaceId),
    providerNames(context),
  ]);
  const pools = new Map([...origins].map(([origin, count]) => [origin.replace(/^preset /, ""), count]));
  return { runs, pools, providers };
}

function presetView(preset: PresetRecord, uses: Uses): PresetResponse {
  return {
    slug: preset.slug,
    name: preset.name,
    description: preset.description,
    scope: { ...preset.scope, providerName: uses.providers.get(preset.scope.provider ?? "") ?? null },
    revision: preset.revision,
    createdAt: isoTimeOf(preset.createdAt),
    updatedAt: isoTimeOf(preset.updatedAt),
    archivedAt: isoTimeOrNull(preset.archivedAt),
    latest: versionView(preset.slug, preset.latest, uses),
    // Versions are counted up without a gap.
    versions: preset.latest.n,
    usedBy: usedByAny(preset, uses),
    labels: preset.labels.map(({ n, movedAt, ...label }) => ({ ...label, version: n, movedAt: isoTimeOf(movedAt) })),
  };
}

function usedByAny({ slug, latest }: PresetRecord, uses: Uses): PresetResponse["usedBy"] {
  const refs = Array.from({ length: latest.n }, (_, at) => `${slug}@${at + 1}`);
  const runs = refs.flatMap((ref) => uses.runs.get(ref) ?? []);
  return {
    liveRuns: runs.reduce((sum, { live }) => sum + live, 0),
    pastRuns: runs.reduce((sum, { over }) => sum + over, 0),
    pools: refs.reduce((sum, ref) => sum + (uses.pools.get(ref) ?? 0), 0),
  };
}

function versionView(slug: string, version: PresetVersionRecord, uses: Uses): PresetVersionResponse {
  const ref = `${slug}@${version.n}`;
  const { live = 0, over = 0 } = uses.runs.get(ref) ?? {};
  return {
    ref,
    n: version.n,
    limits: version.limits,
    message: version.message,
    author: version.author,
    createdAt: isoTimeOf(version.createdAt),
    parent: version.parent,
    usedBy: { runs: live + over, pools: uses.pools.get(ref) ?? 0 },
  };
}
