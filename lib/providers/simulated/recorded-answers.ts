import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { DomainError } from "@/lib/core/errors";
import { type AnswerBook, builtInAnswers } from "./answer-book";

/** One line of an answers file; fields beside these are ignored. */
const recordedLineSchema = z.object({
  question: z.string().min(1),
  answers: z.record(z.string(), z.object({ text: z.string() })),
});
type RecordedLine = z.infer<typeof recordedLineSchema>;

/** Questions are found by their first characters; shorter ones by all they have. */
const PREFIX_LENGTH = 24;

/**
 * Reads a JSONL file of recorded answers: `{"question": …, "answers": {"<model>": {"text": …}}}` per line.
 * @throws DomainError invalid-input where the file cannot be read or a line is not of that form (the message names the line)
 */
export async function loadRecordedAnswers(file: string): Promise<AnswerBook> {
  const lines: RecordedLine[] = [];
  let number = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (text.trim() !== "") lines.push(recordedLineSchema.parse(JSON.parse(text)));
    }
  } catch (error) {
    const where =
      number === 0 ? "cannot be read" : `line ${number} is not {"question", "answers": {"<model>": {"text"}}}`;
    throw new DomainError("invalid-input", `answers file ${file}: ${where}`, [], { cause: error });
  }
  return recordedAnswers(lines);
}

/** Answers by the question that the prompt contains; where it contains none, like the built-in skill. */
export function recordedAnswers(lines: readonly RecordedLine[]): AnswerBook {
  const models = new Set<string>();
  const exact = new Map<string, RecordedLine>();
  const byPrefix = new Map<string, RecordedLine[]>();
  const shortPrefixes = new Set<number>();
  for (const line of lines) {
    for (const model of Object.keys(line.answers)) models.add(model);
    exact.set(line.question, line);
    const prefix = line.question.slice(0, PREFIX_LENGTH);
    if (prefix.length < PREFIX_LENGTH) shortPrefixes.add(prefix.length);
    const sharing = byPrefix.get(prefix);
    if (sharing === undefined) byPrefix.set(prefix, [line]);
    else sharing.push(line);
  }
  const prefixLengths = [PREFIX_LENGTH, ...[...shortPrefixes].sort((a, b) => b - a)];
  const find = (prompt: string) => exact.get(prompt) ?? lastQuestionIn(prompt, byPrefix, prefixLengths);
  return {
    hasModel: (model) => models.has(model),
    answer(model, prompt, seed) {
      return find(prompt)?.answers[model]?.text ?? builtInAnswers.answer(model, prompt, seed);
    },
  };
}

/**
 * The question that ends last in the prompt (examples come before what is asked), the longest of those.
 * Looks from the end and only where a question may begin: at the start of a word.
 */
function lastQuestionIn(
  prompt: string,
  byPrefix: ReadonlyMap<string, readonly RecordedLine[]>,
  prefixLengths: readonly number[],
): RecordedLine | null {
  let best: RecordedLine | null = null;
  let bestEnd = -1;
  for (let at = prompt.length - 1; at >= 0; at -= 1) {
    if (!beginsWord(prompt, at)) continue;
    for (const length of prefixLengths) {
      for (const line of byPrefix.get(prompt.slice(at, at + length)) ?? []) {
        const end = at + line.question.length;
        // Going backwards, an equal end means an earlier start: the longer question.
        if (end >= bestEnd && prompt.startsWith(line.question, at)) {
          best = line;
          bestEnd = end;
        }
      }
    }
  }
  return best;
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !isAsciiAlphanumeric(text.charCodeAt(at - 1)) || !isAsciiAlphanumeric(text.charCodeAt(at));
}

function isAsciiAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
