import type { z } from "zod";
import type { createProviderRequest, ProviderResponse, updateProviderRequest } from "@/lib/contracts/providers";
import { DomainError } from "@/lib/core/errors";
import { STARTER_PRESET_OF_KIND, STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import { isTerminal, RUN_STATES } from "@/lib/core/runs/run-state";
import { judgeCallsPerCase } from "@/lib/core/scoring/judge-calls";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { NewPool, ProviderRecord } from "@/lib/persistence/provider-store";
import { notFound, type ServiceContext } from "./context";
import { isoTimeOf } from "./iso-time";
import { recordActivity } from "./record-activity";
import { resolvePreset } from "./resolve-preset";

type CreateProvider = z.output<typeof createProviderRequest>;
type UpdateProvider = z.output<typeof updateProviderRequest>;

/** States of a run that still needs its provider. */
const NOT_OVER = RUN_STATES.filter((state) => !isTerminal(state));

export async function listProviders(context: ServiceContext): Promise<{ items: ProviderResponse[]; nextCursor: null }> {
  const records = await context.stores.providers.list(context.actor.workspaceId);
  return { items: records.map(providerView), nextCursor: null };
}

/** @throws DomainError not-found */
export async function getProvider(context: ServiceContext, providerId: string): Promise<ProviderResponse> {
  return providerView(await findProvider(context, providerId));
}

/**
 * Connects a provider. Its pool starts with the given preset or limits, else with the starter preset of its kind.
 * @throws DomainError not-found (the preset)
 */
export async function createProvider(context: ServiceContext, request: CreateProvider): Promise<ProviderResponse> {
  const { actor, clock, keys, newId, stores } = context;
  const id = newId("prv");
  const pool = { id: newId("pool"), model: "*", ...(await startingLimits(context, request)) };
  const { provider } = await stores.providers.create(
    {
      id,
      workspaceId: actor.workspaceId,
      name: request.name,
      kind: request.kind,
      baseUrl: request.baseUrl ?? null,
      ...sealedKey(keys, request.apiKey ?? null, id),
      models: request.models ?? [],
      simulated: request.kind === "simulated" ? (request.simulated ?? simulatedSettingsSchema.parse({})) : null,
      createdAt: clock.now(),
    },
    pool,
    { at: clock.now(), actor: actor.name, reason: null, source: context.source },
  );
  return providerView(provider);
}

/** Changes a connection; running runs use it from their next request on. @throws DomainError not-found, infeasible */
export async function updateProvider(
  context: ServiceContext,
  providerId: string,
  request: UpdateProvider,
): Promise<ProviderResponse> {
  const before = await findProvider(context, providerId);
  if (before.kind === "openai-compatible" && request.baseUrl === null) {
    throw new DomainError(
      "infeasible",
      "An openai-compatible provider needs a baseUrl, e.g. http://localhost:8000/v1.",
      [{ path: "baseUrl", message: "must not be removed" }],
    );
  }
  if (request.simulated !== undefined && before.kind !== "simulated") {
    throw new DomainError(
      "infeasible",
      `Simulated settings belong to a provider of kind simulated; "${before.name}" is ${before.kind}.`,
      [{ path: "simulated", message: "does not apply to this kind" }],
    );
  }
  const { apiKey, ...rest } = request;
  const key = apiKey === undefined ? {} : sealedKey(context.keys, apiKey, providerId);
  const after = await context.stores.providers.update(providerId, { ...rest, ...key }, context.clock.now());
  context.providerChanged(providerId);
  const change = connectionChange(before, after, apiKey);
  const object = { kind: "provider", id: after.id, name: after.name } as const;
  if (change !== "") await recordActivity(context, { action: "changed", object, change });
  return providerView(after);
}

/** Takes a provider out of use; what its runs brought stays. @throws DomainError not-found, conflict */
export async function deleteProvider(context: ServiceContext, providerId: string): Promise<undefined> {
  const provider = await findProvider(context, providerId);
  const { workspaceId } = context.actor;
  const { items } = await context.stores.runs.list({
    workspaceId,
    providerIds: [providerId],
    states: NOT_OVER,
    limit: 1,
  });
  const [run = await judgedRun(context, providerId)] = items;
  if (run !== undefined) {
    throw new DomainError(
      "conflict",
      `The run "${run.name}" (${run.id}) uses "${provider.name}" and is ${run.state}. Cancel it or let it finish first.`,
    );
  }
  await context.stores.providers.archive(providerId, context.clock.now());
  context.providerChanged(providerId);
  const object = { kind: "provider", id: providerId, name: provider.name } as const;
  await recordActivity(context, { action: "removed", object });
  return undefined;
}

/** What became of a connection, in words. Of a key only that it is another one. */
function connectionChange(before: ProviderRecord, after: ProviderRecord, apiKey: string | null | undefined): string {
  const told = (label: string, from: string, to: string) => (from === to ? [] : [`${label} ${from}→${to}`]);
  const models = (record: ProviderRecord) => record.models.join(", ") || "any";
  return [
    ...told("name", before.name, after.name),
    ...told("URL", before.baseUrl ?? "default", after.baseUrl ?? "default"),
    ...(apiKey === undefined ? [] : [apiKey === null ? "key removed" : "key replaced"]),
    ...told("models", models(before), models(after)),
    ...(JSON.stringify(before.simulated) === JSON.stringify(after.simulated) ? [] : ["simulated settings changed"]),
  ].join(", ");
}

/** A run that is not over and has a judge of this provider. */
async function judgedRun({ stores, actor }: ServiceContext, providerId: string): Promise<RunRecord | undefined> {
  const runs = await stores.runs.inStates(NOT_OVER);
  return runs.find(
    ({ workspaceId, config }) =>
      workspaceId === actor.workspaceId &&
      judgeCallsPerCase(config.evaluators).some((judge) => judge.providerId === providerId),
  );
}

/** @throws DomainError not-found, also where it was removed */
export async function findProvider(context: ServiceContext, providerId: string): Promise<ProviderRecord> {
  const provider = await context.stores.providers.get(providerId);
  if (provider === null || provider.workspaceId !== context.actor.workspaceId || provider.archivedAt !== null) {
    throw notFound("provider", providerId);
  }
  return provider;
}

async function startingLimits(
  context: ServiceContext,
  request: CreateProvider,
): Promise<Pick<NewPool, "limits" | "origin">> {
  if (request.limits !== undefined) return { limits: request.limits, origin: "custom" };
  if (request.preset !== undefined) {
    const preset = await resolvePreset(context, request.preset);
    return { limits: preset.limits, origin: `preset ${preset.ref}` };
  }
  const slug = STARTER_PRESET_OF_KIND[request.kind];
  const starter = STARTER_PRESETS.find((preset) => preset.slug === slug);
  if (starter === undefined) throw new Error(`No starter preset is called ${slug}`);
  return { limits: starter.limits, origin: `preset ${slug}@1` };
}

function sealedKey(keys: ServiceContext["keys"], apiKey: string | null, providerId: string) {
  if (apiKey === null) return { apiKeyCipher: null, apiKeyLast4: null };
  // Four characters tell keys apart; of a short one they would tell too much.
  return { apiKeyCipher: keys.seal(apiKey, providerId), apiKeyLast4: apiKey.length >= 12 ? apiKey.slice(-4) : "" };
}

function providerView(provider: ProviderRecord): ProviderResponse {
  return {
    id: provider.id,
    name: provider.name,
    kind: provider.kind,
    baseUrl: provider.baseUrl,
    hasApiKey: provider.apiKeyCipher !== null,
    apiKeyLast4: provider.apiKeyLast4,
    models: [...provider.models],
    simulated: provider.simulated,
    createdAt: isoTimeOf(provider.createdAt),
    updatedAt: isoTimeOf(provider.updatedAt),
  };
}
