import type { Api } from "./api";

/** What a slow run starts with, whatever its provider allows. */
export const SLOW_LIMITS = { requestsPerSecond: 5, burst: 1, concurrency: 20 };

/** A run of 2,000 cases that no test sees the end of, under limits of its own or under a preset. */
export async function slowRun(api: Api, name: string, from: { preset?: string } = {}) {
  const provider = await api.createSimulated(name, { requestsPerSecond: 100, burst: 20, concurrency: 40 });
  const dataset = await api.createDataset(name, 2000);
  const own = from.preset === undefined ? { limits: SLOW_LIMITS } : { preset: from.preset };
  return api.startRun({ name, datasetId: dataset.id, providerId: provider.id, ...own });
}
