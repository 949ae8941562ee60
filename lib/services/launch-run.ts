import type { RunResponse } from "@/lib/contracts/runs";
import { DomainError } from "@/lib/core/errors";
import type { LaunchExpectation } from "@/lib/core/runs/launch-expectation";
import type { ServiceContext } from "./context";
import { type CreateRun, createRun } from "./create-run";
import { forecast } from "./forecast";

/**
 * Starts a run and keeps with it what its forecast expects, so that the page can say how it does against that.
 * @throws DomainError as `createRun`
 */
export async function launchRun(
  context: ServiceContext,
  request: CreateRun,
  idempotencyKey: string | null,
): Promise<RunResponse> {
  return createRun(context, request, idempotencyKey, () => expectationOf(context, request));
}

/** Null where no forecast can be made: a launch does not fail for want of one. */
export async function expectationOf(context: ServiceContext, request: CreateRun): Promise<LaunchExpectation | null> {
  try {
    const { durationMs, attempts, cases, assumes, perCase } = await forecast(context, request);
    const { limiterWaitMs, backoffMs } = perCase;
    const attemptsPerCase = cases === 0 ? 1 : attempts / cases;
    return { durationMs, attemptsPerCase, latencyMs: assumes.latencyMs, limiterWaitMs, backoffMs };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
}
