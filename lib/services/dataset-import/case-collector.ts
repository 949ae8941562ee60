import { type Columns, decideColumns } from "@/lib/core/datasets/columns";
import type { ColumnMapping, DatasetCase } from "@/lib/core/datasets/dataset-case";
import { DatasetTotals } from "@/lib/core/datasets/dataset-totals";
import { type CaseOrFaults, caseFromColumns, isNativeCase, nativeCase } from "@/lib/core/datasets/row-to-case";
import { DomainError, type Issue } from "@/lib/core/errors";
import type { SourceRow } from "./source-row";

/** Issues listed in an error; the rest are only counted. */
const LISTED_ISSUES = 100;
/** Different variables in one dataset: more come from keys that are data. */
const MAX_VARIABLES = 2000;

/** Turns rows into cases one by one, and keeps what is wrong with them. */
export class CaseCollector {
  readonly totals = new DatasetTotals();
  readonly #mapping: ColumnMapping | undefined;
  readonly #lineOfId = new Map<string, number>();
  readonly #issues: Issue[] = [];
  #columns: Columns | null = null;
  #rows = 0;
  #faults = 0;

  constructor(mapping: ColumnMapping | undefined) {
    this.#mapping = mapping;
  }

  /** True once anything is wrong: nothing will be imported. */
  get faulty(): boolean {
    return this.#faults > 0;
  }

  /** The row's case, or null where something is wrong with it. */
  add(row: SourceRow): DatasetCase | null {
    const ord = this.#rows;
    this.#rows += 1;
    for (const fault of row.faults) this.#fault(fault.line, fault.message);
    if (row.faults.length > 0) return null;
    const made = this.#toCase(row, ord);
    if ("faults" in made) {
      for (const message of made.faults) this.#fault(row.line, message);
      return null;
    }
    const earlier = this.#lineOfId.get(made.case.id);
    if (earlier !== undefined) {
      this.#fault(row.line, `the id "${made.case.id}" is that of line ${earlier} already`);
      return null;
    }
    // A copy: a text cut out of a larger one keeps all of that in memory, and these are kept to the end.
    this.#lineOfId.set(Buffer.from(made.case.id).toString(), row.line);
    this.totals.add(made.case);
    return made.case;
  }

  /** Adds what made reading end early. */
  endEarly(issues: readonly Issue[]): void {
    for (const issue of issues) this.#add(issue);
  }

  /** @throws DomainError invalid-input with all that was wrong */
  finish(): void {
    if (this.#rows === 0) {
      throw new DomainError("invalid-input", "The file has no rows. A dataset needs at least one case.", [
        { path: "file", message: "no rows" },
      ]);
    }
    this.#checkVariables();
    if (this.#faults === 0) return;
    const [first] = this.#issues;
    const where = first?.line === undefined ? "" : `Line ${first.line}: `;
    const more = this.#faults > 1 ? ` There are ${this.#faults} faults in all.` : "";
    throw new DomainError(
      "invalid-input",
      `${where}${first?.message ?? ""}.${more} Nothing was imported.`,
      this.#issues,
    );
  }

  #toCase(row: SourceRow, ord: number): CaseOrFaults {
    if (this.#mapping === undefined && isNativeCase(row.fields)) return nativeCase(row.fields, ord);
    this.#columns ??= decideColumns(Object.keys(row.fields), this.#mapping);
    return caseFromColumns(row.fields, this.#columns, ord);
  }

  #checkVariables(): void {
    const { variableCount, variables } = this.totals;
    if (variableCount > MAX_VARIABLES) {
      const message = `the rows have ${variableCount} different fields; at most ${MAX_VARIABLES} are allowed. Name the variables in the mapping`;
      this.#add({ path: "mapping.vars", message });
    }
    if (this.faulty) return;
    const known = new Set(variables.map((variable) => variable.name));
    for (const [at, name] of (this.#mapping?.vars ?? []).entries()) {
      if (!known.has(name)) this.#add({ path: `mapping.vars.${at}`, message: `no row has a field "${name}"` });
    }
  }

  #fault(line: number, message: string): void {
    this.#add({ path: "file", line, message });
  }

  #add(issue: Issue): void {
    this.#faults += 1;
    if (this.#issues.length < LISTED_ISSUES) this.#issues.push(issue);
  }
}
