import type { DatasetResponse } from "@/lib/contracts/datasets";
import { createRunRequest } from "@/lib/contracts/run-launch";
import type { RunResponse } from "@/lib/contracts/runs";
import { limitsSchema } from "@/lib/core/limits/limits";
import { STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import { BUILT_IN_SIMULATOR } from "@/lib/core/simulation/built-in-simulator";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import type { ServiceContext } from "./context";
import { totalsOf } from "./create-dataset";
import { getDataset, recordImport } from "./datasets";
import { launchRun } from "./launch-run";
import { SAMPLE_DATASET_NAME, sampleCases } from "./sample-dataset";

/** Well below what the simulator allows, so that 120 cases last about 25 s and the limiter has something to show. */
const SAMPLE_LIMITS = limitsSchema.parse({ requestsPerSecond: 5, burst: 5, concurrency: 8 });

/**
 * Starts a small run that needs no key: built-in questions against the built-in simulator, both made on first use.
 * @throws DomainError conflict, where the key was used for another request
 */
export async function createSampleRun(context: ServiceContext, idempotencyKey: string | null): Promise<RunResponse> {
  const { datasetId, providerId } = await oneByOne(context, async () => ({
    datasetId: await sampleDataset(context),
    providerId: await sampleProvider(context),
  }));
  const request = createRunRequest.parse({
    name: "Sample run",
    datasetId,
    target: { providerId, model: BUILT_IN_SIMULATOR.model, prompt: "{{question}} Answer with the number alone." },
    evaluators: [{ type: "numeric" }],
    limits: SAMPLE_LIMITS,
  });
  return launchRun(context, request, idempotencyKey);
}

const inMaking = new WeakMap<ServiceContext["stores"], Promise<unknown>>();

/** Of two first presses at once, the second finds what the first made. */
async function oneByOne<T>(context: ServiceContext, make: () => Promise<T>): Promise<T> {
  const before = inMaking.get(context.stores) ?? Promise.resolve();
  const mine = before.then(make, make);
  inMaking.set(context.stores, mine);
  return mine;
}

async function sampleProvider(context: ServiceContext): Promise<string> {
  const { actor, clock, newId, stores } = context;
  const known = (await stores.providers.list(actor.workspaceId)).find(
    (provider) => provider.kind === "simulated" && provider.name === BUILT_IN_SIMULATOR.name,
  );
  if (known !== undefined) return known.id;
  const starter = STARTER_PRESETS.find((preset) => preset.slug === "fast");
  if (starter === undefined) throw new Error("The starter preset fast is gone");
  const { provider } = await stores.providers.create(
    {
      id: newId("prv"),
      workspaceId: actor.workspaceId,
      name: BUILT_IN_SIMULATOR.name,
      kind: "simulated",
      baseUrl: null,
      apiKeyCipher: null,
      apiKeyLast4: null,
      models: [BUILT_IN_SIMULATOR.model],
      simulated: simulatedSettingsSchema.parse(BUILT_IN_SIMULATOR.simulated),
      createdAt: clock.now(),
    },
    { id: newId("pool"), model: "*", limits: starter.limits, origin: `preset ${starter.slug}@1` },
    { at: clock.now(), actor: actor.name, reason: "Sample run", source: context.source },
  );
  return provider.id;
}

/** The built-in questions, made on first use. */
export async function addSampleDataset(context: ServiceContext): Promise<DatasetResponse> {
  return getDataset(context, await oneByOne(context, () => sampleDataset(context)));
}

async function sampleDataset(context: ServiceContext): Promise<string> {
  const { actor, clock, newId, stores } = context;
  const known = (await stores.datasets.list(actor.workspaceId)).find((dataset) => dataset.name === SAMPLE_DATASET_NAME);
  if (known !== undefined) return known.id;
  const cases = sampleCases();
  const id = newId("ds");
  await stores.datasets.begin({
    id,
    workspaceId: actor.workspaceId,
    name: SAMPLE_DATASET_NAME,
    createdAt: clock.now(),
    createdBy: actor.name,
  });
  await stores.datasets.addCases(id, cases);
  await recordImport(context, await stores.datasets.finish(id, totalsOf(cases)));
  return id;
}
