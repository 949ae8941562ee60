import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { seededChance } from "@/lib/providers/simulated/seeded-chance";

/** The model under which the answers stand in the answers file. */
export const PEER_MODEL = "sim";

/** One case of the comparison; its answer is known, so that tokens are as well. */
export interface PeerCase {
  readonly id: string;
  readonly prompt: string;
  readonly answer: string;
  /** The number with which the answer ends. */
  readonly expected: string;
  /** As the simulated provider counts them: a quarter of the characters, prompt and answer each rounded up. */
  readonly tokens: number;
}

const FACTS = [
  "A baker sells rolls at the market every day of the week.",
  "Her neighbour keeps hens and brings her the eggs each morning before six.",
  "The bus to town takes forty minutes and is late when it rains.",
  "She writes down what she sells in a blue notebook, one line for each customer.",
  "On Saturdays her brother helps, and they close an hour later than usual.",
] as const;
const STEPS = [
  "First, look at what is asked and leave the rest of the story aside.",
  "The two numbers have to be added, because both kinds are sold on the same day.",
  "Add the tens, then the ones, and carry where the ones go beyond nine.",
  "Checking it the other way round gives the same sum.",
] as const;

/** `n` small word problems; the lengths of prompts and answers differ by a factor of five or so, as real ones do. */
export function peerCases(n: number): PeerCase[] {
  return Array.from({ length: n }, (_, i) => {
    const random = seededChance(7, i);
    const pick = (from: readonly string[], count: number) =>
      Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).join(" ");
    const [a, b] = [10 + Math.floor(random() * 990), 10 + Math.floor(random() * 990)];
    const story = pick(FACTS, 1 + Math.floor(random() ** 2 * 8));
    const prompt = `Case ${i + 1}. ${story} How many rolls is ${a} + ${b}?`;
    const answer = `${pick(STEPS, 1 + Math.floor(random() ** 2 * 9))} The answer is ${a + b}`;
    const tokens = Math.ceil(prompt.length / 4) + Math.ceil(answer.length / 4);
    return { id: `c${i + 1}`, prompt, answer, expected: String(a + b), tokens };
  });
}

/** Whether a text ends with the case's number. */
export function isRight(text: string, { expected }: PeerCase): boolean {
  return /(\d+)\D*$/.exec(text)?.[1] === expected;
}

/** The answers as a file that the simulated provider replays. */
export function writeAnswers(cases: readonly PeerCase[]): { file: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), "evalpace-peers-"));
  const file = path.join(folder, "answers.jsonl");
  const lines = cases.map(({ prompt, answer }) =>
    JSON.stringify({ question: prompt, answers: { [PEER_MODEL]: { text: answer } } }),
  );
  writeFileSync(file, `${lines.join("\n")}\n`);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
