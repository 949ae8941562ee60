import type { RepeatLayout } from "@/lib/core/repeats/repeat-layout";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";

/** How the cases of a run are laid out. A dataset stays, archived, as long as runs read it. */
export async function repeatLayout({ stores }: ServiceContext, run: RunRecord): Promise<RepeatLayout> {
  const { datasetId, repeats = 1 } = run.config;
  const dataset = await stores.datasets.get(datasetId);
  return { runId: run.id, repeats, datasetCases: dataset?.caseCount ?? run.totalCases };
}
