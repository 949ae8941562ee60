import type { DatasetCase } from "./dataset-case";
import { characterCount } from "./row-to-case";

/** What a dataset is described by, summed up case by case. */
export class DatasetTotals {
  caseCount = 0;
  hasExpected = false;
  readonly #variables = new Map<string, { cases: number; longest: number }>();
  #characters = 0;

  add(item: DatasetCase): void {
    this.caseCount += 1;
    if (item.expected !== null) this.hasExpected = true;
    for (const [name, value] of Object.entries(item.vars)) {
      const characters = characterCount(value);
      const known = this.#variables.get(name);
      this.#variables.set(name, {
        cases: (known?.cases ?? 0) + 1,
        longest: Math.max(known?.longest ?? 0, characters),
      });
      this.#characters += characters;
    }
  }

  /** Variables in the order of their first case, with how many cases have them, and the characters of the longest value. */
  get variables(): { name: string; cases: number; longest: number }[] {
    return [...this.#variables].map(([name, counted]) => ({ name, ...counted }));
  }

  /** How many different variables there are. */
  get variableCount(): number {
    return this.#variables.size;
  }

  /** Mean characters of all variables of a case. */
  get meanCharacters(): number {
    return this.caseCount === 0 ? 0 : this.#characters / this.caseCount;
  }
}
