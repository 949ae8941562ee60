import type { z } from "zod";
import type { CompareResponse, compareQuery } from "@/lib/contracts/compare";
import type { RunResponse } from "@/lib/contracts/runs";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { pairedShareTest, shareDifferences } from "@/lib/core/comparing/paired-share-test";
import { pairedTest } from "@/lib/core/comparing/paired-test";
import { comparedRuns } from "./compared-runs";
import type { ServiceContext } from "./context";
import { passRateInterval } from "./read-repeats";
import { readRun } from "./read-runs";

/** Runs side by side, each against the baseline. @throws DomainError not-found, invalid-input */
export async function compareRuns(
  context: ServiceContext,
  query: z.output<typeof compareQuery>,
): Promise<CompareResponse> {
  const { runs, base, baselineFirst } = await comparedRuns(context, query);
  const patterns = await context.stores.comparison.patterns(baselineFirst);
  const counts = countPairs(patterns, baselineFirst.length - 1);
  const compared = runs.map(async (record) => {
    const run = await readRun(context, record.id);
    const interval = await passRateInterval(context, record, run.counts);
    return { run, passRateInterval: interval, attemptsPerCase: attemptsPerCase(run) };
  });
  return {
    base,
    runs: await Promise.all(compared),
    differences: baselineFirst.slice(1).flatMap(({ id, repeats }, at) => {
      const pairs = counts.pairs[at];
      if (pairs === undefined) return [];
      const single = repeats === 1 && baselineFirst[0]?.repeats === 1;
      const test = single ? pairedTest(pairs) : pairedShareTest(shareDifferences(patterns, at + 1));
      return [{ runId: id, pairs: { ...pairs }, test }];
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
