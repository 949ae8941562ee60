import {
  type EvaluatorConfig,
  type EvaluatorRequest,
  evaluatorRequestSchema,
} from "@/lib/core/scoring/evaluator-config";
import { evaluatorsNeedExpected } from "@/lib/core/scoring/needs-expected";
import { parseNumber } from "../limit-fields/limits-draft";
import {
  type EvaluatorDraft,
  type EvaluatorField,
  type EvaluatorType,
  evaluatorDraftSchema,
} from "./evaluator-draft-schema";
import { draftOfJudge, type JudgeNames, readJudge, rubricNeeds } from "./judge-draft";

let rows = 0;

/** Tells one row from the others of this page. */
export function rowKey(): string {
  rows += 1;
  return `evaluator-${rows}`;
}

export function newEvaluator(type: EvaluatorType): EvaluatorDraft {
  return {
    key: rowKey(),
    type,
    ignoreCase: type === "contains",
    trim: true,
    value: "",
    pattern: "",
    flags: "",
    compare: "match",
    tolerance: "0",
    toleranceKind: "absolute",
    schema: "",
    equals: false,
    threshold: "0.8",
    judgeProvider: "",
    judgeModel: "",
    judgeThreshold: "0.5",
    judgeParams: {},
    rubric: "factuality",
    rubricName: "",
    rubricPrompt: "",
    scoring: "choices",
    choices: "Yes = 1\nNo = 0",
    scaleMin: "1",
    scaleMax: "5",
  };
}

/** The draft of an evaluator of an earlier run. */
export function draftOfEvaluator(config: EvaluatorConfig): EvaluatorDraft {
  const draft = newEvaluator(config.type);
  switch (config.type) {
    case "exact":
      return { ...draft, ignoreCase: config.ignoreCase, trim: config.trim };
    case "contains":
      return { ...draft, ignoreCase: config.ignoreCase, trim: config.trim, value: config.value ?? "" };
    case "regex":
      return { ...draft, pattern: config.pattern, flags: config.flags, compare: config.compare };
    case "numeric":
      return { ...draft, tolerance: String(config.tolerance), toleranceKind: config.toleranceKind };
    case "json": {
      const schema = config.schema === undefined ? "" : JSON.stringify(config.schema, null, 2);
      return { ...draft, schema, equals: config.equals };
    }
    case "levenshtein":
      return { ...draft, threshold: String(config.threshold), ignoreCase: config.ignoreCase, trim: config.trim };
    case "judge":
      return { ...draft, ...draftOfJudge(config) };
  }
}

export type ReadEvaluator =
  | { readonly config: EvaluatorRequest }
  | { readonly problems: Partial<Record<EvaluatorField, string>> };

/** Whether the evaluator compares with a case's expected value. */
export function needsExpected(draft: EvaluatorDraft, names: JudgeNames): boolean {
  if (draft.type === "judge") return rubricNeeds(draft, names.rubrics).expected;
  const read = readEvaluator(draft, names);
  return "config" in read && read.config.type !== "judge" && evaluatorsNeedExpected([read.config]);
}

/** The evaluator that the draft means, or what is wrong with which of its fields. */
export function readEvaluator(draft: EvaluatorDraft, names: JudgeNames): ReadEvaluator {
  if (draft.type === "judge") return readJudge(draft, names);
  const schema = readSchema(draft);
  if (schema === "invalid") return { problems: { schema: "This is no JSON object. A schema starts with {." } };
  const parsed = evaluatorRequestSchema.safeParse(rawConfig(draft, draft.type, schema));
  if (parsed.success) return { config: parsed.data };
  const problems: Partial<Record<EvaluatorField, string>> = {};
  for (const issue of parsed.error.issues) {
    const field = evaluatorDraftSchema.keyof().safeParse(String(issue.path[0])).data;
    if (field !== undefined && field !== "key") problems[field] ??= wordsFor(field, issue.message);
  }
  return { problems };
}

function rawConfig(draft: EvaluatorDraft, type: Exclude<EvaluatorType, "judge">, schema: object | null): unknown {
  const { ignoreCase, trim } = draft;
  switch (type) {
    case "exact":
      return { type, ignoreCase, trim };
    case "contains":
      return { type, ignoreCase, trim, ...(draft.value === "" ? {} : { value: draft.value }) };
    case "regex":
      return { type, pattern: draft.pattern, flags: draft.flags.trim(), compare: draft.compare };
    case "numeric":
      return { type, tolerance: parseNumber(draft.tolerance), toleranceKind: draft.toleranceKind };
    case "json":
      return { type, equals: draft.equals, ...(schema === null ? {} : { schema }) };
    case "levenshtein":
      return { type, threshold: parseNumber(draft.threshold), ignoreCase, trim };
  }
}

function readSchema({ type, schema }: EvaluatorDraft): object | null | "invalid" {
  if (type !== "json" || schema.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(schema);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : "invalid";
  } catch {
    return "invalid";
  }
}

function wordsFor(field: EvaluatorField, message: string): string {
  if (field === "tolerance") return "A number, 0 or more.";
  if (field === "threshold") return "A number from 0 to 1.";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
