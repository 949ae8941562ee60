import { z } from "zod";
import { excerpt } from "./expected-text";
import { withoutFence } from "./fenced-json";
import { type JudgeRubric, type RubricScoring, scoringOf } from "./judge-rubric";

/** What a judge decided. */
export interface JudgeVerdict {
  /** 0 to 1. */
  readonly score: number;
  /** The label it chose; null where it gave a number. */
  readonly choice: string | null;
  /** The number it gave on the rubric's scale; null where it chose a label. */
  readonly given: number | null;
  readonly reason: string;
}

export type ReadVerdict =
  | { readonly ok: true; readonly verdict: JudgeVerdict }
  /** What is wrong with the answer, as the judge is told of it. */
  | { readonly ok: false; readonly problem: string };

const REASON_LENGTH = 2000;

const answerSchema = z.object({
  reason: z.string().default(""),
  choice: z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]).optional(),
  score: z.union([z.number(), z.string().trim().min(1).transform(Number)]).optional(),
});
type Answer = z.infer<typeof answerSchema>;

/**
 * Reads a judge's answer: a JSON object, also in a code fence or with words around it. A label may come in another case
 * or in brackets, a number as text; a label that the rubric does not have or a number off its scale is no verdict.
 */
export function readVerdict(text: string, rubric: Pick<JudgeRubric, "choices" | "scale">): ReadVerdict {
  const json = findObject(text);
  if (json === null) return { ok: false, problem: text.trim() === "" ? "it is empty" : "it holds no JSON object" };
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problem: "its JSON has not the fields that were asked for" };
  const scoring = scoringOf(rubric);
  return scoring.kind === "choices" ? chosen(parsed.data, scoring) : scaled(parsed.data, scoring);
}

function chosen(answer: Answer, scoring: Extract<RubricScoring, { kind: "choices" }>): ReadVerdict {
  if (answer.choice === undefined) return { ok: false, problem: 'its JSON has no "choice"' };
  const wanted = plain(answer.choice);
  const label =
    scoring.labels.find((each) => each === answer.choice) ?? scoring.labels.find((each) => plain(each) === wanted);
  if (label === undefined) {
    return { ok: false, problem: `${JSON.stringify(excerpt(answer.choice, 60))} is none of the choices` };
  }
  return {
    ok: true,
    verdict: { score: scoring.scores.get(label) ?? 0, choice: label, given: null, ...reason(answer) },
  };
}

function scaled(answer: Answer, { min, max }: Extract<RubricScoring, { kind: "scale" }>): ReadVerdict {
  const given = answer.score;
  if (given === undefined || !Number.isFinite(given)) return { ok: false, problem: 'its JSON has no "score"' };
  if (given < min || given > max) return { ok: false, problem: `the score ${given} is not within ${min} to ${max}` };
  return { ok: true, verdict: { score: (given - min) / (max - min), choice: null, given, ...reason(answer) } };
}

function reason(answer: Answer): { reason: string } {
  return { reason: excerpt(answer.reason.trim(), REASON_LENGTH) };
}

/** "(a)" and `A.` are A. */
function plain(label: string): string {
  return label
    .trim()
    .replace(/^[("'[]+|[)"'\].]+$/g, "")
    .toLowerCase();
}

/** The JSON object that a text is, or holds. */
function findObject(text: string): object | null {
  const bare = withoutFence(text);
  const whole = parseObject(bare);
  if (whole !== null) return whole;
  const [start, end] = [bare.indexOf("{"), bare.lastIndexOf("}")];
  return start === -1 || end <= start ? null : parseObject(bare.slice(start, end + 1));
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
