import type { ProviderResponse } from "@/lib/contracts/providers";
import type { RubricResponse } from "@/lib/contracts/rubrics";
import { type EvaluatorRequest, evaluatorRequestSchema, type JudgeConfig } from "@/lib/core/scoring/evaluator-config";
import { rubricCaseVariables, rubricNeedsExpected } from "@/lib/core/scoring/judge-prompt";
import { parseNumber } from "../limit-fields/limits-draft";
import type { EvaluatorDraft, EvaluatorField } from "./evaluator-draft-schema";

/** In place of a ready rubric's name. */
export const OWN_RUBRIC = "own";

export type JudgeRequest = Extract<EvaluatorRequest, { type: "judge" }>;
type Problems = Partial<Record<EvaluatorField, string>>;

/** What names in the form stand for. */
export interface JudgeNames {
  readonly providers: readonly ProviderResponse[];
  readonly rubrics: readonly RubricResponse[];
}

/** The judge's provider: the one chosen, else the only one there is. */
export function judgeProvider(draft: EvaluatorDraft, providers: readonly ProviderResponse[]) {
  if (draft.judgeProvider !== "") return providers.find(({ id }) => id === draft.judgeProvider);
  return providers.length === 1 ? providers[0] : undefined;
}

/** The judge's model: as typed, else its provider's first. */
export function judgeModel(draft: EvaluatorDraft, provider: ProviderResponse | undefined): string {
  if (draft.judgeModel !== "" || provider === undefined) return draft.judgeModel;
  return provider.models[0] ?? (provider.kind === "simulated" ? "simulated" : "");
}

/** The text of the rubric; null while a ready one is not known yet. */
export function rubricPrompt(draft: EvaluatorDraft, rubrics: readonly RubricResponse[]): string | null {
  if (draft.rubric === OWN_RUBRIC) return draft.rubricPrompt;
  return rubrics.find(({ name }) => name === draft.rubric)?.prompt ?? null;
}

/** Variables of the dataset that the rubric names, and whether it compares with the expected value. */
export function rubricNeeds(draft: EvaluatorDraft, rubrics: readonly RubricResponse[]) {
  const prompt = rubricPrompt(draft, rubrics) ?? "";
  return { variables: rubricCaseVariables({ prompt }), expected: rubricNeedsExpected({ prompt }) };
}

/** The judge that the draft means, or what is wrong with which of its fields. */
export function readJudge(draft: EvaluatorDraft, names: JudgeNames): { config: JudgeRequest } | { problems: Problems } {
  const problems: Problems = {};
  const provider = judgeProvider(draft, names.providers);
  if (provider === undefined) problems.judgeProvider = "Choose a provider.";
  const model = judgeModel(draft, provider).trim();
  if (model === "") problems.judgeModel = "Name a model.";
  const threshold = parseNumber(draft.judgeThreshold);
  if (threshold === null || threshold < 0 || threshold > 1) problems.judgeThreshold = "A number from 0 to 1.";
  const rubric = draft.rubric === OWN_RUBRIC ? ownRubric(draft, problems) : draft.rubric;
  if (Object.keys(problems).length > 0 || provider === undefined) return { problems };
  const body = { type: "judge", providerId: provider.id, model, rubric, threshold, params: draft.judgeParams };
  const checked = evaluatorRequestSchema.safeParse(body);
  if (checked.success && checked.data.type === "judge") return { config: checked.data };
  for (const issue of checked.error?.issues ?? []) problems[fieldOfIssue(issue.path)] ??= sentence(issue.message);
  return { problems };
}

function ownRubric(draft: EvaluatorDraft, problems: Problems) {
  const name = draft.rubricName.trim();
  const prompt = draft.rubricPrompt;
  if (prompt.trim() === "") problems.rubricPrompt = "Write what the judge is asked.";
  const named = { prompt, ...(name === "" ? {} : { name }) };
  if (draft.scoring === "scale") {
    const [min, max] = [parseNumber(draft.scaleMin), parseNumber(draft.scaleMax)];
    if (min === null || max === null || min >= max) problems.scaleMin = "Two numbers, the lower one first.";
    return { ...named, scale: { min: min ?? 0, max: max ?? 1 } };
  }
  const choices = readChoices(draft.choices);
  if (choices === null) problems.choices = "Two to 20 lines of a choice and its score from 0 to 1, e.g. A = 1.";
  return { ...named, choices: choices ?? {} };
}

/** Lines of `label = score`; null where they are not such lines. */
function readChoices(text: string): Record<string, number> | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const choices: Record<string, number> = {};
  for (const line of lines) {
    const at = line.lastIndexOf("=");
    const score = at === -1 ? null : parseNumber(line.slice(at + 1));
    const label = line.slice(0, Math.max(0, at)).trim();
    if (score === null || score < 0 || score > 1 || label === "" || Object.hasOwn(choices, label)) return null;
    choices[label] = score;
  }
  return lines.length >= 2 && lines.length <= 20 ? choices : null;
}

function choicesText(choices: Readonly<Record<string, number>>): string {
  return Object.entries(choices)
    .map(([label, score]) => `${label} = ${score}`)
    .join("\n");
}

/** The fields of a judge of an earlier run. One with a ready rubric goes by its text of today. */
export function draftOfJudge({ providerId, model, rubric, threshold, params }: JudgeConfig): Partial<EvaluatorDraft> {
  const ready = rubric.source !== undefined && rubric.name !== undefined;
  return {
    judgeProvider: providerId,
    judgeModel: model,
    judgeThreshold: String(threshold),
    judgeParams: params,
    rubric: ready ? (rubric.name ?? OWN_RUBRIC) : OWN_RUBRIC,
    ...(ready
      ? {}
      : {
          rubricName: rubric.name ?? "",
          rubricPrompt: rubric.prompt,
          scoring: rubric.choices === undefined ? "scale" : "choices",
          ...(rubric.choices === undefined ? {} : { choices: choicesText(rubric.choices) }),
          scaleMin: String(rubric.scale?.min ?? 0),
          scaleMax: String(rubric.scale?.max ?? 1),
        }),
  };
}

/** The field of the form for a path within a judge, as the contract names it. */
export function fieldOfIssue(path: readonly PropertyKey[]): EvaluatorField {
  const [first, second] = path.map(String);
  if (first === "providerId") return "judgeProvider";
  if (first === "model") return "judgeModel";
  if (first === "threshold") return "judgeThreshold";
  if (first !== "rubric") return "type";
  if (second === "prompt") return "rubricPrompt";
  if (second === "name") return "rubricName";
  if (second === "choices") return "choices";
  return second === "scale" ? "scaleMin" : "rubric";
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
