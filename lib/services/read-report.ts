import type { AdviceResponse } from "@/lib/contracts/advice";
import type { MetricsResponse } from "@/lib/contracts/metrics";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { CaseResponse, RepeatsResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import type { CasePlace } from "@/lib/persistence/case-order-sql";
import type { LostCases } from "@/lib/persistence/requeue-cases";
import { caseView } from "./case-view";
import type { ServiceContext } from "./context";
import { isoTimeOf } from "./iso-time";
import { adviceFor } from "./read-advice";
import { readRepeats } from "./read-repeats";
import { readRunMetrics } from "./read-run-metrics";
import { readRun } from "./read-runs";
import { listRunChanges } from "./update-run-limits";

/** Cases that a report shows: what a reader looks through, and a file that opens at once. */
const MOST_CASES = 500;
const PAGE = 50;
/** As fine as the charts of the page. */
const BUCKETS = 150;
const TO_LOOK_AT = { results: ["failed", "not-scored"] } as const;

/** All that a report of a run tells; its cases are read while it is written. */
export interface RunReportParts {
  readonly run: RunResponse;
  readonly changes: readonly LimitChangeResponse[];
  readonly metrics: MetricsResponse;
  readonly advice: AdviceResponse;
  readonly lost: readonly LostCases[];
  /** How steady the answers are; null where each case is asked once. */
  readonly repeats: RepeatsResponse | null;
  readonly cases: { readonly total: number; readonly most: number; readonly pages: AsyncIterable<CaseResponse[]> };
  readonly writtenAt: string;
}

/** @throws DomainError not-found */
export async function readReport(context: ServiceContext, runId: string): Promise<RunReportParts> {
  const run = await readRun(context, runId);
  const [{ changes }, metrics, advice, lost, repeats, total] = await Promise.all([
    listRunChanges(context, runId),
    readRunMetrics(context, runId, { buckets: BUCKETS }),
    adviceFor(context, run),
    context.stores.runs.lostCases(runId),
    run.repeats === 1 ? null : readRepeats(context, runId),
    context.stores.cases.count(runId, TO_LOOK_AT),
  ]);
  const cases = { total, most: MOST_CASES, pages: casesToLookAt(context, runId) };
  return { run, changes, metrics, advice, lost, repeats, cases, writtenAt: isoTimeOf(context.clock.now()) };
}

async function* casesToLookAt({ stores }: ServiceContext, runId: string): AsyncGenerator<CaseResponse[]> {
  let after: CasePlace | null = null;
  for (let shown = 0; shown < MOST_CASES; shown += PAGE) {
    const limit = Math.min(PAGE, MOST_CASES - shown);
    const page: Awaited<ReturnType<typeof stores.cases.page>> = await stores.cases.page(runId, TO_LOOK_AT, {
      limit,
      after,
    });
    yield page.items.map((record) => caseView(record, undefined));
    after = page.next;
    if (after === null) return;
  }
}
