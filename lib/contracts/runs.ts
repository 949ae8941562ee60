import { z } from "zod";
import { CASE_ODDITIES } from "@/lib/core/datasets/case-oddities";
import { limitsSchema } from "@/lib/core/limits/limits";
import { autoPauseRulesSchema } from "@/lib/core/runs/auto-pause";
import { BOUND_BY_KINDS } from "@/lib/core/runs/bound-by";
import { launchExpectationSchema } from "@/lib/core/runs/launch-expectation";
import { runSampleSchema, runTargetSchema } from "@/lib/core/runs/run-config";
import { RUN_STATES } from "@/lib/core/runs/run-state";
import { runPrioritySchema } from "@/lib/core/scheduling/run-priority";
import { evaluatorConfigSchema } from "@/lib/core/scoring/evaluator-config";
import { isoTime, pageOf } from "./common";
import { limitChangeResponse } from "./providers";

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

export const runConfigResponse = z.object({
  changes: z.array(limitChangeResponse),
});
