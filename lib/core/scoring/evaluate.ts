import type { Json } from "../datasets/dataset-case";
import { DomainError, type Issue } from "../errors";
import type { EvaluatorConfig, JudgeConfig, RuleConfig, Score } from "./evaluator-config";
import { excerpt } from "./expected-text";
import { jsonJudge } from "./json-evaluator";
import { judgeNumeric } from "./numeric-evaluator";
import { type MatchRegex, matchPlainly, regexJudge } from "./regex-evaluator";
import { judgeContains, judgeExact, judgeLevenshtein } from "./text-evaluators";
import { unjudged, type Verdict } from "./verdict";

type Rule = (output: string, expected: Json) => Verdict;
/** Scores one output with every evaluator of a run but its judges, in their order. Never throws. */
export type ScoreOutput = (output: string, expected: Json) => readonly Score[];

export interface ScoringOptions {
  /** How patterns are run. Default: plainly, without a time limit. */
  readonly matchRegex?: MatchRegex;
}

/**
 * Prepares a run's evaluators once: patterns and schemas are compiled here and not per case. Judges are left out: their
 * verdicts come from a provider (see `judgesOf`).
 * @throws DomainError invalid-input where a schema cannot be compiled, with the evaluator's path
 */
export function compileEvaluators(configs: readonly EvaluatorConfig[], options: ScoringOptions = {}): ScoreOutput {
  const names = evaluatorNames(configs);
  const compiled = configs.flatMap((config, at) =>
    config.type === "judge" ? [] : [{ name: names[at] ?? config.type, ...compileOne(config, options.matchRegex, at) }],
  );
  const issues = compiled.flatMap((found) => ("issue" in found ? [found.issue] : []));
  const [first] = issues;
  if (first !== undefined) throw new DomainError("invalid-input", first.message, issues);
  const rules = compiled.flatMap((found) => ("rule" in found ? [found] : []));
  return (output, expected) =>
    rules.map(({ name, rule }) => ({ evaluator: name, ...applySafely(rule, output, expected) }));
}

/** A judge of a run, with the name it has in scores. */
export interface NamedJudge {
  readonly name: string;
  readonly config: JudgeConfig;
}

/** The judges among a run's evaluators, in their order. */
export function judgesOf(configs: readonly EvaluatorConfig[]): NamedJudge[] {
  const names = evaluatorNames(configs);
  return configs.flatMap((config, at) => (config.type === "judge" ? [{ name: names[at] ?? config.type, config }] : []));
}

/** Scores in the order of their evaluators. */
export function inEvaluatorOrder(configs: readonly EvaluatorConfig[], scores: readonly Score[]): Score[] {
  return evaluatorNames(configs).flatMap((name) => scores.find((score) => score.evaluator === name) ?? []);
}

/** Scores one output with one evaluator. @throws DomainError invalid-input where its schema cannot be compiled */
export function evaluate(config: EvaluatorConfig, output: string, expected: Json): Score {
  const [score] = compileEvaluators([config])(output, expected);
  return score ?? { evaluator: config.type, ...unjudged("the evaluator gave no score") };
}

/** Faults of evaluators that only compiling shows (a JSON schema that is none); empty where all can be used. */
export function evaluatorIssues(configs: readonly EvaluatorConfig[]): Issue[] {
  return configs.flatMap((config, at) => {
    if (config.type === "judge") return [];
    const found = compileOne(config, matchPlainly, at);
    return "issue" in found ? [found.issue] : [];
  });
}

/** What each evaluator is called in scores and exports: its type, of a judge with its rubric's name. */
export function evaluatorNames(configs: readonly EvaluatorConfig[]): string[] {
  const plain = configs.map((config) =>
    config.type === "judge" && config.rubric.name !== undefined ? `judge (${config.rubric.name})` : config.type,
  );
  return plain.map((name, at) => {
    const before = plain.slice(0, at).filter((other) => other === name).length;
    return before === 0 ? name : `${name} ${before + 1}`;
  });
}

function compileOne(
  config: RuleConfig,
  matchRegex: MatchRegex = matchPlainly,
  at: number,
): { rule: Rule } | { issue: Issue } {
  try {
    return { rule: ruleOf(config, matchRegex) };
  } catch (error) {
    const [path, what] =
      config.type === "json"
        ? [`evaluators[${at}].schema`, "the JSON schema cannot be used"]
        : [`evaluators[${at}]`, `the ${config.type} evaluator cannot be used`];
    return { issue: { path, message: `${what}: ${excerpt(reason(error), 200)}` } };
  }
}

function ruleOf(config: RuleConfig, matchRegex: MatchRegex): Rule {
  switch (config.type) {
    case "exact":
      return (output, expected) => judgeExact(config, output, expected);
    case "contains":
      return (output, expected) => judgeContains(config, output, expected);
    case "numeric":
      return (output, expected) => judgeNumeric(config, output, expected);
    case "levenshtein":
      return (output, expected) => judgeLevenshtein(config, output, expected);
    case "regex":
      return regexJudge(config, matchRegex);
    case "json":
      return jsonJudge(config, matchRegex);
  }
}

// An output that breaks an evaluator (JSON nested a million deep, say) must cost its own case and not the run.
function applySafely(rule: Rule, output: string, expected: Json): Verdict {
  try {
    return rule(output, expected);
  } catch (error) {
    return unjudged(`could not be judged: ${excerpt(reason(error), 160)}`);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
