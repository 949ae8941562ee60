import { beforeAll, expect, it } from "vitest";
import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import { CASE_SORTS, type CaseSortKey, caseOrderOf } from "@/lib/core/runs/case-order";
import type { FinishedCase, RunRecord } from "@/lib/engine/ports/run-records";
import type { CaseFilter } from "@/lib/persistence/case-filter";
import type { CasePlace } from "@/lib/persistence/case-order-sql";
import type { CasePage, CaseRecord } from "@/lib/persistence/case-store";
import { attempt, batch, finished, storeRun } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const CASES = 60;
const OUTCOMES: readonly AttemptOutcome[] = ["ok", "transient", "rate-limited", "slow-down"];

/** One case ends each second. */
const endOf = (ord: number) => 1_700_000_000_000 + ord * 1000;

/** Case `ord` of the run, or null where it is not done. */
function written(ord: number): FinishedCase | null {
  if (ord % 5 === 4) return null;
  const attempts = Array.from({ length: 1 + (ord % 3) }, (_, at) =>
    attempt({ n: at + 1, outcome: OUTCOMES[(ord + at) % OUTCOMES.length] ?? "ok" }),
  );
  const result = (["passed", "failed", "not-scored"] as const)[ord % 3] ?? "passed";
  return finished(ord, {
    attempts,
    result,
    finishedAt: endOf(ord),
    output: ord % 7 === 0 ? `Größe_${ord}% ÉTÉ` : `plain ${ord}`,
  });
}

const LIVE = [4, 9];

/** What the filter means, said once more in plain words. */
function matches(ord: number, filter: CaseFilter): boolean {
  const item = written(ord);
  const state = item !== null ? "done" : LIVE.includes(ord) ? "running" : "pending";
  const count = item?.attempts.length ?? 0;
  const text = `c${ord}\n${item?.output ?? ""}`.toLowerCase();
  return (
    (filter.states?.includes(state) ?? true) &&
    (filter.results === undefined || (item !== null && filter.results.includes(item.result))) &&
    (filter.outcomes?.some((outcome) => item?.attempts.some((a) => a.outcome === outcome)) ?? true) &&
    count >= (filter.minAttempts ?? 0) &&
    (filter.attempts === undefined || count === filter.attempts) &&
    (filter.finishedFrom === undefined || (item !== null && item.finishedAt >= filter.finishedFrom)) &&
    (filter.finishedTo === undefined || (item !== null && item.finishedAt < filter.finishedTo)) &&
    (filter.q === undefined || text.includes(filter.q.toLowerCase()))
  );
}

const FILTERS: readonly CaseFilter[] = [
  {},
  { states: ["done"] },
  { states: ["pending"] },
  { states: ["running"] },
  { states: ["running", "done"] },
  { results: ["failed"] },
  { results: ["failed", "not-scored"], minAttempts: 2 },
  { outcomes: ["transient"] },
  { outcomes: ["slow-down", "rate-limited"], results: ["passed"] },
  { attempts: 3 },
  { q: "größe" },
  { q: "_" },
  { q: "%" },
  { q: "été", states: ["done"] },
  { q: "C1" },
  { q: "nowhere to be found" },
  { finishedFrom: endOf(10), finishedTo: endOf(20) },
  { finishedFrom: endOf(50), results: ["passed"] },
  { finishedTo: endOf(0) },
];

describeOnBothDatabases("the cases of a run", (stores) => {
  let run: RunRecord;
  beforeAll(async () => {
    run = await storeRun(stores(), CASES);
    const cases = Array.from({ length: CASES }, (_, ord) => written(ord)).filter((item) => item !== null);
    await stores().runs.write(run.id, batch(cases));
    // Another run's cases must never show.
    const other = await storeRun(stores(), CASES);
    await stores().runs.write(other.id, batch([finished(4), finished(9)]));
  });

  it.each(FILTERS)("are found by %j, page by page, with their number", async (plain) => {
    const filter = { ...plain, liveOrds: LIVE };
    const expected = Array.from({ length: CASES }, (_, ord) => ord).filter((ord) => matches(ord, filter));
    const seen: number[] = [];
    for (let after: CasePlace | null | undefined; after !== null; ) {
      const page: CasePage = await stores().cases.page(run.id, filter, { limit: 7, after: after ?? null });
      expect(page.total).toBe(expected.length);
      seen.push(...page.items.map((item) => item.ord));
      after = page.next;
    }
    expect(seen).toEqual(expected);
  });

  const VALUE: Record<CaseSortKey, (item: CaseRecord) => number | null> = {
    case: (item) => item.ord,
    finished: (item) => item.finishedAt,
    attempts: (item) => item.attemptCount || null,
    wait: (item) => (item.attemptCount === 0 ? null : item.limiterWaitMs),
    backoff: (item) => (item.attemptCount === 0 ? null : item.backoffMs),
    latency: (item) => (item.attemptCount === 0 ? null : item.providerLatencyMs),
    tokens: (item) =>
      item.inputTokens === null || item.outputTokens === null ? null : item.inputTokens + item.outputTokens,
    cost: (item) => item.costUsd,
  };

  it.each(CASE_SORTS)("come in the order %s, page by page, each once, those without the value last", async (sort) => {
    const order = caseOrderOf(sort);
    for (const filter of [{}, { q: "1" }, { results: ["failed"] as const }]) {
      const seen: CaseRecord[] = [];
      for (let after: CasePlace | null | undefined; after !== null; ) {
        const page: CasePage = await stores().cases.page(run.id, filter, { limit: 11, after: after ?? null, order });
        seen.push(...page.items);
        after = page.next;
      }
      const all = (await stores().cases.page(run.id, filter, { limit: 500, after: null })).items;
      const turned = order.descending ? -1 : 1;
      const expected = all.toSorted((a, b) => {
        const [left, right] = [VALUE[order.key](a), VALUE[order.key](b)];
        if (left === null || right === null) return left === right ? a.ord - b.ord : left === null ? 1 : -1;
        return (left - right) * turned || a.ord - b.ord;
      });
      expect(seen.map((item) => item.ord)).toEqual(expected.map((item) => item.ord));
    }
  });

  it("have the beginning of a long output in a list, and all of it alone and in an export", async () => {
    const long = `${"🦉".repeat(15_000)}the end`;
    const big = await storeRun(stores(), 3);
    await stores().runs.write(
      big.id,
      batch([0, 1, 2].map((ord) => finished(ord, { output: ord === 1 ? long : "short" }))),
    );
    const { items } = await stores().cases.page(big.id, {}, { limit: 10, after: null });
    expect(items.map((item) => item.outputIsCut)).toEqual([false, true, false]);
    expect(items[1]?.output?.length).toBeLessThanOrEqual(20_000);
    expect(long.startsWith(items[1]?.output ?? "nothing")).toBe(true);
    expect((await stores().cases.get(big.id, "c1"))?.output).toBe(long);
    const exported = [];
    for await (const chunk of stores().cases.details(big.id, {})) exported.push(...chunk);
    expect(exported.map((item) => item.output)).toEqual(["short", long, "short"]);
  });

  it("are exported whole, with variables and expected values", async () => {
    const exported = [];
    for await (const chunk of stores().cases.details(run.id, {})) exported.push(...chunk);
    expect(exported.map((item) => item.ord)).toEqual(Array.from({ length: CASES }, (_, ord) => ord));
    expect(exported[8]).toMatchObject({ caseId: "c8", vars: { n: 8 }, expected: 8, metadata: {} });
    expect(await stores().cases.get(run.id, "c8")).toEqual(exported[8]);
    expect(await stores().cases.get(run.id, "nowhere")).toBeNull();
  });
});
