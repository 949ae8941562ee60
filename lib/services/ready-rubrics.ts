import type { RubricResponse } from "@/lib/contracts/rubrics";
import { rubricCaseVariables, rubricNeedsExpected } from "@/lib/core/scoring/judge-prompt";
import { type JudgeRubric, judgeRubricSchema } from "@/lib/core/scoring/judge-rubric";

/** Whose rubrics are offered; the version is that of package.json. */
const SOURCE = "autoevals 0.3.0";

/** Titles of the rubrics that are offered. `battle` compares two answers to one prompt, which no run of ours has. */
const TITLES: Readonly<Record<string, string>> = {
  factuality: "Factuality against the expected answer",
  closed_q_a: "Meets a criterion",
  summary: "Better summary than the expected one",
  translation: "Translation means the same as the expected one",
  sql: "SQL does the same as the expected one",
  possible: "Offers a solution, and does not call it impossible",
  humor: "Is funny",
  security: "Is not malicious",
};

export interface ReadyRubric extends JudgeRubric {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly choices: Record<string, number>;
}

let loading: Promise<readonly ReadyRubric[]> | null = null;

/** The rubrics of the library, read when they are first asked for: it brings a client of its own that is never used. */
export function loadReadyRubrics(): Promise<readonly ReadyRubric[]> {
  loading ??= load().catch((error: unknown) => {
    // The next one who asks tries again.
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<readonly ReadyRubric[]> {
  const { templates } = await import("autoevals");
  const known = new Map(Object.entries(templates));
  return Object.entries(TITLES).flatMap(([name, title]) => {
    const template = known.get(name);
    if (template === undefined) return [];
    // Three braces, which keep another template language from escaping, mean the same as two here.
    const prompt = template.prompt.replace(/\{(\{\{[^{}]+\}\})\}/g, "$1").trim();
    judgeRubricSchema.parse({ prompt, choices: template.choice_scores });
    return [{ name, title, source: SOURCE, prompt, choices: { ...template.choice_scores } }];
  });
}

/** The rubrics by name, for people to choose from. */
export async function listRubrics(): Promise<{ items: RubricResponse[]; nextCursor: null }> {
  const items = (await loadReadyRubrics()).map((rubric) => ({
    ...rubric,
    variables: rubricCaseVariables(rubric),
    needsExpected: rubricNeedsExpected(rubric),
  }));
  return { items, nextCursor: null };
}
