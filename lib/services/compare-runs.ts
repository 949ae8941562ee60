import type { z } from "zod";
import type { CompareResponse, compareQuery } from "@/lib/contracts/compare";
import type { RunResponse } from "@/lib/contracts/runs";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { pairedTest } from "@/lib/core/comparing/paired-test";
import { wilsonInterval } from "@/lib/core/comparing/wilson-interval";
import { comparedRuns } from "./compared-runs";
import type { ServiceContext } from "./context";
import { readRun } from "./read-runs";

/** Runs side by side, each against the baseline. @throws DomainError not-found, invalid-input */
export async function compareRuns(
  context: ServiceContext,
  query: z.output<typeof compareQuery>,
): Promise<CompareResponse> {
  const { runs, base, baselineFirst } = await comparedRuns(context, query);
  const patterns = await context.stores.comparison.patterns(baselineFirst);
  const counts = countPairs(patterns, baselineFirst.length - 1);
  const views = await Promise.all(runs.map((run) => readRun(context, run.id)));
  return {
    base,
    runs: views.map((run) => ({
      run,
      passRateInterval: wilsonInterval(run.counts.passed, run.counts.passed + run.counts.failed),
      attemptsPerCase: attemptsPerCase(run),
    })),
    differences: baselineFirst.slice(1).flatMap(({ id }, at) => {
      const pairs = counts.pairs[at];
      return pairs === undefined ? [] : [{ runId: id, pairs: { ...pairs }, test: pairedTest(pairs) }];
    }),
    rows: { ...counts.rows },
  };
}

/** Mean over the done cases, of attempts of the target. */
function attemptsPerCase(run: RunResponse): number | null {
  const cases = run.attemptsPerCase.reduce((sum, entry) => sum + entry.cases, 0);
  const attempts = run.attemptsPerCase.reduce((sum, entry) => sum + entry.cases * entry.attempts, 0);
  return cases === 0 ? null : attempts / cases;
}
