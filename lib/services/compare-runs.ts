import type { z } from "zod";
import type { CompareResponse, compareQuery } from "@/lib/contracts/compare";
import type { RunResponse } from "@/lib/contracts/runs";
import { countPairs } from "@/lib/core/comparing/count-pairs";
import { pairedShareTest, shareDifferences } from "@/lib/core/comparing/paired-share-test";
import { pairedTest } from "@/lib/core/comparing/paired-test";
import { lookAtPairs, type PairsLookedAt } from "@/lib/core/comparing/same-case";
import type { ComparedRun } from "@/lib/persistence/compared-figures";
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
  const questions = await Promise.all(
    baselineFirst.slice(1).map((candidate) => otherQuestions(context, baselineFirst[0], candidate)),
  );
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
      const otherDataset = questions[at] ?? null;
      const single = repeats === 1 && baselineFirst[0]?.repeats === 1;
      const test = single ? pairedTest(pairs) : pairedShareTest(shareDifferences(patterns, at + 1));
      // What asks something else is no pair, whatever its id.
      const isPaired = otherDataset === null || otherDataset.looked === 0 || otherDataset.same > 0;
      return [{ runId: id, pairs: { ...pairs }, otherDataset, test: isPaired ? test : null }];
    }),
    rows: { ...counts.rows },
  };
}

/** Enough to tell cases of another dataset from the same ones. */
const PAIRS_LOOKED_AT_MAX = 50;

/** Whether cases that have an id in common ask the same; null where both runs have one dataset. */
async function otherQuestions(
  context: ServiceContext,
  baseline: ComparedRun | undefined,
  candidate: ComparedRun,
): Promise<PairsLookedAt | null> {
  if (baseline === undefined || baseline.datasetId === candidate.datasetId) return null;
  return lookAtPairs(await context.stores.comparison.pairedVariables(baseline, candidate, PAIRS_LOOKED_AT_MAX));
}

/** Mean over the done cases, of attempts of the target. */
function attemptsPerCase(run: RunResponse): number | null {
  const cases = run.attemptsPerCase.reduce((sum, entry) => sum + entry.cases, 0);
  const attempts = run.attemptsPerCase.reduce((sum, entry) => sum + entry.cases * entry.attempts, 0);
  return cases === 0 ? null : attempts / cases;
}
