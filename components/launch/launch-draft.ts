import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs";
import { z } from "zod";
import { modelParamsSchema } from "@/lib/core/runs/model-params";
import { chatMessageSchema } from "@/lib/core/runs/run-config";
import { RUN_PRIORITIES, type RunPriority } from "@/lib/core/scheduling/run-priority";
import { type AutoPauseDraft, type AutoPauseField, DEFAULT_AUTO_PAUSE_DRAFT } from "../limit-fields/auto-pause-draft";
import { newEvaluator } from "./evaluator-draft";
import { evaluatorDraftSchema } from "./evaluator-draft-schema";

/** The part of the form that its address carries: a link is a draft. Null: not touched, so that a default holds. */
export const LAUNCH_PARAMS = {
  dataset: parseAsString,
  sample: parseAsStringLiteral(["all", "first", "random"]),
  n: parseAsString,
  seed: parseAsString,
  /** How often each case is asked. */
  repeats: parseAsString,
  provider: parseAsString,
  model: parseAsString,
  /** Further models of a matrix, each as `provider/model`. */
  more: parseAsArrayOf(parseAsString),
  temperature: parseAsString,
  maxTokens: parseAsString,
  preset: parseAsString,
  rps: parseAsString,
  burst: parseAsString,
  conc: parseAsString,
  attempts: parseAsString,
  tpm: parseAsString,
  itpm: parseAsString,
  otpm: parseAsString,
  rpd: parseAsString,
  timeout: parseAsString,
  baseDelay: parseAsString,
  maxDelay: parseAsString,
  giveUp: parseAsString,
  jitter: parseAsStringLiteral(["full", "none"]),
  name: parseAsString,
  note: parseAsString,
  /** Leaves out cases that are empty, duplicates or too long. */
  skip: parseAsStringLiteral(["odd"]),
  /** US dollars. */
  budget: parseAsString,
  priority: parseAsStringLiteral(RUN_PRIORITIES),
  pause429: parseAsString,
  pause429For: parseAsString,
  pauseErrors: parseAsString,
  pauseErrorsFor: parseAsString,
  pauseWait: parseAsString,
  /** What the forecast rests on, where it was typed: seconds per call, its 95th percentile, percent retried. */
  latency: parseAsString,
  p95: parseAsString,
  retried: parseAsString,
} as const;

export interface LaunchParams {
  readonly dataset: string | null;
  readonly sample: "all" | "first" | "random" | null;
  readonly n: string | null;
  readonly seed: string | null;
  readonly repeats: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly more: string[] | null;
  readonly temperature: string | null;
  readonly maxTokens: string | null;
  readonly preset: string | null;
  readonly rps: string | null;
  readonly burst: string | null;
  readonly conc: string | null;
  readonly attempts: string | null;
  readonly tpm: string | null;
  readonly itpm: string | null;
  readonly otpm: string | null;
  readonly rpd: string | null;
  readonly timeout: string | null;
  readonly baseDelay: string | null;
  readonly maxDelay: string | null;
  readonly giveUp: string | null;
  readonly jitter: "full" | "none" | null;
  readonly name: string | null;
  readonly note: string | null;
  readonly skip: "odd" | null;
  readonly budget: string | null;
  readonly priority: RunPriority | null;
  readonly pause429: string | null;
  readonly pause429For: string | null;
  readonly pauseErrors: string | null;
  readonly pauseErrorsFor: string | null;
  readonly pauseWait: string | null;
  readonly latency: string | null;
  readonly p95: string | null;
  readonly retried: string | null;
}

const promptTextSchema = z.object({
  promptKind: z.enum(["prompt", "messages"]),
  prompt: z.string(),
  messages: z.array(chatMessageSchema.extend({ content: z.string() })),
});
/** One prompt as it is typed: one text or messages; the other kind is kept, so that switching loses nothing. */
export type PromptText = z.infer<typeof promptTextSchema>;

/** The part that stays in this browser: prompts and evaluators never stand in an address. */
export const launchTextsSchema = promptTextSchema.extend({
  /** Further prompts of a matrix. */
  variants: z.array(promptTextSchema).default([]),
  evaluators: z.array(evaluatorDraftSchema),
  /** Parameters of a duplicated run that the form has no field for. */
  extraParams: modelParamsSchema.pick({ topP: true, seed: true, stop: true }),
});
export type LaunchTexts = z.infer<typeof launchTextsSchema>;

export type LaunchDraft = LaunchParams & LaunchTexts;

/** The draft's prompts: with variants each is a row of the matrix. */
export function promptsOf(draft: LaunchTexts): PromptText[] {
  const { promptKind, prompt, messages } = draft;
  return [{ promptKind, prompt, messages }, ...draft.variants];
}

/** "A", "B", …: how a prompt of a matrix is told from the others. */
export function promptLetter(at: number): string {
  return String.fromCharCode(65 + at);
}

export function emptyTexts(): LaunchTexts {
  return {
    variants: [],
    promptKind: "prompt",
    prompt: "",
    messages: [
      { role: "system", content: "" },
      { role: "user", content: "" },
    ],
    evaluators: [newEvaluator("contains")],
    extraParams: {},
  };
}

/** The parameter of each field of the rules by which the run pauses by itself. */
export const AUTO_PAUSE_PARAM = {
  refusedPercent: "pause429",
  refusedFor: "pause429For",
  errors: "pauseErrors",
  errorsFor: "pauseErrorsFor",
  cooldownMinutes: "pauseWait",
} as const satisfies Record<AutoPauseField, keyof LaunchParams>;

/** The rules as the form shows them: typed, or as the workspace has them for new runs. */
export function autoPauseDraft(draft: LaunchParams, shown: AutoPauseDraft = DEFAULT_AUTO_PAUSE_DRAFT): AutoPauseDraft {
  return {
    refusedPercent: draft.pause429 ?? shown.refusedPercent,
    refusedFor: draft.pause429For ?? shown.refusedFor,
    errors: draft.pauseErrors ?? shown.errors,
    errorsFor: draft.pauseErrorsFor ?? shown.errorsFor,
    cooldownMinutes: draft.pauseWait ?? shown.cooldownMinutes,
  };
}

/** The sample that the draft means: a bare `n` is the first n. */
export function sampleKind(draft: Pick<LaunchParams, "sample" | "n">): "all" | "first" | "random" {
  return draft.sample ?? (draft.n === null ? "all" : "first");
}

const OWN_LIMITS = [
  "rps",
  "burst",
  "conc",
  "attempts",
  "tpm",
  "itpm",
  "otpm",
  "rpd",
  "timeout",
  "baseDelay",
  "maxDelay",
  "giveUp",
  "jitter",
] as const;

/** Where the form shows limits to come from: a preset that was edited still shows as such. */
export function limitsSource(draft: LaunchParams): "pool" | "preset" | "own" {
  return draft.preset === null ? limitsFrom(draft) : "preset";
}

/** Where the run's limits come from: any value of its own makes them its own. */
export function limitsFrom(draft: LaunchParams): "pool" | "preset" | "own" {
  if (OWN_LIMITS.some((param) => draft[param] !== null)) return "own";
  return draft.preset === null ? "pool" : "preset";
}

/** Forgets all limits of the run's own. */
export const NO_OWN_LIMITS = {
  rps: null,
  burst: null,
  conc: null,
  attempts: null,
  tpm: null,
  itpm: null,
  otpm: null,
  rpd: null,
  timeout: null,
  baseDelay: null,
  maxDelay: null,
  giveUp: null,
  jitter: null,
} as const satisfies Record<(typeof OWN_LIMITS)[number], null>;
