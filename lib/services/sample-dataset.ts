import type { DatasetCase } from "@/lib/core/datasets/dataset-case";

export const SAMPLE_DATASET_NAME = "Sample: arithmetic";
export const SAMPLE_CASES = 120;

/** Arithmetic questions with their answers, always the same ones. */
export function sampleCases(): DatasetCase[] {
  return Array.from({ length: SAMPLE_CASES }, (_, ord) => {
    const { question, answer } = sampleQuestion(ord);
    return {
      ord,
      id: `sum-${String(ord + 1).padStart(3, "0")}`,
      vars: { question },
      expected: String(answer),
      metadata: {},
    };
  });
}

function sampleQuestion(ord: number): { question: string; answer: number } {
  // Steps without a common factor spread the numbers, without chance.
  const a = 11 + ((ord * 37) % 89);
  const b = 2 + ((ord * 53) % 47);
  if (ord % 3 === 0) return { question: `What is ${a} + ${b}?`, answer: a + b };
  if (ord % 3 === 1) return { question: `What is ${a + b} - ${b}?`, answer: a };
  return { question: `What is ${a % 12} * ${b % 13}?`, answer: (a % 12) * (b % 13) };
}
