import type { DatasetResponse } from "@/lib/contracts/datasets";
import type { ProviderResponse } from "@/lib/contracts/providers";
import {
  type CreateRunGroupRequest,
  type CreateRunRequest,
  createRunGroupRequest,
  createRunRequest,
} from "@/lib/contracts/run-launch";
import { CASE_ODDITIES } from "@/lib/core/datasets/case-oddities";
import type { Limits } from "@/lib/core/limits/limits";
import { REPEATS_MAX } from "@/lib/core/repeats/repeat-layout";
import { AUTO_PAUSE_BOUNDS } from "@/lib/core/runs/auto-pause-rules";
import type { RunSample, RunTarget } from "@/lib/core/runs/run-config";
import type { EvaluatorRequest } from "@/lib/core/scoring/evaluator-config";
import { type AutoPauseDraft, readAutoPause } from "../limit-fields/auto-pause-draft";
import {
  draftOfLimits,
  LIMIT_FIELDS,
  type LimitsDraft,
  parseNumber,
  readLimitsDraft,
} from "../limit-fields/limits-draft";
import { needsExpected, readEvaluator } from "./evaluator-draft";
import type { EvaluatorDraft } from "./evaluator-draft-schema";
import { fieldOfPath } from "./field-of-path";
import { type JudgeNames, OWN_RUBRIC, rubricNeeds } from "./judge-draft";
import { cellLabel, MATRIX_MAX, type MoreModel } from "./launch-cells";
import { AUTO_PAUSE_PARAM, autoPauseDraft, type LaunchDraft, limitsFrom, promptsOf, sampleKind } from "./launch-draft";
import { readPrompt, variableList } from "./read-prompt";

/** What the draft's names stand for, and the defaults of what was not touched. */
export interface LaunchContext extends JudgeNames {
  readonly dataset: DatasetResponse | undefined;
  readonly provider: ProviderResponse | undefined;
  /** As typed, or the provider's first. */
  readonly model: string;
  /** Further models of a matrix. */
  readonly more: readonly MoreModel[];
  /** The preset that the draft names is not there. */
  readonly presetMissing: boolean;
  /** The limits that own values start from: the preset's, else the pool's. */
  readonly baseLimits: Limits;
  /** When new runs pause by themselves; absent: as shipped. */
  readonly autoPause?: AutoPauseDraft;
}

/** Field → what is wrong, in the order of the form. */
export type LaunchProblems = Readonly<Record<string, string>>;

/** One run, or a matrix of them. */
export type LaunchRequest =
  | { readonly kind: "run"; readonly body: CreateRunRequest }
  | { readonly kind: "matrix"; readonly body: CreateRunGroupRequest };

export interface ReadLaunch {
  readonly problems: LaunchProblems;
  /** The request; null while something is wrong. */
  readonly request: LaunchRequest | null;
  /** The run's own limits, where it has some that are right. */
  readonly ownLimits: Limits | null;
  readonly sample: RunSample | null;
}

const NO_EXPECTED = "It compares with an expected value, and this dataset has none.";

/** Reads the whole form: the request it means, or everything that is wrong with it. */
export function readLaunch(draft: LaunchDraft, context: LaunchContext): ReadLaunch {
  const problems: Record<string, string> = {};
  const { dataset, provider, model } = context;
  if (dataset === undefined) problems.dataset = "Choose a dataset.";
  const sample = readSample(draft, problems);
  const repeats = readRepeats(draft, problems);
  if (provider === undefined) problems.provider = "Choose a provider.";
  if (model.trim() === "") problems.model = "Name a model.";
  else if (model.length > 200) problems.model = "At most 200 characters.";
  const targets = readTargets(draft, context, problems);
  const evaluators = readEvaluators(draft, context, problems);
  const ownLimits = readOwnLimits(draft, context.baseLimits, problems);
  if (limitsFrom(draft) === "preset") {
    if (draft.preset === "") problems.preset = "Choose a preset.";
    else if (context.presetMissing) problems.preset = "There is no such preset or version. Choose another.";
  }
  const name = draft.name?.trim() ?? "";
  if (name.length > 200) problems.name = "At most 200 characters.";
  const note = draft.note?.trim() ?? "";
  if (note.length > 2000) problems.note = "At most 2,000 characters.";
  const budgetUsd = readBudget(draft, problems);
  const rules = readAutoPause(autoPauseDraft(draft, context.autoPause));
  Object.assign(problems, rules.problems);
  if (Object.keys(problems).length > 0) return { problems, request: null, ownLimits, sample };

  const shared = {
    ...(name === "" ? {} : { name }),
    ...(note === "" ? {} : { note }),
    datasetId: dataset?.id ?? "",
    evaluators,
    ...(sample === null || sample.kind === "all" ? {} : { sample }),
    ...(repeats === 1 ? {} : { repeats }),
    ...(draft.skip === "odd" ? { skip: [...CASE_ODDITIES] } : {}),
    ...(budgetUsd === null ? {} : { budgetUsd }),
    ...(draft.priority === null ? {} : { priority: draft.priority }),
    ...(rules.rules === null || !ownRules(draft) ? {} : { autoPause: rules.rules }),
    ...(ownLimits === null ? {} : { limits: ownLimits }),
    // A preset that is gone pins nothing; the values typed over it stay.
    ...(draft.preset && !context.presetMissing ? { preset: draft.preset } : {}),
  };
  // The contract has the last word: what slips through the checks above is told all the same.
  const [only] = targets;
  const request: LaunchRequest | null =
    only !== undefined && targets.length === 1
      ? { kind: "run", body: { ...shared, target: only.target } }
      : { kind: "matrix", body: { ...shared, targets } };
  const checked =
    request.kind === "run" ? createRunRequest.safeParse(request.body) : createRunGroupRequest.safeParse(request.body);
  if (checked.success) return { problems, request, ownLimits, sample };
  const prompts = promptsOf(draft).length;
  for (const issue of checked.error.issues) problems[fieldOfPath(issue.path.join("."), prompts)] ??= issue.message;
  return { problems, request: null, ownLimits, sample };
}

type MatrixTarget = CreateRunGroupRequest["targets"][number];

/** Every model with every prompt; what is wrong with one goes into `problems`. */
function readTargets(draft: LaunchDraft, context: LaunchContext, problems: Record<string, string>): MatrixTarget[] {
  const { dataset, provider, more } = context;
  for (const [at, each] of more.entries()) {
    if (each.provider === undefined) problems[`more-${at}-provider`] = "Choose a provider, or remove the row.";
    if (each.model.trim() === "") problems[`more-${at}-model`] = "Name a model, or remove the row.";
    else if (each.model.length > 200) problems[`more-${at}-model`] = "At most 200 characters.";
  }
  const templates = promptsOf(draft).map((text, at) => readPrompt(text, at, dataset, problems));
  const params = readParams(draft, problems);
  const models = [{ provider, model: context.model }, ...more];
  const targets = models.flatMap((each, modelAt) =>
    templates.map((template, promptAt) => ({
      cell: cellLabel(models, templates.length, modelAt, promptAt),
      target: { providerId: each.provider?.id ?? "", model: each.model.trim(), ...template, params },
    })),
  );
  if (targets.length > MATRIX_MAX) {
    problems.matrix = `${targets.length} runs; at most ${MATRIX_MAX} start at once. Take out models or prompts.`;
  }
  return targets;
}

/** Some rule for pausing by itself was typed. */
function ownRules(draft: LaunchDraft): boolean {
  return Object.values(AUTO_PAUSE_PARAM).some((param) => draft[param] !== null);
}

/** Null: no budget. */
export function readBudget(draft: LaunchDraft, problems: Record<string, string> = {}): number | null {
  if (!draft.budget?.trim()) return null;
  const { min, max } = AUTO_PAUSE_BOUNDS.budgetUsd;
  const value = parseNumber(draft.budget.replace(/^\s*\$/, ""));
  if (value !== null && value >= min && value <= max) return value;
  problems.budget = "US dollars from 0.01, or empty.";
  return null;
}

function readSample(draft: LaunchDraft, problems: Record<string, string>): RunSample | null {
  const kind = sampleKind(draft);
  if (kind === "all") return { kind };
  const n = parseNumber(draft.n ?? "");
  if (n === null || !Number.isInteger(n) || n < 1) problems.n = "A whole number of cases, at least 1.";
  const seed = kind === "random" ? parseNumber(draft.seed ?? "1") : 1;
  if (seed === null || !Number.isSafeInteger(seed)) problems.seed = "A whole number.";
  if (n === null || seed === null || problems.n !== undefined || problems.seed !== undefined) return null;
  return kind === "first" ? { kind, n } : { kind, n, seed };
}

/** How often each case is asked; once, where that is wrong or left empty. */
export function readRepeats(draft: Pick<LaunchDraft, "repeats">, problems: Record<string, string> = {}): number {
  if (!draft.repeats?.trim()) return 1;
  const repeats = parseNumber(draft.repeats);
  if (repeats !== null && Number.isInteger(repeats) && repeats >= 1 && repeats <= REPEATS_MAX) return repeats;
  problems.repeats = `A whole number from 1 to ${REPEATS_MAX}.`;
  return 1;
}

function readParams(draft: LaunchDraft, problems: Record<string, string>): RunTarget["params"] {
  const temperature = draft.temperature?.trim() ? parseNumber(draft.temperature) : undefined;
  if (temperature !== undefined && (temperature === null || temperature < 0 || temperature > 2)) {
    problems.temperature = "A number from 0 to 2, or empty.";
  }
  const maxOutputTokens = draft.maxTokens?.trim() ? parseNumber(draft.maxTokens) : undefined;
  if (maxOutputTokens !== undefined && !isTokenCount(maxOutputTokens)) {
    problems.maxTokens = "A whole number from 1 to 1,000,000, or empty.";
  }
  return {
    ...draft.extraParams,
    ...(typeof temperature === "number" ? { temperature } : {}),
    ...(typeof maxOutputTokens === "number" ? { maxOutputTokens } : {}),
  };
}

function isTokenCount(value: number | null): boolean {
  return value !== null && Number.isInteger(value) && value >= 1 && value <= 1_000_000;
}

function readEvaluators(
  draft: LaunchDraft,
  context: LaunchContext,
  problems: Record<string, string>,
): EvaluatorRequest[] {
  const { dataset } = context;
  if (draft.evaluators.length === 0) problems.evaluators = "Add at least one evaluator: it decides what passes.";
  return draft.evaluators.flatMap((evaluator, at) => {
    const read = readEvaluator(evaluator, context);
    if (!("config" in read)) {
      for (const [field, says] of Object.entries(read.problems)) problems[`evaluator-${at}-${field}`] = says;
      return [];
    }
    if (dataset?.hasExpected === false && needsExpected(evaluator, context)) {
      problems[`evaluator-${at}-type`] = NO_EXPECTED;
    }
    const lacks = dataset === undefined ? undefined : missingInRubric(evaluator, dataset, context);
    if (lacks !== undefined)
      problems[`evaluator-${at}-${evaluator.rubric === OWN_RUBRIC ? "rubricPrompt" : "rubric"}`] = lacks;
    return [read.config];
  });
}

/** What the dataset lacks of what a judge's rubric names. */
function missingInRubric(evaluator: EvaluatorDraft, dataset: DatasetResponse, names: JudgeNames): string | undefined {
  if (evaluator.type !== "judge") return undefined;
  const known = new Set(dataset.variables.map(({ name }) => name));
  const lacking = rubricNeeds(evaluator, names.rubrics).variables.filter((name) => !known.has(name));
  if (lacking.length === 0) return undefined;
  return `It names ${lacking.map((name) => `{{${name}}}`).join(", ")}. ${dataset.name} has ${variableList(dataset)}.`;
}

/** The draft's own values over the limits they start from. */
export function ownLimitsDraft(draft: LaunchDraft, base: Limits): LimitsDraft {
  const from = draftOfLimits(base);
  return {
    ...from,
    rps: draft.rps ?? from.rps,
    burst: draft.burst ?? from.burst,
    concurrency: draft.conc ?? from.concurrency,
    attempts: draft.attempts ?? from.attempts,
    tokensPerMinute: draft.tpm ?? from.tokensPerMinute,
    inputTokensPerMinute: draft.itpm ?? from.inputTokensPerMinute,
    outputTokensPerMinute: draft.otpm ?? from.outputTokensPerMinute,
    requestsPerDay: draft.rpd ?? from.requestsPerDay,
    timeout: draft.timeout ?? from.timeout,
    baseDelay: draft.baseDelay ?? from.baseDelay,
    maxDelay: draft.maxDelay ?? from.maxDelay,
    giveUpAfter: draft.giveUp ?? from.giveUpAfter,
    jitter: draft.jitter ?? from.jitter,
  };
}

function readOwnLimits(draft: LaunchDraft, base: Limits, problems: Record<string, string>): Limits | null {
  if (limitsFrom(draft) !== "own") return null;
  const read = readLimitsDraft(ownLimitsDraft(draft, base));
  for (const field of LIMIT_FIELDS) {
    const says = read.problems[field];
    if (says !== undefined) problems[field] = says;
  }
  return read.limits;
}
