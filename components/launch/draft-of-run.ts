import type { RunResponse } from "@/lib/contracts/runs";
import { AUTO_PAUSE_FIELDS, DEFAULT_AUTO_PAUSE_DRAFT, draftOfAutoPause } from "../limit-fields/auto-pause-draft";
import { draftOfLimits } from "../limit-fields/limits-draft";
import { draftOfEvaluator } from "./evaluator-draft";
import { AUTO_PAUSE_PARAM, emptyTexts, type LaunchParams, type LaunchTexts, NO_OWN_LIMITS } from "./launch-draft";

const text = (value: number | undefined) => (value === undefined ? null : String(value));

/** The draft that would launch the same run again. Limits of its own come along, those of its pool do not. */
export function draftOfRun(run: RunResponse): { params: Partial<LaunchParams>; texts: LaunchTexts } {
  const { target, sample } = run;
  const { temperature, maxOutputTokens, ...extraParams } = target.params;
  return {
    params: {
      dataset: run.datasetId,
      provider: target.providerId,
      model: target.model,
      sample: sample.kind,
      n: sample.kind === "all" ? null : String(sample.n),
      seed: sample.kind === "random" ? String(sample.seed) : null,
      repeats: run.repeats === 1 ? null : String(run.repeats),
      temperature: text(temperature),
      maxTokens: text(maxOutputTokens),
      skip: run.skip.length > 0 ? "odd" : null,
      note: run.note,
      budget: text(run.budgetUsd ?? undefined),
      priority: run.priority === "normal" ? null : run.priority,
      ...autoPauseParams(run),
      ...limitParams(run),
    },
    texts: {
      promptKind: target.messages === undefined ? "prompt" : "messages",
      prompt: target.prompt ?? "",
      messages: target.messages ?? emptyTexts().messages,
      evaluators: run.evaluators.map(draftOfEvaluator),
      extraParams,
      variants: [],
    },
  };
}

/** What a run fills in beside what the address says already: `?from=run_x&conc=13` is that run with 13 at once. */
export function besideGiven(params: Partial<LaunchParams>, given: LaunchParams): Partial<LaunchParams> {
  const names = new Set(Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [name])));
  const left = new Set<string>();
  // Parts of one choice: half of the run's and half of the address's would be neither.
  if (SAMPLE.some((name) => names.has(name))) for (const name of SAMPLE) left.add(name);
  if (names.has("preset")) for (const name of Object.keys(NO_OWN_LIMITS)) left.add(name);
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.has(name) && !left.has(name)));
}

const SAMPLE = ["sample", "n", "seed"] as const;

/** Rules that are not the defaults come along. */
function autoPauseParams(run: RunResponse): Partial<LaunchParams> {
  const draft = draftOfAutoPause(run.autoPause);
  const entries = AUTO_PAUSE_FIELDS.flatMap((field) =>
    draft[field] === DEFAULT_AUTO_PAUSE_DRAFT[field] ? [] : [[AUTO_PAUSE_PARAM[field], draft[field]] as const],
  );
  return Object.fromEntries(entries);
}

function limitParams(run: RunResponse): Partial<LaunchParams> {
  if (run.limitsScope === "pool") return {};
  if (run.preset !== null && !run.presetEdited) return { preset: run.preset };
  const draft = draftOfLimits(run.limits);
  // A preset that was edited is one still.
  const pin = run.preset === null ? {} : { preset: run.preset };
  const orNull = (value: string) => (value === "" ? null : value);
  return {
    ...pin,
    rps: draft.rps,
    burst: draft.burst,
    conc: draft.concurrency,
    attempts: draft.attempts,
    tpm: orNull(draft.tokensPerMinute),
    itpm: orNull(draft.inputTokensPerMinute),
    otpm: orNull(draft.outputTokensPerMinute),
    rpd: orNull(draft.requestsPerDay),
    timeout: draft.timeout,
    baseDelay: draft.baseDelay,
    maxDelay: draft.maxDelay,
    giveUp: orNull(draft.giveUpAfter),
    jitter: draft.jitter,
  };
}
