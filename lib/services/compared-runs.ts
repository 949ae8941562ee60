import type { z } from "zod";
import type { compareQuery } from "@/lib/contracts/compare";
import { DomainError } from "@/lib/core/errors";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ComparedRun } from "@/lib/persistence/compared-figures";
import { notFound, type ServiceContext } from "./context";
import { repeatLayout } from "./repeat-layout";

export interface ComparedRuns {
  /** In the order asked for. */
  readonly runs: readonly RunRecord[];
  /** Id of the baseline. */
  readonly base: string;
  /** For the store: the baseline first, the others in their order. */
  readonly baselineFirst: readonly ComparedRun[];
}

/** The runs that a comparison names. @throws DomainError not-found (with the place of the run), invalid-input */
export async function comparedRuns(
  context: ServiceContext,
  query: z.output<typeof compareQuery>,
): Promise<ComparedRuns> {
  const found = await Promise.all(query.runs.map((id) => context.stores.runs.get(id)));
  const runs = found.map((run, at) => {
    const id = query.runs[at] ?? "";
    if (run !== null && run.workspaceId === context.actor.workspaceId) return run;
    const { code, message } = notFound("run", id);
    throw new DomainError(code, message, [{ path: `runs.${id}`, message: "there is no such run" }]);
  });
  const base = query.base ?? query.runs[0] ?? "";
  const baseline = runs.find((run) => run.id === base);
  if (baseline === undefined) {
    const issue = { path: "base", message: "base must be one of runs" };
    throw new DomainError("invalid-input", `${issue.message}, and ${base} is not.`, [issue]);
  }
  const ordered = [baseline, ...runs.filter((run) => run.id !== base)];
  const baselineFirst = await Promise.all(
    ordered.map(async (run) => {
      const { repeats, datasetCases } = await repeatLayout(context, run);
      const totalCases = run.totalCases / repeats;
      return { id: run.id, datasetId: run.config.datasetId, totalCases, repeats, datasetCases };
    }),
  );
  return { runs, base, baselineFirst };
}
