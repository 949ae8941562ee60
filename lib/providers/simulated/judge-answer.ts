import { lastNumber } from "@/lib/core/scoring/last-number";
import { WRONG_SHARE } from "./answer-book";
import { arithmeticAnswer } from "./arithmetic-answer";
import { hashText, seededChance } from "./seeded-chance";

/** The form of a verdict as a prompt asks for it: labels from the best to the worst, or a scale. */
type AskedForm =
  | { readonly kind: "choice"; readonly best: string; readonly worst: string }
  | { readonly kind: "score"; readonly min: number; readonly max: number };

const CHOICES = /"choice": one of ("(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")+)/g;
const SCALE = /"score": a number from (-?[\d.e+]+) to (-?[\d.e+]+)/g;

/** Labels that prompts put before what is judged, and before what it is compared with. */
const SUBMITTED = /^(?:submission|submitted|output|answer|response|result|b)\b/i;
const EXPECTED = /^(?:expert|expected|reference|ideal|correct|gold|a)\b/i;
const QUESTION = /^(?:question|input|task|instructions|prompt)\b/i;

/** A label at the beginning of a line: `[Expert]: …`, `Expected: …`. */
const LABEL = /^\s*\[?([A-Za-z][\w ]{0,30})\]?\s*:\s*/;
const END = /^\s*(?:\*{3,}\s*$|\[END DATA\])/;
const TAG = /<(\w{1,30})>([\s\S]*?)<\/\1>/g;
const SEARCHED_CHARACTERS = 200_000;
/** Salts the chance of nonsense, so that it does not follow that of faults. */
const NONSENSE_SALT = 0x6a75_6467;

export interface JudgeAnswerOptions {
  readonly seed: number;
  /** Share of verdicts that are nonsense, 0 to 1. */
  readonly nonsense: number;
  /** The number of the request. */
  readonly request: number;
}

/**
 * Answers a prompt that asks for a verdict in JSON; null where it does not. The submission is compared with the expected
 * answer as the prompt shows them; without one, arithmetic is worked out, and all else is judged by a coin that always
 * falls alike for the same text. `texts`: what the user said, oldest first; the newest says in which form to answer.
 */
export function judgeAnswer(texts: readonly string[], options: JudgeAnswerOptions): string | null {
  const form = askedForm(texts.at(-1) ?? "");
  if (form === null) return null;
  if (seededChance(options.seed, options.request ^ NONSENSE_SALT)() < options.nonsense) {
    return "That depends on how one looks at it.";
  }
  // The form stands in a paragraph of its own at the end, and is no part of what is judged.
  const [first = ""] = texts;
  const { good, reason } = verdictOn(first.slice(0, Math.max(0, first.lastIndexOf("\n\n"))), options.seed);
  if (form.kind === "choice") return JSON.stringify({ reason, choice: good ? form.best : form.worst });
  return JSON.stringify({ reason, score: good ? form.max : form.min });
}

function askedForm(text: string): AskedForm | null {
  const choices = [...text.matchAll(CHOICES)].at(-1)?.[1];
  if (choices !== undefined) {
    const labels: string[] = JSON.parse(`[${choices}]`);
    return { kind: "choice", best: labels[0] ?? "", worst: labels.at(-1) ?? "" };
  }
  const scale = [...text.matchAll(SCALE)].at(-1);
  return scale === undefined ? null : { kind: "score", min: Number(scale[1]), max: Number(scale[2]) };
}

function verdictOn(prompt: string, seed: number): { good: boolean; reason: string } {
  const parts = labelledParts(prompt.slice(0, SEARCHED_CHARACTERS));
  const find = (label: RegExp) => parts.find((part) => label.test(part.label))?.text;
  const [submitted, expected] = [find(SUBMITTED), find(EXPECTED)];
  if (submitted !== undefined && expected !== undefined) {
    const good = agree(submitted, expected);
    return { good, reason: good ? "It says what was expected." : "It does not say what was expected." };
  }
  const result = arithmeticAnswer(find(QUESTION) ?? prompt);
  if (submitted !== undefined && result !== null) {
    const good = lastNumber(submitted) === result;
    return { good, reason: good ? "The result is right." : `The result would be ${result}.` };
  }
  const good = seededChance(seed, hashText(prompt))() >= WRONG_SHARE;
  return { good, reason: good ? "Nothing speaks against it." : "It does not convince." };
}

/** The pieces of a prompt under their labels; a piece ends at a line of asterisks or at the next label. */
function labelledParts(prompt: string): { label: string; text: string }[] {
  const parts: { label: string; lines: string[] }[] = [];
  let open = false;
  for (const line of prompt.split("\n")) {
    const label = LABEL.exec(line);
    if (label !== null) parts.push({ label: label[1] ?? "", lines: [line.slice(label[0].length)] });
    else if (open && !END.test(line)) parts.at(-1)?.lines.push(line);
    open = label !== null || (open && !END.test(line));
  }
  const tagged = [...prompt.matchAll(TAG)].map(([, label = "", text = ""]) => ({ label, text: text.trim() }));
  return [...parts.map(({ label, lines }) => ({ label, text: lines.join("\n").trim() })), ...tagged];
}

/** Equal last numbers where both have one, else one text inside the other. */
function agree(submitted: string, expected: string): boolean {
  const [a, b] = [lastNumber(submitted), lastNumber(expected)];
  if (a !== null && b !== null) return a === b;
  const [said, wanted] = [plain(submitted), plain(expected)];
  return said !== "" && wanted !== "" && (said.includes(wanted) || wanted.includes(said));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[.!\s]+$/, "")
    .trim();
}
