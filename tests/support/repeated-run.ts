import type { DatasetCase } from "@/lib/core/datasets/dataset-case";
import type { RunConfig } from "@/lib/core/runs/run-config";
import type { Stores } from "@/lib/persistence/open-stores";
import type { NewRun } from "@/lib/persistence/run-creation";
import { newRun, storeDataset } from "./stored-rows";

/** Cases of these ids; the variable `n` is the position. */
export function casesNamed(ids: readonly string[]): DatasetCase[] {
  return ids.map((id, ord) => ({ ord, id, vars: { n: ord }, expected: null, metadata: {} }));
}

/** A queued run that asks each of the cases so often, as the comparison and the layout name it. */
export async function repeatedRun(
  stores: Stores,
  ids: readonly string[],
  repeats: number,
  { config, ...over }: Partial<Omit<NewRun, "config">> & { config?: Partial<RunConfig> } = {},
) {
  const { id: datasetId } = await storeDataset(stores, "w", casesNamed(ids));
  const plain = newRun("w", datasetId, over);
  const { run } = await stores.runs.create({ ...plain, config: { ...plain.config, repeats, ...config } });
  const layout = { runId: run.id, repeats, datasetCases: ids.length };
  const totalCases = run.totalCases / repeats;
  const compared = { id: run.id, datasetId, totalCases, repeats, datasetCases: ids.length };
  return { run, datasetId, layout, compared };
}
