import type { Json } from "../datasets/dataset-case";
import { type RenderedPrompt, renderMessages, templateVariables } from "../prompt-template";
import type { ChatMessage } from "../runs/run-config";
import { excerpt } from "./expected-text";
import { type JudgeRubric, type RubricScoring, scoringOf } from "./judge-rubric";

/** Names that a rubric may use beside the case's variables. */
const BUILT_IN = new Set(["input", "output", "expected"]);

/** What a judge is told of a case. */
export interface JudgedCase {
  readonly vars: Readonly<Record<string, Json>>;
  readonly expected: Json;
  readonly output: string;
  /** What the target was sent. */
  readonly sent: readonly ChatMessage[];
}

/** Variables of the case that a rubric names: those that the dataset has to have. */
export function rubricCaseVariables(rubric: Pick<JudgeRubric, "prompt">): string[] {
  return templateVariables(rubric.prompt).filter((name) => !BUILT_IN.has(name));
}

export function rubricNeedsExpected(rubric: Pick<JudgeRubric, "prompt">): boolean {
  return templateVariables(rubric.prompt).includes("expected");
}

/**
 * The judge's request for one case. `{{output}}` and `{{expected}}` are always the answer and the case's expected value
 * (missing where it has none); `{{input}}` is the case's variable of that name, or else what the target was sent.
 */
export function judgeMessages(rubric: JudgeRubric, judged: JudgedCase): RenderedPrompt {
  const { vars, expected, output, sent } = judged;
  const { expected: _, ...own } = vars;
  const rendered = renderMessages(
    { prompt: rubric.prompt },
    { input: sentText(sent), ...own, output, ...(expected === null ? {} : { expected }) },
  );
  if (!rendered.ok) return rendered;
  const [first] = rendered.messages;
  return { ok: true, messages: [{ role: "user", content: `${first?.content ?? ""}\n\n${answerForm(rubric)}` }] };
}

/** Asks once more after an answer that was no verdict. */
export function reaskMessages(
  rubric: JudgeRubric,
  asked: readonly ChatMessage[],
  answer: string,
  problem: string,
): readonly ChatMessage[] {
  if (answer.trim() === "") return asked;
  const again = `That is no verdict: ${problem}. ${answerForm(rubric)}`;
  return [...asked, { role: "assistant", content: excerpt(answer, 4000) }, { role: "user", content: again }];
}

/** The form in which a verdict is asked for, in words: models without structured output go by it alone. */
function answerForm(rubric: JudgeRubric): string {
  return `Answer with one JSON object and nothing else: {"reason": "your reasoning in one to three sentences", ${verdictField(scoringOf(rubric))}}`;
}

function verdictField(scoring: RubricScoring): string {
  if (scoring.kind === "scale") return `"score": a number from ${scoring.min} to ${scoring.max}`;
  return `"choice": one of ${scoring.labels.map((label) => JSON.stringify(label)).join(", ")}`;
}

/** The same form as a JSON schema, for models with structured output. The reason comes first, so that it leads. */
export function verdictJsonSchema(rubric: JudgeRubric): Record<string, unknown> {
  const scoring = scoringOf(rubric);
  const field =
    scoring.kind === "choices"
      ? { choice: { type: "string", enum: [...scoring.labels] } }
      : { score: { type: "number", description: `from ${scoring.min} to ${scoring.max}` } };
  return {
    type: "object",
    properties: { reason: { type: "string" }, ...field },
    required: ["reason", ...Object.keys(field)],
    additionalProperties: false,
  };
}

function sentText(sent: readonly ChatMessage[]): string {
  const [only] = sent;
  if (sent.length === 1 && only !== undefined) return only.content;
  return sent.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
}
