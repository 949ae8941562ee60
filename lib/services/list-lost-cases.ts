import type { z } from "zod";
import type { lostCasesResponse } from "@/lib/contracts/run-commands";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";

/** Cases that are not scored, by how their last attempt ended, most first. @throws DomainError not-found */
export async function listLostCases(
  context: ServiceContext,
  runId: string,
): Promise<z.input<typeof lostCasesResponse>> {
  await findRun(context, runId);
  return { items: await context.stores.runs.lostCases(runId) };
}
