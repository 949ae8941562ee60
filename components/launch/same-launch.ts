import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { limitsSchema } from "@/lib/core/limits/limits";
import { draftOfAutoPause } from "../limit-fields/auto-pause-draft";
import { draftOfRun } from "./draft-of-run";
import { LAUNCH_PARAMS, type LaunchDraft, type LaunchParams } from "./launch-draft";
import type { OutlookContext } from "./launch-outlook";
import { type LaunchContext, type LaunchRequest, readLaunch } from "./read-launch";

/** Whether the form still means the run that was tried: what it is called makes no other run. */
export function isSameLaunch(run: RunResponse, request: LaunchRequest | null, context: OutlookContext): boolean {
  if (request === null) return false;
  const { params, texts } = draftOfRun(run);
  const again = readLaunch({ ...NOTHING, ...params, ...texts }, { ...context, ...alone(run, context) }).request;
  if (again?.kind !== "run") return false;
  if (!isSameControl(run, request, context)) return false;
  const { target } = again.body;
  const bodies =
    request.kind === "run" ? [request.body] : request.body.targets.map((each) => ({ ...request.body, ...each }));
  return bodies.some((body) => essence({ ...again.body, target }) === essence(body));
}

/** Whether it would go on under the same limits, budget, priority and rules. What the form does not know yet differs in nothing. */
function isSameControl(run: RunResponse, { body }: LaunchRequest, context: OutlookContext): boolean {
  const rules =
    body.autoPause === undefined ? context.autoPause : draftOfAutoPause({ ...run.autoPause, ...body.autoPause });
  return (
    isSameLimits(run, body, context) &&
    run.budgetUsd === (body.budgetUsd ?? null) &&
    run.priority === (body.priority ?? "normal") &&
    (rules === undefined || JSON.stringify(sorted(rules)) === JSON.stringify(sorted(draftOfAutoPause(run.autoPause))))
  );
}

function isSameLimits(run: RunResponse, { limits, preset }: LaunchRequest["body"], context: OutlookContext): boolean {
  const ownRun = run.limitsScope === "run";
  if (limits === undefined && preset === undefined) return !ownRun;
  const wanted = limits === undefined ? context.presetLimits : limitsSchema.parse(limits);
  return wanted === null || (ownRun && describeLimitChange(run.limits, wanted) === "");
}

/** The run's own model in place of the form's. */
function alone(run: RunResponse, context: LaunchContext) {
  const provider = [context.provider, ...context.more.map((each) => each.provider)].find(
    (each) => each?.id === run.target.providerId,
  );
  return { provider, model: run.target.model, more: [], presetMissing: false };
}

const NOTHING = Object.fromEntries(Object.keys(LAUNCH_PARAMS).map((name) => [name, null])) as {
  [K in keyof LaunchParams]: null;
} satisfies Partial<LaunchDraft>;

function essence(
  body: Partial<Record<"datasetId" | "target" | "evaluators" | "sample" | "repeats" | "skip", unknown>>,
): string {
  const { datasetId, target, evaluators, sample, repeats, skip } = body;
  return JSON.stringify([datasetId, sorted(target), sorted(evaluators), sample ?? null, repeats ?? null, skip ?? null]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]);
}
