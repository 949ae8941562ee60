import type { DatasetResponse } from "@/lib/contracts/datasets";
import { CASE_BOUNDS, type DatasetCase } from "@/lib/core/datasets/dataset-case";
import { DatasetTotals } from "@/lib/core/datasets/dataset-totals";
import { characterCount } from "@/lib/core/datasets/row-to-case";
import { DomainError, type Issue } from "@/lib/core/errors";
import type { ServiceContext } from "./context";
import { type CreateDataset, datasetView, recordImport } from "./datasets";

/** Cases per write: large enough to be fast, small enough not to hold up other writers. */
const BATCH = 500;

/**
 * Makes a dataset of cases given as JSON; all or nothing.
 * @throws DomainError invalid-input, with an issue for each case that is over a bound or repeats an id
 */
export async function createDataset(context: ServiceContext, request: CreateDataset): Promise<DatasetResponse> {
  const cases = request.cases.map(
    (item, ord): DatasetCase => ({
      ord,
      id: item.id ?? String(ord + 1),
      vars: item.vars,
      // As in a file: an empty text means that nothing is expected.
      expected: item.expected === "" ? null : (item.expected ?? null),
      metadata: item.metadata ?? {},
    }),
  );
  refuseBadCases(cases);
  const { actor, clock, newId, stores } = context;
  const id = newId("ds");
  await stores.datasets.begin({
    id,
    workspaceId: actor.workspaceId,
    name: request.name,
    createdAt: clock.now(),
    createdBy: actor.name,
  });
  try {
    for (let at = 0; at < cases.length; at += BATCH) await stores.datasets.addCases(id, cases.slice(at, at + BATCH));
    const dataset = await stores.datasets.finish(id, totalsOf(cases));
    await recordImport(context, dataset);
    return datasetView(dataset);
  } catch (error) {
    await stores.datasets.abort(id);
    throw error;
  }
}

function refuseBadCases(cases: readonly DatasetCase[]): void {
  const firstWithId = new Map<string, number>();
  const issues: Issue[] = [];
  for (const { ord, id, vars, expected } of cases) {
    const path = `cases[${ord}]`;
    const first = firstWithId.get(id);
    if (first === undefined) firstWithId.set(id, ord);
    else issues.push({ path: `${path}.id`, message: `the id "${id}" is that of cases[${first}] already` });
    if (Object.keys(vars).length > CASE_BOUNDS.variables) {
      issues.push({ path: `${path}.vars`, message: `has more than ${CASE_BOUNDS.variables} variables` });
    }
    for (const [name, value] of [
      ...Object.entries(vars).map(([key, value]) => [`vars.${key}`, value] as const),
      ["expected", expected] as const,
    ]) {
      if (characterCount(value) > CASE_BOUNDS.cellCharacters) {
        issues.push({ path: `${path}.${name}`, message: `is longer than ${CASE_BOUNDS.cellCharacters} characters` });
      }
    }
  }
  const [first] = issues;
  if (first === undefined) return;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  throw new DomainError("invalid-input", `${first.path} ${first.message}${more}. Nothing was imported.`, issues);
}

export function totalsOf(cases: readonly DatasetCase[]): DatasetTotals {
  const totals = new DatasetTotals();
  for (const item of cases) totals.add(item);
  return totals;
}
