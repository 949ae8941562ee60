import type { RepeatsResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { repeatedInterval } from "@/lib/core/comparing/repeated-interval";
import { type Interval, wilsonInterval } from "@/lib/core/comparing/wilson-interval";
import { type RepeatPattern, tallyRepeats } from "@/lib/core/repeats/repeat-tally";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { repeatLayout } from "./repeat-layout";

/** How steady the answers of a run are, and how sure its pass rate is. @throws DomainError not-found */
export async function readRepeats(context: ServiceContext, runId: string): Promise<RepeatsResponse> {
  const run = await findRun(context, runId);
  const patterns = await patternsOf(context, run);
  const { repeats = 1 } = run.config;
  return { repeats, tally: tallyRepeats(patterns, repeats), passRateInterval: repeatedInterval(patterns) };
}

/** The 95 % interval of a run's pass rate; with repeats it is reckoned by cases. */
export async function passRateInterval(
  context: ServiceContext,
  run: RunRecord,
  { passed, failed }: Pick<RunResponse["counts"], "passed" | "failed">,
): Promise<Interval | null> {
  if ((run.config.repeats ?? 1) === 1) return wilsonInterval(passed, passed + failed);
  return repeatedInterval(await patternsOf(context, run));
}

async function patternsOf(context: ServiceContext, run: RunRecord): Promise<RepeatPattern[]> {
  return context.stores.cases.repeatPatterns(await repeatLayout(context, run));
}
