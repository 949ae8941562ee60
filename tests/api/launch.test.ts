import { describe, expect, it } from "vitest";
import { DELETE as deleteDataset } from "@/app/api/v1/datasets/[datasetId]/route";
import { POST as postForecast } from "@/app/api/v1/forecast/route";
import { GET as listRuns, POST } from "@/app/api/v1/runs/route";
import { POST as sampleRun } from "@/app/api/v1/sample-run/route";
import { forecastResponse } from "@/lib/contracts/forecast";
import { runPage, runResponse } from "@/lib/contracts/runs";
import { container, ok, refused, runEnded, send } from "./support/api-server";
import { aDataset, aLaunch, aProvider, aRun, HARDLY, QUICK } from "./support/launch";

const key = (value: string) => ({ "idempotency-key": value });

describe("a launch", () => {
  it("runs to its end, and its figures add up", async () => {
    const started = await aRun({ name: "First" }, 40);
    expect(started).toMatchObject({
      name: "First",
      state: "queued",
      limitsScope: "pool",
      limitsRevision: 1,
      preset: null,
    });
    const run = await runEnded(started.id);
    expect(run.state).toBe("finished");
    expect(run.counts).toMatchObject({ total: 40, done: 40, inFlight: 0, pending: 0, notScored: 0 });
    expect(run.counts.passed + run.counts.failed).toBe(40);
    expect(run.passRate).toBeCloseTo(run.counts.passed / 40);
    expect(run.attempts.ok).toBe(40);
    expect(run.attempts.total).toBe(run.attemptsPerCase.reduce((sum, each) => sum + each.attempts * each.cases, 0));
    expect(run).toMatchObject({ etaMs: null, rateNow: null, boundBy: { kind: "ended" }, stopReason: null });
    expect(run.finishedAt).not.toBeNull();
  });

  it("names itself after what it is, where it is given no name", async () => {
    expect((await aRun()).name).toMatch(/^Sums · sim · \d{4}-\d\d-\d\d \d\d:\d\d$/);
  });

  it("takes the first cases, or some drawn by seed", async () => {
    expect((await aRun({ sample: { kind: "first", n: 2 } })).counts.total).toBe(2);
    expect((await aRun({ sample: { kind: "random", n: 3, seed: 4 } })).counts.total).toBe(3);
    expect((await aRun({ sample: { kind: "first", n: 99 } })).counts.total).toBe(5);
  });

  it("goes by limits of its own in front of the pool's, where it names some", async () => {
    const run = await aRun({ limits: { ...HARDLY, requestsPerSecond: 900 } });
    expect(run).toMatchObject({
      limitsScope: "run",
      limits: { requestsPerSecond: 900 },
      poolLimits: { requestsPerSecond: QUICK.requestsPerSecond },
      effectiveLimits: { requestsPerSecond: QUICK.requestsPerSecond, concurrency: 1 },
    });
  });
});

describe("a launch with an Idempotency-Key", () => {
  it("starts one run, however often and however fast it is sent", async () => {
    const body = await aLaunch();
    const once = () => ok(POST, runResponse, { body, headers: key("press-1") });
    const runs = await Promise.all([once(), once(), once()]);
    expect(new Set([...runs, await once()].map((run) => run.id)).size).toBe(1);
    const other = await ok(POST, runResponse, { body, headers: key("press-2") });
    expect(other.id).not.toBe(runs[0]?.id);
  });

  it("is refused where the key came with another body", async () => {
    const body = await aLaunch();
    await ok(POST, runResponse, { body, headers: key("press-3") });
    const error = await refused(POST, { body: { ...body, name: "changed" }, headers: key("press-3") });
    expect(error).toMatchObject({ status: 409, code: "conflict" });
  });

  it("gives the run that it made also when what that was made of is gone", async () => {
    const body = await aLaunch();
    const first = await ok(POST, runResponse, { body, headers: key("press-4") });
    await runEnded(first.id);
    const gone = await send(deleteDataset, { method: "DELETE", params: { datasetId: body.datasetId } });
    expect(gone.status).toBe(204);
    expect(await ok(POST, runResponse, { body, headers: key("press-4") })).toMatchObject({
      id: first.id,
      state: "finished",
    });
    expect(await refused(POST, { body, headers: key("press-5") })).toMatchObject({ status: 404 });
  });
});

describe("a launch that cannot work", () => {
  it("for a variable that the dataset lacks says which, and which it has", async () => {
    const launch = await aLaunch();
    const target = { ...launch.target, prompt: "{{question}} {{answr}}" };
    expect(await refused(POST, { body: { ...launch, target } })).toMatchObject({
      status: 422,
      code: "infeasible",
      message: expect.stringMatching(/\{\{answr\}\}.*it has \{\{question\}\}/),
      issues: [{ path: "target.prompt" }],
    });
    const { prompt: _, ...rest } = launch.target;
    const messages = [
      { role: "system", content: "{{tone}}" },
      { role: "user", content: "{{question}}" },
    ];
    expect(await refused(POST, { body: { ...launch, target: { ...rest, messages } } })).toMatchObject({
      status: 422,
      issues: [{ path: "target.messages", message: expect.stringContaining('"tone"') }],
    });
  });

  it("for want of expected values says which evaluator needs them", async () => {
    const datasetId = await aDataset(1, { cases: [{ vars: { question: "x" } }] });
    const evaluators = [{ type: "contains" as const, value: "x" }, { type: "numeric" as const }];
    const error = await refused(POST, { body: await aLaunch({ datasetId, evaluators }) });
    expect(error).toMatchObject({ status: 422, issues: [{ path: "evaluators[1]" }] });
    await ok(POST, runResponse, { body: await aLaunch({ datasetId, evaluators: [{ type: "contains", value: "x" }] }) });
  });

  it("for a JSON schema that is none says what is wrong with it", async () => {
    const evaluators = [{ type: "json" as const, schema: { type: 3 } }];
    expect(await refused(POST, { body: await aLaunch({ evaluators }) })).toMatchObject({
      status: 422,
      issues: [{ path: "evaluators[0].schema", message: expect.stringContaining("type") }],
    });
  });

  it("for a token limit below a single request gives the number", async () => {
    const limits = { ...QUICK, tokensPerMinute: 100 };
    const launch = await aLaunch({ limits });
    const target = { ...launch.target, params: { maxOutputTokens: 500 } };
    expect(await refused(POST, { body: { ...launch, target } })).toMatchObject({
      status: 422,
      message: expect.stringMatching(/about 5\d\d tokens.*100 per minute/),
    });
  });

  it("for a case that no limit on tokens lets through names it, with its tokens", async () => {
    const cases = Array.from({ length: 30 }, (_, at) => ({
      id: `c${at}`,
      vars: { question: at === 17 ? "word ".repeat(2000) : "What is 1 + 1?", notes: "z".repeat(at === 3 ? 50_000 : 1) },
      expected: "2",
    }));
    const launch = await aLaunch({
      datasetId: await aDataset(0, { cases }),
      limits: { ...QUICK, inputTokensPerMinute: 1500 },
    });
    const error = await refused(POST, { body: launch });
    expect(error).toMatchObject({ status: 422, issues: [{ path: "limits.inputTokensPerMinute" }] });
    expect(error.message).toMatch(/^Case "c17" needs about 2,0\d\d input tokens, and the limit is 1,500 per minute/);
    const { notices } = await ok(postForecast, forecastResponse, { body: launch });
    expect(notices[0]).toMatchObject({ id: "FIT", level: "block", field: "inputTokensPerMinute", text: error.message });
    // Not in the sample, or not in the template: it does not matter.
    const first = { ...launch, sample: { kind: "first" as const, n: 17 } };
    expect((await ok(POST, runResponse, { body: first })).counts.total).toBe(17);
    const limits = { ...QUICK, inputTokensPerMinute: 5000 };
    expect((await ok(POST, runResponse, { body: { ...launch, limits } })).limits.inputTokensPerMinute).toBe(5000);
  });

  it("for a budget without a price names the model that lacks one", async () => {
    const launch = await aLaunch({ budgetUsd: 5 });
    const gateway = { kind: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1", simulated: undefined };
    const target = { ...launch.target, providerId: await aProvider(gateway), model: "our-model" };
    expect(await refused(POST, { body: { ...launch, target } })).toMatchObject({
      status: 422,
      message: expect.stringMatching(/none for our-model.*price table/),
      issues: [{ path: "budgetUsd" }],
    });
  });

  it("for something that does not exist names it", async () => {
    const launch = await aLaunch();
    expect(await refused(POST, { body: { ...launch, datasetId: "ds_no" } })).toMatchObject({
      status: 404,
      message: expect.stringContaining("ds_no"),
    });
    const target = { ...launch.target, providerId: "prv_no" };
    expect(await refused(POST, { body: { ...launch, target } })).toMatchObject({
      status: 404,
      message: expect.stringContaining("prv_no"),
    });
    expect(await refused(POST, { body: { ...launch, preset: "no@1" } })).toMatchObject({ status: 404 });
  });

  it.each([
    [{ evaluators: [] }, "evaluators"],
    [{ evaluators: [{ type: "vibes" }] }, "evaluators[0].type"],
    [{ limits: { ...QUICK, concurrency: 0 } }, "limits.concurrency"],
    [{ limits: { ...QUICK, burst: -3 } }, "limits.burst"],
    [{ limits: { requestsPerSecond: 5 } }, "limits.burst"],
    [{ sample: { kind: "first", n: 0 } }, "sample.n"],
    [{ datasetId: undefined }, "datasetId"],
    [{ nonsense: 1 }, "nonsense"],
  ])("with %j is refused at its field", async (over, path) => {
    const error = await refused(POST, { body: { ...(await aLaunch()), ...over } });
    expect(error).toMatchObject({ status: 400, code: "invalid-input" });
    expect(error.issues?.map((issue) => issue.path)).toContain(path);
  });
});

describe("the list of runs", () => {
  it("is filtered and paged, newest first, without prompts", async () => {
    const providerId = await aProvider();
    const launch = await aLaunch();
    const target = { ...launch.target, providerId };
    const ids: string[] = [];
    for (const name of ["alpha", "beta", "gamma"])
      ids.push((await ok(POST, runResponse, { body: { ...launch, target, name } })).id);
    await Promise.all(ids.map(runEnded));
    const page = (query: string) => ok(listRuns, runPage, { path: `/api/v1/runs?providerId=${providerId}&${query}` });
    const first = await page("limit=2&state=finished,running");
    expect(first.items.map((run) => run.name)).toEqual(["gamma", "beta"]);
    expect(first.items[0]?.target).toEqual({ providerId, model: "sim" });
    const rest = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(rest).toMatchObject({ items: [{ name: "alpha" }], nextCursor: null });
    expect((await page("q=ALPH")).items).toHaveLength(1);
    expect((await page("state=queued")).items).toHaveLength(0);
    expect(await refused(listRuns, { path: "/api/v1/runs?cursor=zzz" })).toMatchObject({ status: 400 });
  });
});

describe("a forecast", () => {
  it("says how long it takes and what bounds it, with the launch's own body", async () => {
    const limits = { requestsPerSecond: 5, burst: 10, concurrency: 8 };
    const result = await ok(postForecast, forecastResponse, { body: await aLaunch({ limits }, 100) });
    expect(result).toMatchObject({
      cases: 100,
      boundBy: "concurrency",
      costUsd: 0,
      assumes: { n: 0, source: "assumed", latencyMs: 2000 },
    });
    expect(result.sentence).toMatch(/^100 cases at 5 rps, burst 10, 8 at once: about 25/);
    expect(result.notices.map((notice) => notice.id)).toEqual(expect.arrayContaining(["N1", "N4", "N11"]));
  });

  it("rests on what earlier runs of the same model showed", async () => {
    const launch = await aLaunch({}, 30);
    await runEnded((await ok(POST, runResponse, { body: launch })).id);
    const result = await ok(postForecast, forecastResponse, { body: launch });
    expect(result.assumes).toMatchObject({ n: 30, source: "last 7 days, 30 calls" });
    expect(result.assumes.latencyMs).toBeLessThan(2000);
  });

  it("plays the launch through, and tells its cost by the price table", async () => {
    const launch = await aLaunch();
    const free = await ok(postForecast, forecastResponse, { body: launch });
    expect(free).toMatchObject({ costUsd: 0, costRange: { lowUsd: 0, highUsd: 0 }, retries: null });
    expect(free.simulation.p90Ms).toBeGreaterThanOrEqual(free.simulation.p50Ms);
    expect(free.simulation).toMatchObject({ attempts: 5, rateLimited: 0, gaveUp: 0 });
    const gateway = { kind: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1", simulated: undefined };
    const target = { ...launch.target, providerId: await aProvider(gateway), model: "our-model" };
    const unknown = await ok(postForecast, forecastResponse, { body: { ...launch, target } });
    expect(unknown).toMatchObject({ costUsd: null, costRange: null, assumes: { price: null } });
    expect(unknown.notices.find((notice) => notice.id === "PRICE")?.text).toBe("Cost unknown: no price for our-model.");
  });

  it("tells of duplicate and empty cases, and a launch leaves them out where it is asked to", async () => {
    const vars = [{ question: "What is 1 + 1?" }, { question: "What is 1 + 1?" }, { question: "" }];
    const cases = vars.map((each, at) => ({ id: `c${at}`, vars: each, expected: "2" }));
    const launch = { ...(await aLaunch()), datasetId: await aDataset(0, { cases }) };
    const told = await ok(postForecast, forecastResponse, { body: launch });
    expect(told.notices.find((notice) => notice.id === "N13")).toMatchObject({
      text: "1 duplicate, 1 empty.",
      fixes: [{ label: "Skip them", patch: { skip: 1 } }],
    });
    const skip = ["duplicates", "empty"] as const;
    const body = { ...launch, skip: [...skip] };
    expect(await ok(postForecast, forecastResponse, { body })).toMatchObject({ cases: 1 });
    expect(await ok(POST, runResponse, { body })).toMatchObject({ counts: { total: 1 }, skip });
  });

  it("shows what a launch would be refused for as remarks", async () => {
    const launch = await aLaunch();
    const target = { ...launch.target, prompt: "{{nope}}" };
    const { notices } = await ok(postForecast, forecastResponse, { body: { ...launch, target } });
    expect(notices[0]).toMatchObject({ id: "VARS", level: "block" });
  });
});

describe("the sample run", () => {
  it("needs nothing, makes its parts once, and starts once per key", async () => {
    const press = (value: string) => ok(sampleRun, runResponse, { method: "POST", headers: key(value) });
    const [one, same, other] = await Promise.all([press("s1"), press("s1"), press("s2")]);
    expect(same.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
    expect(other).toMatchObject({
      datasetId: one.datasetId,
      target: { providerId: one.target.providerId },
      counts: { total: 120 },
    });
    expect(one).toMatchObject({
      name: "Sample run",
      providerName: "Built-in simulator",
      evaluators: [{ type: "numeric" }],
    });
    for (const run of [one, other]) await container.context.supervisor.cancel(run.id, { actor: "test" });
  });
});
