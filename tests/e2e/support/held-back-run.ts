import type { Api } from "./api";
import type { Simulator } from "./simulator";

/** A run that is so slow that it cannot end before the test has seen what it looks for, and then lets it go on. */
export async function heldBackRun(api: Api, vendor: Simulator, name: string, cases: number, requestsPerSecond: number) {
  const provider = await api.createProvider({
    name,
    kind: "openai-compatible",
    baseUrl: vendor.baseUrl,
    limits: { requestsPerSecond: 60, burst: 4, concurrency: 12 },
  });
  const dataset = await api.createDataset(name, cases);
  const limits = { requestsPerSecond, burst: 4, concurrency: 12 };
  return api.startRun({ name, datasetId: dataset.id, providerId: provider.id, limits });
}
