import { afterAll, beforeAll, expect, it } from "vitest";
import { arithmeticCases, openRealEngine } from "@/tests/support/real-engine";
import { ScriptedProvider } from "@/tests/support/scripted-provider";

let engine: Awaited<ReturnType<typeof openRealEngine>>;
beforeAll(async () => {
  engine = await openRealEngine();
});
afterAll(() => engine.close());

const CASES = arithmeticCases(12);
const prompts = CASES.map(({ vars }) => String(vars.question));
const LIMITS = { requestsPerSecond: 500, burst: 100, concurrency: 1 };

it("asks every case so often, the whole first pass before the second, and scores each asking by itself", async () => {
  // The second asking of every case is answered wrongly.
  const provider = new ScriptedProvider((prompt, nth) => ({
    latencyMs: 1,
    output: nth === 2 ? "no number" : (CASES[prompts.indexOf(prompt)]?.expected?.toString() ?? ""),
  }));
  const runId = await engine.launch({ cases: CASES, limits: LIMITS, provider, repeats: 3 });
  const run = await engine.settled(runId);
  expect(run.state).toBe("finished");
  expect(provider.arrivals.map(({ prompt }) => prompt)).toEqual([...prompts, ...prompts, ...prompts]);
  expect(run.summary).toMatchObject({ done: 36, passed: 24, failed: 12, notScored: 0 });
  const patterns = await engine.stores.cases.repeatPatterns({ runId, repeats: 3, datasetCases: CASES.length });
  expect(patterns).toEqual([{ done: 3, scored: 3, passed: 2, cases: 12 }]);
});

it("goes on after a pause with what was not asked yet, and asks nothing twice", async () => {
  const provider = new ScriptedProvider(() => ({ latencyMs: 20 }));
  const runId = await engine.launch({ cases: CASES, limits: { ...LIMITS, concurrency: 4 }, provider, repeats: 4 });
  await expect.poll(() => provider.arrivals.length).toBeGreaterThan(CASES.length + 2);
  await engine.supervisor.pause(runId, { actor: "Ana", holdRetries: false });
  const held = await engine.settled(runId);
  expect(held.summary.done).toBeLessThan(48);
  await engine.supervisor.resume(runId, { actor: "Ana" });
  const run = await engine.settled(runId);
  expect(run.state).toBe("finished");
  expect(run.summary.done).toBe(48);
  const asked = prompts.map((prompt) => provider.arrivals.filter((arrival) => arrival.prompt === prompt).length);
  expect(asked).toEqual(prompts.map(() => 4));
});

it("puts back a lost repeat alone, and asks nothing else again", async () => {
  // The second asking of the third case is refused.
  const bad = { outcome: "bad-request", stopsRun: false } as const;
  const lost = (prompt: string, nth: number) => prompt === prompts[2] && nth === 2;
  const provider = new ScriptedProvider((prompt, nth) => ({
    latencyMs: 1,
    ...(lost(prompt, nth) ? { fate: bad, status: 400 } : {}),
  }));
  const runId = await engine.launch({ cases: CASES, limits: LIMITS, provider, repeats: 2 });
  expect((await engine.settled(runId)).summary).toMatchObject({ done: 24, notScored: 1 });
  const { requeued } = await engine.supervisor.requeue(runId, {}, { actor: "Ana" });
  expect(requeued).toBe(1);
  const run = await engine.settled(runId);
  expect(run.summary).toMatchObject({ done: 24, notScored: 0 });
  expect(provider.arrivals).toHaveLength(25);
  expect(provider.arrivals.at(-1)?.prompt).toBe(prompts[2]);
});
