import { z } from "zod";
import { CASE_ODDITIES } from "@/lib/core/datasets/case-oddities";
import { limitsPatchSchema, limitsSchema } from "@/lib/core/limits/limits";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import { autoPausePatchSchema, autoPauseRulesSchema, budgetUsdSchema } from "@/lib/core/runs/auto-pause";
import { BOUND_BY_KINDS } from "@/lib/core/runs/bound-by";
import { CASE_SORT_KEYS, CASE_SORTS } from "@/lib/core/runs/case-order";
import { attemptRecordSchema, caseErrorSchema, scoreSchema } from "@/lib/core/runs/case-result";
import { CASE_RESULTS } from "@/lib/core/runs/case-states";
import { launchExpectationSchema } from "@/lib/core/runs/launch-expectation";
import { launchConfigSchema, runSampleSchema, runTargetSchema } from "@/lib/core/runs/run-config";
import { RUN_STATES } from "@/lib/core/runs/run-state";
import { runPrioritySchema } from "@/lib/core/scheduling/run-priority";
import { evaluatorConfigSchema } from "@/lib/core/scoring/evaluator-config";
import { isoTime, listOf, moment, pageOf, pageQuery } from "./common";
import { limitChangeResponse, presetReference, undoRevision } from "./providers";
import { CASE_VIEW_STATES, GROUP_RUNS_MAX, LOG_KINDS, LOG_LEVELS } from "./run-choices";

/** What one run and the runs of a matrix are launched with alike. */
const sharedFields = {
  name: z.string().trim().min(1).max(200).optional(),
  ...launchConfigSchema.omit({ target: true }).shape,
  preset: presetReference.optional(),
  /** With a preset: the run is pinned to it and starts with these limits, as one that was edited since. */
  limits: limitsSchema.optional(),
  sample: runSampleSchema.optional(),
  budgetUsd: budgetUsdSchema.unwrap().optional(),
  /** How it stands against other runs of its pool. Absent: normal. */
  priority: runPrioritySchema.optional(),
  /** When it pauses by itself: null turns a rule off, what is absent keeps its default. */
  autoPause: autoPausePatchSchema.optional(),
  /** Free words, shown with the run. */
  note: z.string().trim().max(2000).optional(),
  /** Pauses after so many cases (stop reason `tried`), to be looked at; resume goes on with the others. */
  tryFirst: z.number().int().min(1).max(100).optional(),
};

export const createRunRequest = z.strictObject({ ...sharedFields, target: runTargetSchema });
export type CreateRunRequest = z.input<typeof createRunRequest>;

/** A matrix: the same cases and evaluators for several models or prompts, each a run of its own. */
export const createRunGroupRequest = z.strictObject({
  ...sharedFields,
  targets: z
    .array(
      z.strictObject({
        /** What tells the run from the others in its name; absent: the model. */
        cell: z.string().trim().min(1).max(100).optional(),
        target: runTargetSchema,
      }),
    )
    .min(1, { error: "name at least one target" })
    .max(GROUP_RUNS_MAX, { error: `at most ${GROUP_RUNS_MAX} runs at once` }),
});
export type CreateRunGroupRequest = z.input<typeof createRunGroupRequest>;

const msPair = z.object({ p50: z.number().nullable(), p95: z.number().nullable() });

const attemptCounts = z.object({
  total: z.number().int(),
  ok: z.number().int(),
  rateLimited: z.number().int(),
  slowDown: z.number().int(),
  overloaded: z.number().int(),
  transient: z.number().int(),
  quotaExhausted: z.number().int(),
  auth: z.number().int(),
  badRequest: z.number().int(),
  cancelled: z.number().int(),
});

const judgeResponse = z.object({
  /** Its name in scores. */
  evaluator: z.string(),
  providerId: z.string(),
  providerName: z.string(),
  model: z.string(),
  threshold: z.number(),
  /** The name of its rubric, where it has one. */
  rubric: z.string().nullable(),
  attempts: attemptCounts,
  /** Verdicts given; a case whose judge gave none is not scored. */
  verdicts: z.object({ passed: z.number().int(), failed: z.number().int() }),
  times: z.object({ limiterWaitMs: msPair, providerLatencyMs: msPair }),
  tokens: z.object({ input: z.number().int(), output: z.number().int() }),
  costUsd: z.number().nullable(),
  costUnknownCalls: z.number().int(),
  /** Its calls go through this pool; null while the run is at rest. */
  poolId: z.string().nullable(),
  /** Of this run's questions at that pool (judges of one pool share the figures): in flight, and waiting. */
  inFlight: z.number().int(),
  waiting: z.number().int(),
  cooldownUntil: isoTime.nullable(),
});
export type JudgeResponse = z.infer<typeof judgeResponse>;

export const runResponse = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(RUN_STATES),
  createdAt: isoTime,
  createdBy: z.string(),
  /** What was noted at launch. */
  note: z.string().nullable(),
  /** Shared by the runs of a matrix; `GET /api/v1/runs?group=` lists them. */
  groupId: z.string().nullable(),
  /** It pauses after so many cases; null: it does not, or was told to go on. */
  tryFirst: z.number().int().nullable(),
  startedAt: isoTime.nullable(),
  finishedAt: isoTime.nullable(),
  /** Time spent running, pauses left out. */
  activeMs: z.number(),
  datasetId: z.string(),
  datasetName: z.string(),
  target: runTargetSchema,
  providerName: z.string(),
  evaluators: z.array(evaluatorConfigSchema),
  sample: runSampleSchema,
  /** How often each case is asked; `counts` counts every asking. */
  repeats: z.number().int(),
  /** Cases of the sample that were left out. */
  skip: z.array(z.enum(CASE_ODDITIES)),
  /** The run's own limits (the pool's, where it named none), frozen at launch and changed only by recorded edits. */
  limits: limitsSchema,
  /** `run`: it has limits of its own in front of the pool's. `pool`: it follows the pool. */
  limitsScope: z.enum(["run", "pool"]),
  /** The pool's limits, which hold as well. */
  poolId: z.string().nullable(),
  poolLimits: limitsSchema.nullable(),
  /** The pool's own revision, for an edit that rests on it. */
  poolRevision: z.number().int().nullable(),
  /** What binds: the lower of both. */
  effectiveLimits: limitsSchema,
  limitsRevision: z.number().int(),
  /** `slug@n` of the version that was last given to it: at launch, or while it went on. */
  preset: z.string().nullable(),
  /** Its limits are no longer those of that version. */
  presetEdited: z.boolean(),
  /** Its place among the runs that wait for their turn (queued, or interrupted by a stop of the server); null otherwise. */
  queue: z
    .object({
      /** 1: the next to start. Runs start oldest first, those that were interrupted before all others. */
      position: z.number().int(),
      /** So many runs have to end or pause before it starts; 0: there is room, and it is about to start. */
      endsNeeded: z.number().int(),
      /** Runs at work now. */
      atWork: z.number().int(),
      /** The run at work whose end makes room, by their present pace; null where that cannot be told. */
      waitsFor: z.object({ id: z.string(), name: z.string() }).nullable(),
    })
    .nullable(),
  /** How it stands against other runs of its pool: low, normal and high take turns as 1 to 4 to 16. */
  priority: runPrioritySchema,
  /** When it pauses by itself; null: that rule is off. A refused key or an exhausted quota always pauses it. */
  autoPause: autoPauseRulesSchema,
  /** US dollars, target and judges together: it pauses before a case that would pass it. */
  budgetUsd: z.number().nullable(),
  counts: z.object({
    total: z.number().int(),
    done: z.number().int(),
    passed: z.number().int(),
    failed: z.number().int(),
    notScored: z.number().int(),
    /**
     * Cases begun and not done: in a call, waiting for a slot or a permit, backing off, or with judges. `active` tells them
     * apart; requests in flight are its `calling`. `done + inFlight + pending` is `total`.
     */
    inFlight: z.number().int(),
    pending: z.number().int(),
  }),
  /** Where the cases that are neither done nor pending are. */
  active: z.object({
    /** With a request in flight. */
    calling: z.number().int(),
    waitingForPermit: z.number().int(),
    waitingForSlot: z.number().int(),
    backingOff: z.number().int(),
    /** Answered; waiting for verdicts. */
    judging: z.number().int(),
    longestBackoffMs: z.number().nullable(),
    /** Of the case that has waited longest for a slot or a permit. */
    oldestWaitMs: z.number().nullable(),
  }),
  /** Of the target alone, as are the times, tokens and `costUsd` below; `judges` has the judges'. */
  attempts: attemptCounts,
  /** `lost`: those of the cases that are not scored. */
  attemptsPerCase: z.array(z.object({ attempts: z.number().int(), cases: z.number().int(), lost: z.number().int() })),
  /** Cases that failed so many attempts and go on, by that number, fewest first; none of them is counted above. */
  retrying: z.array(z.object({ attempts: z.number().int(), cases: z.number().int() })),
  /** Passed over scored cases; null before the first. `counts.passed + counts.failed` is the denominator. */
  passRate: z.number().nullable(),
  times: z.object({
    limiterWaitMs: msPair,
    /** Total, over all cases. */
    backoffMs: z.number(),
    limiterWaitTotalMs: z.number(),
    /** Totals over finished cases: time in calls, and time that the engine took beyond calls and waits. Null: not counted. */
    callTotalMs: z.number().nullable(),
    overheadTotalMs: z.number().nullable(),
    providerLatencyMs: msPair,
    /** Mean length of a call over the last 10 s; null where none ended, or the run does not run. */
    recentCallMs: z.number().nullable(),
  }),
  /** Backoffs of the target's attempts by length: those that the provider named, and those that were computed. */
  backoffWaits: z.array(
    z.object({
      /** Up to here, ms; null in the last class. */
      underMs: z.number().nullable(),
      asked: z.number().int(),
      computed: z.number().int(),
    }),
  ),
  /** What was expected at launch; null for runs that were launched without a forecast. */
  expected: launchExpectationSchema.nullable(),
  tokens: z.object({ input: z.number().int(), output: z.number().int() }),
  /** What the target's calls cost so far, as far as it is known; null where nothing is. `cost` says what is not. */
  costUsd: z.number().nullable(),
  cost: z.object({
    /** Calls whose cost is not known; where there are any, `costUsd` is the least it can be. */
    unknownCalls: z.number().int(),
    judges: z.object({ usd: z.number().nullable(), unknownCalls: z.number().int() }),
    /** Target and judges together: what the budget goes by. */
    totalUsd: z.number().nullable(),
    /** The price table the run was launched with; null for runs from before there was one. */
    priceVersion: z.string().nullable(),
    /** Models that it calls without a known price. */
    unpricedModels: z.array(z.string()),
    /** No call of the run costs anything. */
    free: z.boolean(),
  }),
  etaMs: z.number().nullable(),
  /** Time left at the pace that the limits allow, and at the one lately shown; null where `etaMs` is. */
  etaRangeMs: z.object({ least: z.number(), most: z.number() }).nullable(),
  /** Attempts started per second, mean of the last 10 s. */
  rateNow: z.number().nullable(),
  /**
   * The rate that its pool keeps to, where that is less than what is set: as the provider's headers report (`reported`), or
   * after refusals. Null: what is set is in force, or the run is over.
   */
  paceRps: z.object({ requestsPerSecond: z.number(), reported: z.boolean() }).nullable(),
  /** The burst that its pool keeps to, where the provider's headers show that it saves up less than is set; null: what is set. */
  paceBurst: z.number().int().nullable(),
  /** Its part of the pool's rate, by turns, while other runs share the pool, requests per second; null: it shares none. */
  shareRps: z.number().nullable(),
  /** 429s of the last 60 s; 0 unless running. */
  rateLimitedLastMinute: z.number().int(),
  cooldownUntil: isoTime.nullable(),
  /** What the provider makes of the pace, whatever is set; null unless running. */
  providerPace: z
    .object({
      /** In force at the pool where the provider's own limit or its refusals keep it below what is set; null: as set. */
      requestsPerSecond: z.number().nullable(),
      tokensPerMinute: z.number().nullable(),
      /** It keeps asking to wait, or did in the last 5 min; null: it does not. */
      cooldowns: z
        .object({
          /** False: none has come for longer than they took from one to the next. */
          going: z.boolean(),
          /** Attempts per second that were answered meanwhile, the waits included. */
          okPerSecond: z.number(),
          /** The lowest rate in force under which they came. */
          drawnAtRps: z.number(),
        })
        .nullable(),
    })
    .nullable(),
  boundBy: z.object({
    kind: z.enum(BOUND_BY_KINDS),
    /** Of a paused run it leaves out how long ago that was: `lastMove` has when. */
    sentence: z.string(),
    /** The edit that would help, where one is known. */
    remedy: z
      .object({
        field: z.enum(["requestsPerSecond", "concurrency"]),
        value: z.number(),
        /** Whose limit it is: the run's own, or the pool's. */
        scope: z.enum(["run", "pool"]),
      })
      .nullable(),
    /** Who paused a run that is paused, and when; `actor` null: the run itself. Null in any other state. */
    lastMove: z.object({ actor: z.string().nullable(), at: isoTime }).nullable(),
  }),
  /** The judges among the evaluators, in their order, with what their calls came to. */
  judges: z.array(judgeResponse),
  stopReason: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type RunResponse = z.infer<typeof runResponse>;

/** A run in a list: with its last minute, without the prompt. */
export const runListItem = runResponse.omit({ target: true, evaluators: true, judges: true }).extend({
  target: z.object({ providerId: z.string(), model: z.string() }),
  /** Attempts started per second over the last 60 s in steps of 5 s, oldest first; empty unless running. */
  sparkline: z.array(z.number()),
  /** It stands on top of the list for everybody in the workspace. */
  pinned: z.boolean(),
});
export type RunListItem = z.infer<typeof runListItem>;
export const runPage = pageOf(runListItem);

/** The runs of a matrix, in the order of its targets. */
export const runGroupResponse = z.object({ groupId: z.string(), runs: z.array(runResponse) });

export const runPinResponse = z.object({ runId: z.string(), pinned: z.boolean() });

export const updateRunLimitsRequest = z
  .strictObject({
    limits: limitsPatchSchema.optional(),
    /** Gives the run the limits of a version, and pins it to that. */
    preset: presetReference.optional(),
    undo: undoRevision.optional(),
    reason: z.string().trim().max(500).optional(),
    /** The revision the edit rests on (`limitsRevision` of the run). A stale one is refused with 409. */
    revision: z.number().int({ error: "revision must be the run's limitsRevision" }),
  })
  .refine((r) => [r.limits, r.preset, r.undo].filter((given) => given !== undefined).length === 1, {
    error: "give one of limits, preset and undo",
    path: ["limits"],
  });
export type UpdateRunLimitsRequest = z.input<typeof updateRunLimitsRequest>;

export const updateRunRequest = z
  .strictObject({
    priority: runPrioritySchema.optional(),
    /** null turns a rule off, what is absent stays. */
    autoPause: autoPausePatchSchema.optional(),
    /** null removes the budget. */
    budgetUsd: budgetUsdSchema.optional(),
    reason: z.string().trim().max(500).optional(),
  })
  .refine((r) => r.priority !== undefined || r.autoPause !== undefined || r.budgetUsd !== undefined, {
    error: "give priority, autoPause or budgetUsd",
  });
export type UpdateRunRequest = z.input<typeof updateRunRequest>;

export const pauseRunRequest = z.strictObject({
  /** Hold pending retries too, instead of letting cases that back off go on to their end. */
  holdRetries: z.boolean().default(false),
});
export const requeueRunRequest = z.strictObject({
  /** Only cases whose last attempt ended so. Absent: every case that is not scored. */
  outcomes: z.array(z.enum(ATTEMPT_OUTCOMES)).min(1).optional(),
  /** Only these, where they are not scored. */
  caseIds: z.array(z.string().min(1).max(400)).min(1).max(1000).optional(),
});
export const requeueRunResponse = z.object({ requeued: z.number().int(), run: runResponse });

export const lostCasesResponse = z.object({
  items: z.array(
    z.object({
      /** How the last attempt ended; null: none was made. */
      outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
      cases: z.number().int(),
    }),
  ),
});

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

export const logEntryResponse = z.object({
  id: z.string(),
  at: isoTime,
  kind: z.enum(LOG_KINDS),
  level: z.enum(LOG_LEVELS),
  text: z.string(),
  caseId: z.string().nullable(),
  actor: z.string().nullable(),
  /** Entries alike that were folded into this one. */
  count: z.number().int(),
});
export type LogEntryResponse = z.infer<typeof logEntryResponse>;
export const listLogQuery = pageQuery.extend({
  level: listOf(z.enum(LOG_LEVELS)).optional(),
  kind: listOf(z.enum(LOG_KINDS)).optional(),
  q: z.string().max(200).optional(),
  /** Entries from `from` (inclusive) to `to` (exclusive). */
  from: moment.optional(),
  to: moment.optional(),
});
export const exportLogQuery = listLogQuery.omit({ limit: true, cursor: true });
export const addNoteRequest = z.strictObject({
  text: z
    .string({ error: "text must be a string" })
    .trim()
    .min(1, { error: "text must not be empty" })
    .max(500, { error: "text must not be longer than 500 characters" }),
});
export const logPage = pageOf(logEntryResponse);

export const runConfigResponse = z.object({
  changes: z.array(limitChangeResponse),
});

export const exportQuery = listCasesQuery.omit({ limit: true, cursor: true }).extend({
  format: z.enum(["csv", "jsonl", "json"], { error: "format must be csv, jsonl or json" }).default("csv"),
});
