import { expect } from "@playwright/test";
import type { z } from "zod";
import { pageOf } from "@/lib/contracts/common";
import { type createDatasetRequest, datasetResponse } from "@/lib/contracts/datasets";
import { metricsResponse } from "@/lib/contracts/metrics";
import { type createPresetRequest, presetDetailResponse, presetResponse } from "@/lib/contracts/presets";
import { type createProviderRequest, poolResponse, providerResponse } from "@/lib/contracts/providers";
import { type CaseResponse, casePage } from "@/lib/contracts/run-cases";
import type { updateRunLimitsRequest } from "@/lib/contracts/run-commands";
import type { createRunRequest } from "@/lib/contracts/run-launch";
import { logPage } from "@/lib/contracts/run-log";
import { type RunResponse, runConfigResponse, runPage, runResponse } from "@/lib/contracts/runs";
import type { LimitsInput } from "@/lib/core/limits/limits";
import type { RunState } from "@/lib/core/runs/run-state";
import type { SimulatorSettings } from "./simulator";

type NewRun = z.input<typeof createRunRequest>;

/** The HTTP API as a program outside the browser uses it. Every answer is held against its contract. */
export class Api {
  constructor(private readonly url: string) {}

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async send<T extends z.ZodType>(method: string, path: string, schema: T, body?: unknown): Promise<z.output<T>> {
    const response = await this.request(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }

  /** A provider that answers inside the server; fast and unlimited unless told otherwise. */
  createSimulated(name: string, limits: LimitsInput, simulated: SimulatorSettings = {}) {
    return this.createProvider({ name, kind: "simulated", models: ["sim-small"], limits, simulated: quick(simulated) });
  }

  createProvider(body: z.input<typeof createProviderRequest>) {
    return this.send("POST", "/api/v1/providers", providerResponse, body);
  }

  /** Sums, each with its answer. */
  /** `prefix`: of the cases' ids. */
  createDataset(name: string, cases: number, prefix = "case") {
    const body: z.input<typeof createDatasetRequest> = {
      name,
      cases: Array.from({ length: cases }, (_, i) => ({
        id: `${prefix}-${String(i + 1).padStart(4, "0")}`,
        vars: { question: `What is ${i + 1} + ${(i * 7) % 50}?` },
        expected: String(i + 1 + ((i * 7) % 50)),
      })),
    };
    return this.send("POST", "/api/v1/datasets", datasetResponse, body);
  }

  datasets() {
    return this.send("GET", "/api/v1/datasets?limit=500", pageOf(datasetResponse)).then((page) => page.items);
  }

  startRun(run: Pick<NewRun, "datasetId"> & { providerId: string } & Partial<NewRun>) {
    const { providerId, ...rest } = run;
    const body: NewRun = {
      target: { providerId, model: "sim-small", prompt: "{{question}} Answer with the number alone." },
      evaluators: [{ type: "numeric" }],
      ...rest,
    };
    return this.send("POST", "/api/v1/runs", runResponse, body);
  }

  run(id: string): Promise<RunResponse> {
    return this.send("GET", `/api/v1/runs/${id}`, runResponse);
  }

  runs() {
    return this.send("GET", "/api/v1/runs?limit=500", runPage).then((page) => page.items);
  }

  act(id: string, action: "pause" | "resume" | "cancel") {
    return this.send("POST", `/api/v1/runs/${id}/${action}`, runResponse, {});
  }

  editLimits(id: string, body: z.input<typeof updateRunLimitsRequest>) {
    return this.send("PATCH", `/api/v1/runs/${id}/limits`, runResponse, body);
  }

  /** Lets a run that was held back by limits of its own come to its end. */
  async hurry(id: string) {
    const { limitsRevision: revision } = await this.run(id);
    return this.editLimits(id, { limits: { requestsPerSecond: 60 }, revision });
  }

  /** The whole run, second by second while it is short. */
  metrics(id: string) {
    return this.send("GET", `/api/v1/runs/${id}/metrics?buckets=400`, metricsResponse);
  }

  /** How many seconds the record of a run lacks between its first and its last. */
  async holes(id: string): Promise<number> {
    const samples = (await this.metrics(id)).buckets.map((bucket) => bucket.samples);
    const first = samples.findIndex((count) => count > 0);
    const last = samples.findLastIndex((count) => count > 0);
    return samples.slice(first, last + 1).filter((count) => count === 0).length;
  }

  changes(id: string) {
    return this.send("GET", `/api/v1/runs/${id}/changes`, runConfigResponse).then((answer) => answer.changes);
  }

  log(id: string) {
    return this.send("GET", `/api/v1/runs/${id}/log?limit=500`, logPage).then((page) => page.items);
  }

  /** Every case, page by page. */
  async cases(id: string, query = ""): Promise<CaseResponse[]> {
    const all: CaseResponse[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: z.output<typeof casePage> = await this.send(
        "GET",
        `/api/v1/runs/${id}/cases?limit=500${query}${after}`,
        casePage,
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }

  pools() {
    return this.send("GET", "/api/v1/pools", pageOf(poolResponse)).then((page) => page.items);
  }

  createPreset(body: z.input<typeof createPresetRequest>) {
    return this.send("POST", "/api/v1/presets", presetResponse, body);
  }

  preset(slug: string) {
    return this.send("GET", `/api/v1/presets/${slug}`, presetDetailResponse);
  }

  /** Waits until the run is in one of the states, and gives it as it then stands. */
  async runIn(id: string, states: readonly RunState[], withinMs = 60_000): Promise<RunResponse> {
    await expect
      .poll(async () => (await this.run(id)).state, { timeout: withinMs, message: `state of ${id}` })
      .toMatch(new RegExp(`^(${states.join("|")})$`));
    return this.run(id);
  }

  /** Waits until so many cases are done. */
  async runDone(id: string, done: number, withinMs = 60_000): Promise<void> {
    await expect
      .poll(async () => (await this.run(id)).counts.done, { timeout: withinMs, message: `finished cases of ${id}` })
      .toBeGreaterThanOrEqual(done);
  }
}

function quick(settings: SimulatorSettings): SimulatorSettings {
  return { latencyMedianMs: 60, latencyP95Ratio: 1.5, ...settings };
}
