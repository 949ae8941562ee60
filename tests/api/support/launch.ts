import { POST as postDataset } from "@/app/api/v1/datasets/route";
import { POST as postProvider } from "@/app/api/v1/providers/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { datasetResponse } from "@/lib/contracts/datasets";
import { providerResponse } from "@/lib/contracts/providers";
import type { CreateRunRequest } from "@/lib/contracts/run-launch";
import { type RunResponse, runResponse } from "@/lib/contracts/runs";
import { ok } from "./api-server";

/** Limits under which small runs are over at once. */
export const QUICK = { requestsPerSecond: 500, burst: 500, concurrency: 50, retry: { baseDelayMs: 1, maxDelayMs: 5 } };
/** Limits under which a run stays where it is: one request, and the next after a hundred seconds. */
export const HARDLY = { requestsPerSecond: 0.01, burst: 1, concurrency: 1 };

/** A simulated provider that answers at once. */
export async function aProvider(over: Record<string, unknown> = {}): Promise<string> {
  const body = {
    name: "Simulator",
    kind: "simulated",
    limits: QUICK,
    models: ["sim"],
    simulated: { latencyMedianMs: 1 },
    ...over,
  };
  return (await ok(postProvider, providerResponse, { body })).id;
}

/** `n` sums with their results. */
export async function aDataset(n = 5, over: Record<string, unknown> = {}): Promise<string> {
  const cases = Array.from({ length: n }, (_, at) => ({
    id: `c${at}`,
    vars: { question: `What is ${at} + 1?` },
    expected: String(at + 1),
  }));
  return (await ok(postDataset, datasetResponse, { body: { name: "Sums", cases, ...over } })).id;
}

/** A launch body with all that it needs. */
export async function aLaunch(over: Partial<CreateRunRequest> = {}, cases = 5): Promise<CreateRunRequest> {
  return {
    datasetId: await aDataset(cases),
    target: { providerId: await aProvider(), model: "sim", prompt: "{{question}}" },
    evaluators: [{ type: "numeric" }],
    ...over,
  };
}

export async function aRun(over: Partial<CreateRunRequest> = {}, cases = 5): Promise<RunResponse> {
  return ok(postRun, runResponse, { body: await aLaunch(over, cases) });
}
