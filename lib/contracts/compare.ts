import { z } from "zod";
import { CASE_CHANGES, CASE_STANDINGS, ROW_FILTERS } from "@/lib/core/comparing/case-standing";
import { PAIRED_METHODS } from "@/lib/core/comparing/paired-test";
import { ROW_ORDERS } from "@/lib/core/comparing/row-order";
import { pageOf, pageQuery } from "./common";
import { COMPARED_RUNS } from "./compare-choices";
import { caseRepeat } from "./run-cases";
import { runResponse } from "./runs";

const runIds = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    (Array.isArray(given) ? given : given.split(",")).map((id) => id.trim()).filter((id) => id !== ""),
  )
  .pipe(
    z
      .array(z.string().max(100))
      .min(COMPARED_RUNS.least, { error: `runs must name at least ${COMPARED_RUNS.least} runs` })
      .max(COMPARED_RUNS.most, { error: `runs may name at most ${COMPARED_RUNS.most} runs` })
      .refine((ids) => new Set(ids).size === ids.length, { error: "runs must not name a run twice" }),
  );

const compared = { runs: runIds, base: z.string().optional() };

/** `base`: the baseline, one of `runs`; absent: the first. */
export const compareQuery = z.object(compared);

const rowQuery = {
  show: z.enum(ROW_FILTERS, { error: `show must be one of ${ROW_FILTERS.join(", ")}` }).default("changed"),
  /** In the case's id or in any of the outputs. */
  q: z.string().max(200).optional(),
  /**
   * `change`: regressions first, then improvements, then what is scored in one run only, missing, and the rest.
   * `-latency`, `-cost`: by the greatest rise over the baseline; without the minus, by the greatest fall. What has no
   * difference comes last.
   */
  sort: z.enum(ROW_ORDERS, { error: `sort must be one of ${ROW_ORDERS.join(", ")}` }).default("change"),
};
export const compareCasesQuery = pageQuery.extend({ ...compared, ...rowQuery });
export const exportComparisonQuery = z.object({ ...compared, ...rowQuery });

const interval = z.object({ low: z.number(), high: z.number() });

const comparedRun = z.object({
  run: runResponse,
  /** 95 % interval of the pass rate (Wilson; with repeats by the spread between cases); null before the first scored case. */
  passRateInterval: interval.nullable(),
  /** Mean over its done cases; null before the first. */
  attemptsPerCase: z.number().nullable(),
});
export type ComparedRunResponse = z.infer<typeof comparedRun>;

const runDifference = z.object({
  runId: z.string(),
  pairs: z.object({
    /** Cases that both runs have. */
    matched: z.number().int(),
    bothPassed: z.number().int(),
    bothFailed: z.number().int(),
    /** The same share of repeats passed in both, neither all nor none. */
    bothMixed: z.number().int(),
    regressed: z.number().int(),
    improved: z.number().int(),
    notScored: z.number().int(),
    unfinished: z.number().int(),
    baselineOnly: z.number().int(),
    candidateOnly: z.number().int(),
  }),
  /**
   * Where the runs have different datasets: how many of the pairs that were looked at (at most 50) ask the same, by the
   * longest variable. Ids that are row numbers match whatever the rows say. Null where both have one dataset.
   */
  otherDataset: z.object({ looked: z.number().int(), same: z.number().int() }).nullable(),
  /** On the pairs that both runs have scored; null where there is none, and where no pair that was looked at asks the same. */
  test: z
    .object({
      /**
       * `mcnemar`: McNemar's exact test, where both runs ask each case once. `sign-flip`: a case counts once, by the share
       * of its repeats that passed, and p is by flipping the signs of the differences.
       */
      method: z.enum(PAIRED_METHODS),
      pairs: z.number().int(),
      /** Pass rate of this run − that of the baseline, over those pairs. */
      difference: z.number(),
      /** 95 % interval of the difference. */
      interval,
      /** Two-sided. */
      p: z.number(),
    })
    .nullable(),
});
export type RunDifference = z.infer<typeof runDifference>;

export const compareResponse = z.object({
  base: z.string(),
  /** In the order asked for. */
  runs: z.array(comparedRun),
  /** Every run but the baseline, against it. */
  differences: z.array(runDifference),
  /** Cases under each filter; a case counts as soon as one run brings it there. */
  rows: z.object({
    all: z.number().int(),
    changed: z.number().int(),
    regressed: z.number().int(),
    improved: z.number().int(),
    missing: z.number().int(),
  }),
});
export type CompareResponse = z.infer<typeof compareResponse>;

const comparedCell = z.object({
  runId: z.string(),
  standing: z.enum(CASE_STANDINGS),
  /** Against the baseline; null of the baseline itself. */
  change: z.enum(CASE_CHANGES).nullable(),
  /** Mean of its evaluators' scores, 0 to 1; null where it has none. With repeats this and the figures below are means over those that are done. */
  score: z.number().nullable(),
  /** The first characters; null where there is no output. */
  outputStart: z.string().nullable(),
  attempts: z.number().nullable(),
  providerLatencyMs: z.number().nullable(),
  costUsd: z.number().nullable(),
  /** The repeats of the case, in order; empty where the run asks each case once. */
  repeats: z.array(caseRepeat),
  /** How many of its repeats passed, of those that are scored. */
  passed: z.number().int(),
  scored: z.number().int(),
});
export type ComparedCell = z.infer<typeof comparedCell>;

const comparedCase = z.object({
  caseId: z.string(),
  change: z.enum(CASE_CHANGES),
  /** In the order of the runs asked for. */
  cells: z.array(comparedCell),
});
export type ComparedCase = z.infer<typeof comparedCase>;
export const comparedCasePage = pageOf(comparedCase);

export const compareTimelineResponse = z.object({
  runs: z.array(
    z.object({
      runId: z.string(),
      /** Time running, pauses left out: 0 is its first second. */
      bucketMs: z.number().int(),
      points: z.array(
        z.object({
          /** End of the bucket. */
          elapsedMs: z.number().int(),
          startedPerSecond: z.number(),
          /** So far. */
          done: z.number().int(),
          passRate: z.number().nullable(),
        }),
      ),
    }),
  ),
});
export type CompareTimeline = z.infer<typeof compareTimelineResponse>;
