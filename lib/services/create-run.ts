import { createHash } from "node:crypto";
import type { z } from "zod";
import type { createRunRequest } from "@/lib/contracts/run-launch";
import type { RunResponse } from "@/lib/contracts/runs";
import { DomainError } from "@/lib/core/errors";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { Limits } from "@/lib/core/limits/limits";
import { targetVariables } from "@/lib/core/prompt-template";
import { mergeAutoPause } from "@/lib/core/runs/auto-pause";
import type { LaunchExpectation } from "@/lib/core/runs/launch-expectation";
import type { RunConfig } from "@/lib/core/runs/run-config";
import { evaluatorIssues } from "@/lib/core/scoring/evaluate";
import { evaluatorsNeedExpected } from "@/lib/core/scoring/needs-expected";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { NewRun } from "@/lib/persistence/run-creation";
import type { ServiceContext } from "./context";
import { findDataset } from "./datasets";
import { planJudges, resolveEvaluators } from "./launch-judges";
import { planPricing, refuseUnpricedBudget } from "./plan-pricing";
import { findProvider } from "./providers";
import { readRun } from "./read-runs";
import { recordActivity } from "./record-activity";
import { resolvePreset } from "./resolve-preset";
import { skippedCases } from "./skipped-cases";
import { refuseUnfitCases } from "./token-fit";
import { autoPauseDefaults } from "./workspace-settings";

export type CreateRun = z.output<typeof createRunRequest>;

/** A launch that was checked: what it is made of, and under which limits. */
export interface RunPlan {
  readonly config: RunConfig;
  readonly dataset: DatasetRecord;
  readonly provider: ProviderRecord;
  readonly pool: PoolRecord;
  readonly limits: Limits;
  /** `run`: limits of its own in front of the pool's. `pool`: the pool's alone. */
  readonly limitsScope: "run" | "pool";
  /** `slug@n` */
  readonly preset: string | null;
  /** Those of the preset, where the launch changes them; null where it does not. */
  readonly presetLimits: Limits | null;
}

/**
 * Checks a launch, freezes it, stores it as queued and wakes the engine. The same idempotency key gives the same run.
 * @throws DomainError not-found, infeasible; conflict, where the key came with another request before
 */
export async function createRun(
  context: ServiceContext,
  request: CreateRun,
  idempotencyKey: string | null,
  /** What is expected of the run; asked once it is known to be a new one that can run. */
  expect: () => Promise<LaunchExpectation | null> = async () => null,
): Promise<RunResponse> {
  const { actor, clock, stores, supervisor } = context;
  const idempotency = idempotencyKey === null ? null : { key: idempotencyKey, requestHash: hashOf(request) };
  // Before anything is checked: what that run was made of may be gone by now, the run is not.
  const earlier = idempotency && (await stores.runs.findLaunch(actor.workspaceId, idempotency));
  if (earlier !== null) return readRun(context, earlier.id);
  const plan = await planRun(context, request);
  const name = request.name ?? runName(plan, clock.now());
  const expected = await expect();
  const row = await newRunOf(context, request, plan, { name, idempotency, expected });
  const { run, created } = await stores.runs.create(row);
  if (created) {
    supervisor.wake();
    await recordActivity(context, { action: "launched", object: { kind: "run", id: run.id, name: run.name } });
  }
  return readRun(context, run.id);
}

/** The row that a checked launch comes to. */
export async function newRunOf(
  context: ServiceContext,
  request: CreateRun,
  plan: RunPlan,
  {
    expected,
    ...own
  }: Pick<NewRun, "name" | "idempotency"> &
    Partial<Pick<NewRun, "groupId" | "createdAt">> & { expected: LaunchExpectation | null },
): Promise<NewRun> {
  const { actor, clock, newId } = context;
  return {
    id: newId("run"),
    workspaceId: actor.workspaceId,
    createdAt: clock.now(),
    createdBy: actor.name,
    providerId: plan.provider.id,
    poolId: plan.pool.id,
    config: expected === null ? plan.config : { ...plan.config, expected },
    skip: await skippedCases(context, plan.config, plan.provider),
    limits: plan.limits,
    limitsScope: plan.limitsScope,
    preset: plan.preset,
    presetLimits: plan.presetLimits,
    priority: request.priority ?? "normal",
    autoPause: mergeAutoPause(await autoPauseDefaults(context), { ...request.autoPause, budgetUsd: request.budgetUsd }),
    note: request.note || null,
    tryFirst: request.tryFirst ?? null,
    groupId: null,
    ...own,
  };
}

/**
 * Everything that can be known to be wrong before the first request is sent.
 * @throws DomainError not-found, infeasible
 */
export async function planRun(context: ServiceContext, request: CreateRun): Promise<RunPlan> {
  const { datasetId, target } = request;
  const [dataset, provider] = await Promise.all([
    findDataset(context, datasetId),
    findProvider(context, target.providerId),
  ]);
  const pool = await poolFor(context, provider, target.model);
  const { sample = { kind: "all" as const }, skip = [], repeats = 1 } = request;
  refuseUnknownVariables(dataset, target);
  const evaluators = await resolveEvaluators(request.evaluators);
  refuseMissingExpected(dataset, evaluators);
  refuseUnusableEvaluators(evaluators);
  const judges = await planJudges(context, dataset, evaluators);
  const pricing = await planPricing(context, { target, dataset, provider, judges });
  if (request.budgetUsd !== undefined) refuseUnpricedBudget(pricing);
  const own = await ownLimits(context, request);
  const limits = own?.limits ?? pool.limits;
  await refuseUnfitCases(context, dataset, { target, sample }, [limits, pool.limits]);
  return {
    config: {
      datasetId,
      target,
      evaluators,
      sample,
      pricing,
      ...(repeats === 1 ? {} : { repeats }),
      ...(skip.length === 0 ? {} : { skip }),
    },
    dataset,
    provider,
    pool,
    limits,
    limitsScope: own === null ? "pool" : "run",
    preset: own?.preset ?? null,
    presetLimits: own?.presetLimits ?? null,
  };
}

/** The pool that calls of this model pass. */
export async function poolFor(context: ServiceContext, provider: ProviderRecord, model: string): Promise<PoolRecord> {
  const pool = await context.stores.pools.forModel(provider.id, model);
  if (pool === null) throw new Error(`Provider ${provider.id} has no pool`);
  return pool;
}

/** The limits that a launch names for itself; null where it goes by the pool's alone. @throws DomainError not-found */
export async function ownLimits(
  context: ServiceContext,
  request: CreateRun,
): Promise<Pick<RunPlan, "limits" | "preset" | "presetLimits"> | null> {
  const { limits, preset: reference } = request;
  if (reference === undefined) return limits === undefined ? null : { limits, preset: null, presetLimits: null };
  const preset = await resolvePreset(context, reference);
  const edited = limits !== undefined && describeLimitChange(preset.limits, limits) !== "";
  return {
    limits: edited ? limits : preset.limits,
    preset: preset.ref,
    presetLimits: edited ? preset.limits : null,
  };
}

function refuseUnknownVariables(dataset: DatasetRecord, target: RunConfig["target"]): void {
  const known = dataset.variables.map((variable) => variable.name);
  const unknown = targetVariables(target).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const path = target.prompt === undefined ? "target.messages" : "target.prompt";
  const named = unknown.map((name) => `{{${name}}}`).join(", ");
  const has = known.length === 0 ? "it has no variables" : `it has ${known.map((name) => `{{${name}}}`).join(", ")}`;
  throw new DomainError(
    "infeasible",
    `The template names ${named}, which the dataset "${dataset.name}" lacks; ${has}.`,
    unknown.map((name) => ({ path, message: `the dataset has no variable "${name}"` })),
  );
}

function refuseMissingExpected(dataset: DatasetRecord, evaluators: RunConfig["evaluators"]): void {
  if (dataset.hasExpected || !evaluatorsNeedExpected(evaluators)) return;
  const issues = evaluators.flatMap((evaluator, at) =>
    evaluatorsNeedExpected([evaluator])
      ? [{ path: `evaluators[${at}]`, message: `${evaluator.type} compares with an expected value` }]
      : [],
  );
  throw new DomainError(
    "infeasible",
    `The dataset "${dataset.name}" has no expected values to compare with. Import it again with its column of expected values mapped, or use evaluators that need none (contains with a value, regex match, json with a schema).`,
    issues,
  );
}

/** A JSON schema that is none shows only when it is compiled. */
function refuseUnusableEvaluators(evaluators: RunConfig["evaluators"]): void {
  const issues = evaluatorIssues(evaluators);
  const [first] = issues;
  if (first !== undefined) throw new DomainError("infeasible", `${first.path}: ${first.message}`, issues);
}

/** `gsm8k · sim-large · 2026-01-31 14:05` */
function runName(plan: RunPlan, now: number): string {
  return `${plan.dataset.name} · ${plan.config.target.model} · ${minuteWords(now)}`.slice(0, 200);
}

/** `2026-01-31 14:05`, UTC. */
export function minuteWords(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

/** Of the request as it was understood, so that spaces and the order of fields do not make it another. */
export function hashOf(request: object): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(request)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
