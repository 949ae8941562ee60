import { z } from "zod";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import { CASE_SORT_KEYS, CASE_SORTS } from "@/lib/core/runs/case-order";
import { attemptRecordSchema, caseErrorSchema, scoreSchema } from "@/lib/core/runs/case-result";
import { CASE_RESULTS } from "@/lib/core/runs/case-states";
import { isoTime, listOf, moment, pageOf, pageQuery } from "./common";
import { CASE_VIEW_STATES } from "./run-choices";

export const listCasesQuery = pageQuery.extend({
  /** `-` before it turns it round; cases without the value come last either way. */
  sort: z
    .enum(CASE_SORTS, { error: `sort must be one of ${CASE_SORT_KEYS.join(", ")}, or one of them with - before it` })
    .default("case"),
  state: listOf(z.enum(CASE_VIEW_STATES)).optional(),
  result: listOf(z.enum(CASE_RESULTS)).optional(),
  /** Cases one of whose attempts ended so. */
  outcome: listOf(z.enum(ATTEMPT_OUTCOMES)).optional(),
  minAttempts: z.coerce.number().int().min(1).optional(),
  /** Cases that took exactly so many attempts. */
  attempts: z.coerce.number().int().min(1).optional(),
  /** In the case's id, its output or its error. */
  q: z.string().max(200).optional(),
  /** Cases that ended from `from` (inclusive) to `to` (exclusive). */
  from: moment.optional(),
  to: moment.optional(),
});

/** How steady the answers of a run are. */
export const repeatsResponse = z.object({
  /** How often each case is asked. */
  repeats: z.number().int(),
  /** Cases by how often they passed, each in one count. */
  tally: z.object({
    cases: z.number().int(),
    /** All repeats are done, and all that are scored passed; some of them; none. */
    always: z.number().int(),
    sometimes: z.number().int(),
    never: z.number().int(),
    /** All are done and none is scored. */
    notScored: z.number().int(),
    /** Some repeat is not done yet. */
    unfinished: z.number().int(),
  }),
  /** 95 % interval of the pass rate, by the spread between cases; null before the first scored case. */
  passRateInterval: z.object({ low: z.number(), high: z.number() }).nullable(),
});

export type RepeatsResponse = z.infer<typeof repeatsResponse>;

/** One asking of a case. */
export const caseRepeat = z.object({
  /** The run's id of it. */
  caseId: z.string(),
  /** From 1. */
  repeat: z.number().int(),
  state: z.enum(CASE_VIEW_STATES),
  result: z.enum(CASE_RESULTS).nullable(),
});

export type CaseRepeat = z.infer<typeof caseRepeat>;

export const attemptResponse = attemptRecordSchema.extend({ startedAt: isoTime });

export const caseResponse = z.object({
  ord: z.number().int(),
  caseId: z.string(),
  /** The dataset's id of the case; another than `caseId` of a repeat after the first. */
  sourceCaseId: z.string(),
  /** Which asking of the case this is, from 1. */
  repeat: z.number().int(),
  state: z.enum(CASE_VIEW_STATES),
  /** What a running case does now; null otherwise. */
  activity: z.enum(["waiting-for-slot", "waiting-for-permit", "calling", "backing-off", "judging"]).nullable(),
  result: z.enum(CASE_RESULTS).nullable(),
  output: z.string().nullable(),
  /** In a list a very long output is given by its beginning (20,000 characters); the case itself has all of it. */
  outputIsCut: z.boolean(),
  scores: z.array(scoreSchema),
  attempts: z.array(attemptResponse),
  attemptCount: z.number().int(),
  limiterWaitMs: z.number(),
  backoffMs: z.number(),
  providerLatencyMs: z.number(),
  tokens: z.object({ input: z.number().int().nullable(), output: z.number().int().nullable() }),
  /** Of all its attempts, as far as it is known; null where nothing is. */
  costUsd: z.number().nullable(),
  /** Attempts whose cost is not known; where there are any, `costUsd` is the least it can be. */
  costUnknownCalls: z.number().int(),
  error: caseErrorSchema.nullable(),
  finishedAt: isoTime.nullable(),
});

export type CaseResponse = z.infer<typeof caseResponse>;

export const casePage = pageOf(caseResponse).extend({
  /** Cases that match the filters. */
  total: z.number().int(),
});

/** One case with what was sent and expected. */
export const caseDetailResponse = caseResponse.extend({
  vars: z.record(z.string(), z.json()),
  expected: z.json(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  /** All repeats of the case, this one among them, in order; empty where the run asks each case once. */
  repeats: z.array(caseRepeat),
});

export type CaseDetailResponse = z.infer<typeof caseDetailResponse>;

export const exportQuery = listCasesQuery.omit({ limit: true, cursor: true }).extend({
  format: z.enum(["csv", "jsonl", "json"], { error: "format must be csv, jsonl or json" }).default("csv"),
});
