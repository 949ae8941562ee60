import type { z } from "zod";
import type { createRunGroupRequest } from "@/lib/contracts/run-launch";
import type { RunResponse } from "@/lib/contracts/runs";
import { DomainError, type Issue, isDomainError } from "@/lib/core/errors";
import type { NewRun } from "@/lib/persistence/run-creation";
import type { ServiceContext } from "./context";
import { type CreateRun, hashOf, minuteWords, newRunOf, planRun, type RunPlan } from "./create-run";
import { findDataset } from "./datasets";
import { expectationOf } from "./launch-run";
import { readRun } from "./read-runs";
import { recordActivity } from "./record-activity";

export type CreateRunGroup = z.output<typeof createRunGroupRequest>;
export interface RunGroup {
  groupId: string;
  runs: RunResponse[];
}

/**
 * Launches a matrix: the same cases for several targets, each a run of its own. All of it is checked and stored, or nothing;
 * the same idempotency key gives the same runs.
 * @throws DomainError not-found, infeasible (issues name the target); conflict, where the key came with another request before
 */
export async function createRunGroup(
  context: ServiceContext,
  request: CreateRunGroup,
  idempotencyKey: string | null,
): Promise<RunGroup> {
  const { stores, supervisor } = context;
  const requestHash = hashOf(request);
  const keyAt = (at: number) => (idempotencyKey === null ? null : { key: `${idempotencyKey}/${at}`, requestHash });
  const earlier = await earlierGroup(context, request, keyAt);
  if (earlier !== null) return earlier;
  await findDataset(context, request.datasetId);
  const launches = launchesOf(request);
  const plans = await planAll(context, launches);
  const groupId = context.newId("grp");
  const names = cellNames(request, plans, context.clock.now());
  const now = context.clock.now();
  const rows: NewRun[] = [];
  for (const [at, plan] of plans.entries()) {
    const launch = launches[at];
    if (launch === undefined) continue;
    const own = {
      expected: await expectationOf(context, launch),
      name: names[at] ?? "",
      idempotency: keyAt(at),
      groupId,
      // The engine takes up the oldest first: the matrix starts in its own order.
      createdAt: now - (plans.length - 1 - at),
    };
    rows.push(await newRunOf(context, launch, plan, own));
  }
  const created = await stores.runs.createAll(rows);
  if (created.some((each) => each.created)) supervisor.wake();
  for (const { run, created: isNew } of created) {
    if (isNew)
      await recordActivity(context, { action: "launched", object: { kind: "run", id: run.id, name: run.name } });
  }
  return groupOf(
    context,
    created.map(({ run }) => run),
  );
}

function launchesOf({ targets, ...shared }: CreateRunGroup): CreateRun[] {
  return targets.map(({ target }) => ({ ...shared, target }));
}

/** What an earlier request with the same key made; null where there was none. */
async function earlierGroup(
  context: ServiceContext,
  { targets }: CreateRunGroup,
  keyAt: (at: number) => NewRun["idempotency"],
): Promise<RunGroup | null> {
  const found: { id: string; groupId: string | null }[] = [];
  for (const at of targets.keys()) {
    const key = keyAt(at);
    const run = key && (await context.stores.runs.findLaunch(context.actor.workspaceId, key));
    if (run === null) return null;
    found.push(run);
  }
  return groupOf(context, found);
}

async function groupOf(
  context: ServiceContext,
  runs: readonly { readonly id: string; readonly groupId: string | null }[],
): Promise<RunGroup> {
  const views = await Promise.all(runs.map(({ id }) => readRun(context, id)));
  return { groupId: runs[0]?.groupId ?? "", runs: views };
}

/** @throws DomainError infeasible, with what is wrong with which target */
async function planAll(context: ServiceContext, launches: readonly CreateRun[]): Promise<RunPlan[]> {
  const plans: RunPlan[] = [];
  const faults: { at: number; error: DomainError }[] = [];
  for (const [at, launch] of launches.entries()) {
    try {
      plans.push(await planRun(context, launch));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      faults.push({ at, error });
    }
  }
  const [first] = faults;
  if (first === undefined) return plans;
  const who = faults.map(({ at }) => launches[at]?.target.model ?? String(at)).join(", ");
  throw new DomainError(
    "infeasible",
    `Nothing was started: ${faults.length} of ${launches.length} runs cannot be launched (${who}). ${first.error.message}`,
    faults.flatMap(({ at, error }) => issuesAt(at, error)),
  );
}

/** A target's own faults are told of it; what all share (evaluators, limits) keeps its path. */
function issuesAt(at: number, error: DomainError): Issue[] {
  const given =
    error.issues.length > 0
      ? error.issues
      : [{ path: error.code === "not-found" ? "target.providerId" : "target", message: error.message }];
  return given.map((issue) => ({
    ...issue,
    path: issue.path.startsWith("target") ? `targets[${at}].${issue.path}` : issue.path,
  }));
}

/** `nightly · sim-large · A`; cells of one name are numbered. */
function cellNames(request: CreateRunGroup, plans: readonly RunPlan[], now: number): string[] {
  const base = request.name ?? `${plans[0]?.dataset.name ?? "Matrix"} · ${minuteWords(now)}`;
  const cells = plans.map((plan, at) => request.targets[at]?.cell ?? plan.config.target.model);
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const nth = (seen.get(cell) ?? 0) + 1;
    seen.set(cell, nth);
    const named = nth === 1 ? cell : `${cell} (${nth})`;
    return `${base.slice(0, Math.max(20, 196 - named.length))} · ${named}`.slice(0, 200);
  });
}
