import type { RunResponse } from "@/lib/contracts/runs";
import { draftOfRun } from "./draft-of-run";
import { LAUNCH_PARAMS, type LaunchDraft, type LaunchParams } from "./launch-draft";
import { type LaunchContext, type LaunchRequest, readLaunch } from "./read-launch";

/** Whether the form still means the run that was tried: what it is called, or costs at most, makes no other run. */
export function isSameLaunch(run: RunResponse, request: LaunchRequest | null, context: LaunchContext): boolean {
  if (request === null) return false;
  const { params, texts } = draftOfRun(run);
  const again = readLaunch({ ...NOTHING, ...params, ...texts }, { ...context, ...alone(run, context) }).request;
  if (again?.kind !== "run") return false;
  const { target } = again.body;
  const bodies =
    request.kind === "run" ? [request.body] : request.body.targets.map((each) => ({ ...request.body, ...each }));
  return bodies.some((body) => essence({ ...again.body, target }) === essence(body));
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

function essence(body: Partial<Record<"datasetId" | "target" | "evaluators" | "sample" | "skip", unknown>>): string {
  const { datasetId, target, evaluators, sample, skip } = body;
  return JSON.stringify([datasetId, sorted(target), sorted(evaluators), sample ?? null, skip ?? null]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]);
}
