import type { z } from "zod";
import type {
  CaseDetailResponse,
  CaseRepeat,
  CaseResponse,
  exportQuery,
  listCasesQuery,
} from "@/lib/contracts/run-cases";
import { renderMessages } from "@/lib/core/prompt-template";
import { caseOrderOf } from "@/lib/core/runs/case-order";
import type { LiveCase } from "@/lib/engine/ports/live-state";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { CaseFilter } from "@/lib/persistence/case-filter";
import { caseView } from "./case-view";
import { notFound, type ServiceContext } from "./context";
import { findRun } from "./find-run";
import { placeCursorOf, placeOf } from "./page-cursor";
import { repeatLayout } from "./repeat-layout";

type CaseQuery = z.output<typeof listCasesQuery> | z.output<typeof exportQuery>;

/** A page of cases in order; those under way show what they do now. @throws DomainError not-found, invalid-input */
export async function listCases(
  context: ServiceContext,
  runId: string,
  query: z.output<typeof listCasesQuery>,
): Promise<{ items: CaseResponse[]; nextCursor: string | null; total: number }> {
  await findRun(context, runId);
  const live = liveCasesOf(context, runId);
  const place = { limit: query.limit, after: placeOf(query.cursor), order: caseOrderOf(query.sort) };
  const page = await context.stores.cases.page(runId, caseFilter(query, live), place);
  const items = page.items.map((record) => caseView(record, live.get(record.ord)));
  return { items, nextCursor: placeCursorOf(page.next), total: page.total };
}

/** One case with what was sent and expected. @throws DomainError not-found */
export async function getCase(context: ServiceContext, runId: string, caseId: string): Promise<CaseDetailResponse> {
  const run = await findRun(context, runId);
  const record = await context.stores.cases.get(runId, caseId);
  if (record === null) throw notFound("case", `${caseId} in run ${runId}`);
  const rendered = renderMessages(run.config.target, record.vars);
  const live = liveCasesOf(context, runId);
  return {
    ...caseView(record, live.get(record.ord)),
    repeats: await repeatsOf(context, run, record.ord, live),
    vars: record.vars,
    expected: record.expected,
    messages: rendered.ok ? [...rendered.messages] : [],
  };
}

async function repeatsOf(
  context: ServiceContext,
  run: RunRecord,
  ord: number,
  live: ReadonlyMap<number, LiveCase>,
): Promise<CaseRepeat[]> {
  if ((run.config.repeats ?? 1) === 1) return [];
  const repeats = await context.stores.cases.repeats(await repeatLayout(context, run), ord);
  return repeats.map(({ ord: at, state, ...each }) => ({
    ...each,
    state: state === "pending" && live.has(at) ? "running" : state,
  }));
}

/** The store's filter for a query. */
export function caseFilter(query: CaseQuery, live: ReadonlyMap<number, LiveCase>): CaseFilter {
  return {
    states: query.state,
    liveOrds: [...live.keys()],
    results: query.result,
    outcomes: query.outcome,
    minAttempts: query.minAttempts,
    attempts: query.attempts,
    q: query.q,
    finishedFrom: query.from,
    finishedTo: query.to,
  };
}

export function liveCasesOf(context: ServiceContext, runId: string): ReadonlyMap<number, LiveCase> {
  return new Map(context.supervisor.liveCases(runId).map((live) => [live.ord, live]));
}
