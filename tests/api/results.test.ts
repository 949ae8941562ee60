import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { GET as readAdvice } from "@/app/api/v1/runs/[runId]/advice/route";
import { GET as getCase } from "@/app/api/v1/runs/[runId]/cases/[caseId]/route";
import { GET as listCases } from "@/app/api/v1/runs/[runId]/cases/route";
import { GET as exportRun } from "@/app/api/v1/runs/[runId]/export/route";
import { GET as readLog } from "@/app/api/v1/runs/[runId]/log/route";
import { GET as readMetrics } from "@/app/api/v1/runs/[runId]/metrics/route";
import { GET as getReport } from "@/app/api/v1/runs/[runId]/report/route";
import { adviceResponse } from "@/lib/contracts/advice";
import { metricsResponse } from "@/lib/contracts/metrics";
import { type CaseResponse, caseDetailResponse, casePage, caseResponse } from "@/lib/contracts/run-cases";
import { logPage } from "@/lib/contracts/run-log";
import { type RunResponse, runResponse } from "@/lib/contracts/runs";
import { ok, refused, runEnded, runWhere, send } from "./support/api-server";
import { aDataset, aProvider, aRun, HARDLY, QUICK } from "./support/launch";

let run: RunResponse;
const params = () => ({ runId: run.id });
const cases = (query: string) => ok(listCases, casePage, { params: params(), path: `/x?${query}` });

beforeAll(async () => {
  // A third of the requests fail, so that some cases take several attempts.
  const providerId = await aProvider({ simulated: { latencyMedianMs: 1, faults: { error500: 0.3 }, seed: 3 } });
  const target = { providerId, model: "sim", prompt: "{{question}}" };
  run = await runEnded((await aRun({ name: "Nightly: QA / 1", target, limits: QUICK }, 60)).id);
});

describe("the cases of a run", () => {
  it("come page by page, in order, each once", async () => {
    const seen: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await cases(`limit=25${cursor === "" ? "" : `&cursor=${cursor}`}`);
      expect(page.total).toBe(60);
      seen.push(...page.items.map((item) => item.ord));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, ord) => ord));
  });

  it("agree with the run's figures under every filter", async () => {
    for (const result of ["passed", "failed", "not-scored"] as const) {
      const count = { passed: run.counts.passed, failed: run.counts.failed, "not-scored": run.counts.notScored }[
        result
      ];
      expect((await cases(`result=${result}`)).total).toBe(count);
    }
    const retried = run.attemptsPerCase.filter((each) => each.attempts >= 2).reduce((sum, each) => sum + each.cases, 0);
    expect(retried).toBeGreaterThan(0);
    expect((await cases("minAttempts=2")).total).toBe(retried);
    expect((await cases("outcome=transient")).total).toBeGreaterThanOrEqual(retried);
    for (const { attempts, cases: count } of run.attemptsPerCase)
      expect((await cases(`attempts=${attempts}`)).total).toBe(count);
    expect((await cases("state=pending,running")).total).toBe(0);
    expect((await cases("q=C17")).items.map((item) => item.caseId)).toEqual(["c17"]);
  });

  it("come in another order, page by page, each once", async () => {
    for (const [sort, value] of [
      ["-latency", (item: CaseResponse) => -item.providerLatencyMs],
      ["attempts", (item: CaseResponse) => item.attemptCount],
      ["-finished", (item: CaseResponse) => -Date.parse(item.finishedAt ?? "")],
    ] as const) {
      const seen: CaseResponse[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page = await cases(
          `limit=25&sort=${sort}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        seen.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(new Set(seen.map((item) => item.ord)).size).toBe(60);
      expect(seen.map(value)).toEqual(seen.map(value).toSorted((a, b) => a - b));
    }
    expect(await refused(listCases, { params: params(), path: "/x?sort=price" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("sort must be one of case, finished"),
    });
    expect(await refused(listCases, { params: params(), path: "/x?cursor=x~y" })).toMatchObject({ status: 400 });
  });

  it("show what a running case does now, over what is stored", async () => {
    const slow = await runWhere((await aRun({ limits: HARDLY })).id, (now) => now.active.waitingForPermit === 1);
    const running = await ok(listCases, casePage, { params: { runId: slow.id }, path: "/x?state=running" });
    expect(running.items).toContainEqual(
      expect.objectContaining({ state: "running", activity: "waiting-for-permit", result: null }),
    );
    const { POST: cancel } = await import("@/app/api/v1/runs/[runId]/cancel/route");
    await ok(cancel, runResponse, { method: "POST", params: { runId: slow.id } });
  });

  it("tell of each attempt: when, how it ended, and its three times apart", async () => {
    const [retried] = (await cases("minAttempts=2&limit=1")).items;
    const detail = await ok(getCase, caseDetailResponse, { params: { ...params(), caseId: retried?.caseId ?? "" } });
    expect(detail.attempts).toHaveLength(detail.attemptCount);
    expect(detail.attempts[0]).toMatchObject({ n: 1, role: "target", outcome: "transient", status: 500 });
    expect(detail.backoffMs).toBeGreaterThanOrEqual(0);
    expect(detail.providerLatencyMs).toBe(detail.attempts.at(-1)?.providerLatencyMs);
    expect(detail.messages).toEqual([{ role: "user", content: detail.vars.question }]);
  });

  it("refuse a filter or a case that there is not", async () => {
    expect(await refused(listCases, { params: params(), path: "/x?outcome=lost" })).toMatchObject({ status: 400 });
    expect(await refused(getCase, { params: { ...params(), caseId: "c999" } })).toMatchObject({
      status: 404,
      message: expect.stringContaining("c999"),
    });
    expect(await refused(listCases, { params: { runId: "run_no" } })).toMatchObject({ status: 404 });
  });
});

describe("the metrics of a run", () => {
  it("add up to the run's figures, in as many buckets as asked for at most", async () => {
    for (const buckets of [1, 2, 400]) {
      const metrics = await ok(readMetrics, metricsResponse, { params: params(), path: `/x?buckets=${buckets}` });
      expect(metrics.buckets.length).toBeLessThanOrEqual(buckets);
      const sum = (pick: (bucket: (typeof metrics.buckets)[number]) => number) =>
        metrics.buckets.reduce((total, bucket) => total + pick(bucket), 0);
      expect(sum((bucket) => bucket.started)).toBe(run.attempts.total);
      expect(sum((bucket) => bucket.ok)).toBe(run.attempts.ok);
      expect(sum((bucket) => bucket.errors.http5xx)).toBe(run.attempts.transient);
      expect(sum((bucket) => bucket.finished)).toBe(60);
      // In however many buckets they are told: those of the whole are of all calls, as the run's own are.
      expect(metrics.latencyMs).toMatchObject(run.times.providerLatencyMs);
      expect(metrics.latencyMs.n).toBe(sum((bucket) => bucket.latencyMs.n));
      expect(metrics.limiterWaitMs).toEqual(run.times.limiterWaitMs);
      for (const { samples, started, startedMin, startedMax } of metrics.buckets.filter(({ samples: n }) => n > 0)) {
        expect(startedMin).toBeLessThanOrEqual(started / samples);
        expect(startedMax).toBeGreaterThanOrEqual(started / samples);
      }
    }
  });

  it("of another time are gaps, not zeros", async () => {
    const metrics = await ok(readMetrics, metricsResponse, {
      params: params(),
      path: "/x?from=2020-01-01T00:00:00Z&to=2020-01-01T00:00:10Z",
    });
    expect(metrics).toMatchObject({ bucketMs: 1000, from: "2020-01-01T00:00:00.000Z" });
    expect(metrics.buckets).toHaveLength(10);
    expect(metrics.buckets.every((bucket) => bucket.samples === 0 && bucket.limit === null)).toBe(true);
  });

  it("refuse a time that is none", async () => {
    expect(await refused(readMetrics, { params: params(), path: "/x?from=yesterday" })).toMatchObject({
      status: 400,
      issues: [{ path: "from" }],
    });
    expect(await refused(readMetrics, { params: params(), path: "/x?buckets=1000" })).toMatchObject({ status: 400 });
  });
});

describe("the log of a run", () => {
  it("is paged from the newest and filtered", async () => {
    const page = await ok(readLog, logPage, { params: params(), path: "/x?limit=1" });
    const next = await ok(readLog, logPage, { params: params(), path: `/x?limit=1&cursor=${page.nextCursor}` });
    expect(Number(next.items[0]?.id)).toBeLessThan(Number(page.items[0]?.id));
    const retries = await ok(readLog, logPage, { params: params(), path: "/x?kind=retry,rate-limited" });
    expect(retries.items.every((entry) => entry.kind === "retry")).toBe(true);
    expect(retries.items.length).toBeGreaterThan(0);
  });
});

describe("an export", () => {
  const exported = async (query: string) => {
    const response = await send(exportRun, { params: params(), path: `/x?${query}` });
    return { response, text: await response.text() };
  };

  it("as CSV has a row for each case, in columns of its own for scores and variables", async () => {
    const { response, text } = await exported("format=csv");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain(`filename="Nightly-QA-1-${run.id}.csv"`);
    const rows = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
    expect(rows).toHaveLength(60);
    expect(rows[7]).toMatchObject({ caseId: "c7", state: "done", expected: "8", "vars.question": "What is 7 + 1?" });
    expect(rows.filter((row) => row["numeric.passed"] === "true")).toHaveLength(run.counts.passed);
  });

  it("as JSONL and JSON carries cases as the API shows them, with the run", async () => {
    const lines = (await exported("format=jsonl")).text
      .trimEnd()
      .split("\n")
      .map((line) => caseResponse.parse(JSON.parse(line)));
    expect(lines.map((line) => line.ord)).toEqual(Array.from({ length: 60 }, (_, ord) => ord));
    const whole = z
      .object({ run: runResponse, cases: z.array(caseResponse) })
      .parse(JSON.parse((await exported("format=json")).text));
    expect(whole.run.id).toBe(run.id);
    expect(whole.cases).toHaveLength(60);
  });

  it("honours the filters, down to nothing", async () => {
    const filtered = (await exported("format=jsonl&result=failed")).text
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "");
    expect(filtered).toHaveLength(run.counts.failed);
    expect((await exported("format=jsonl&q=nothing-is-like-this")).text).toBe("");
    expect(JSON.parse((await exported("format=json&q=nothing-is-like-this")).text)).toMatchObject({ cases: [] });
  });

  it("gives no spreadsheet a formula to run, and loses nothing of the text", async () => {
    const question = '=HYPERLINK("http://evil.example";"x")\nand "more", 1 + 1';
    const datasetId = await aDataset(1, { cases: [{ id: "@risky", vars: { question }, expected: "2" }] });
    const risky = await runEnded((await aRun({ datasetId })).id);
    const response = await send(exportRun, { params: { runId: risky.id }, path: "/x?format=csv" });
    const [row] = z.array(z.record(z.string(), z.string())).parse(parse(await response.text(), { columns: true }));
    expect(row?.caseId).toBe("'@risky");
    expect(row?.["vars.question"]).toBe(`'${question}`);
  });

  it("refuses a format that there is not", async () => {
    expect(await refused(exportRun, { params: params(), path: "/x?format=xlsx" })).toMatchObject({
      status: 400,
      message: "format: format must be csv, jsonl or json",
    });
  });
});

describe("the advice for a run", () => {
  it("says of a short run that nothing can be said", async () => {
    const advice = await ok(readAdvice, adviceResponse, { params: params() });
    expect(advice.items[0]?.code).toBe("too-short");
    expect(await refused(readAdvice, { params: { runId: "run_no" } })).toMatchObject({ status: 404 });
  });
});

describe("the report of a run", () => {
  const report = async (runId: string) => {
    const response = await send(getReport, { params: { runId } });
    return { response, text: await response.text() };
  };

  it("is one file with figures, charts and the cases to look at", async () => {
    const { response, text } = await report(run.id);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain(`filename="Nightly-QA-1-${run.id}-report.html"`);
    expect(text).toContain('<h1 dir="auto">Nightly: QA / 1</h1>');
    expect(text).toContain(`${run.counts.passed} of ${run.counts.passed + run.counts.failed} scored; 95 % interval`);
    expect(text.match(/<figure/g)).toHaveLength(5);
    expect(text.match(/<span class="badge (failed|not-scored)">/g) ?? []).toHaveLength(
      run.counts.failed + run.counts.notScored,
    );
    expect(text.trimEnd().endsWith("</body></html>")).toBe(true);
  });

  it("says in its head that some cases are not scored", async () => {
    const providerId = await aProvider({ name: "Failing", simulated: { latencyMedianMs: 1, faults: { error500: 1 } } });
    const target = { providerId, model: "sim", prompt: "{{question}}" };
    const gappy = await runEnded((await aRun({ target, limits: { ...QUICK, retry: { attempts: 1 } } }, 2)).id);
    expect(gappy.counts.notScored).toBe(2);
    expect((await report(gappy.id)).text).toContain('<span class="badge">Finished with gaps</span>');
  });

  it("runs nothing and asks for nothing, whatever a model or a person wrote", async () => {
    const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>"' שלום 🦉`;
    const datasetId = await aDataset(2, {
      name: evil,
      cases: [1, 2].map((n) => ({ id: `${evil}${n}`, vars: { question: evil }, expected: "nothing like it" })),
    });
    const providerId = await aProvider({ name: "Echo", simulated: { latencyMedianMs: 1 } });
    const target = { providerId, model: "sim", prompt: "{{question}}" };
    const wicked = await runEnded((await aRun({ name: evil.slice(0, 60), datasetId, target })).id);
    const { text } = await report(wicked.id);
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;");
    expect(text).toContain("שלום 🦉");
    expect(text).not.toMatch(/<(script|img|link|iframe|object|embed|base|form)\b|<[^>]*\s(src|href|on\w+)=/i);
    expect(text).not.toMatch(/@import|url\((?!#)/);
  });
});
