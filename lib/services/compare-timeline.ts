import type { z } from "zod";
import type { CompareTimeline, compareQuery } from "@/lib/contracts/compare";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import { comparedRuns } from "./compared-runs";
import type { ServiceContext } from "./context";

const SECOND_MS = 1000;
/** Points of a line. */
const POINTS = 150;

type RunTimeline = CompareTimeline["runs"][number];

/** How compared runs went, each over the time it was running. @throws DomainError not-found, invalid-input */
export async function compareTimeline(
  context: ServiceContext,
  query: z.output<typeof compareQuery>,
): Promise<CompareTimeline> {
  const { runs } = await comparedRuns(context, query);
  const timelines: RunTimeline[] = [];
  // One after the other: each takes its share of the event loop.
  for (const run of runs) timelines.push(await timelineOf(context, run));
  return { runs: timelines };
}

async function timelineOf(context: ServiceContext, run: RunRecord): Promise<RunTimeline> {
  const seconds = await runningSeconds(context, run.id);
  const ends = await context.stores.comparison.endsBySecond(run.id);
  const each = Math.max(1, Math.ceil(seconds.length / POINTS));
  const points: RunTimeline["points"] = [];
  const so = { done: 0, passed: 0, failed: 0 };
  let at = 0;
  for (let first = 0; first < seconds.length; first += each) {
    const bucket = seconds.slice(first, first + each);
    const isLast = first + each >= seconds.length;
    const until = isLast ? Number.POSITIVE_INFINITY : (bucket.at(-1)?.t ?? 0);
    for (let end = ends[at]; end !== undefined && end.second * SECOND_MS <= until; end = ends[at]) {
      so.done += end.done;
      so.passed += end.passed;
      so.failed += end.failed;
      at += 1;
    }
    const scored = so.passed + so.failed;
    points.push({
      elapsedMs: (first + bucket.length) * SECOND_MS,
      startedPerSecond: bucket.reduce((sum, { started }) => sum + started, 0) / bucket.length,
      done: so.done,
      passRate: scored === 0 ? null : so.passed / scored,
    });
  }
  return { runId: run.id, bucketMs: each * SECOND_MS, points };
}

/** The seconds in which the run was running, in order, with the attempts that started in each. */
async function runningSeconds(context: ServiceContext, runId: string): Promise<{ t: number; started: number }[]> {
  const range = await context.stores.metrics.range(runId);
  if (range === null) return [];
  const seconds: { t: number; started: number }[] = [];
  for await (const ticks of context.stores.metrics.tickChunks(runId, range.first, range.newest + 1)) {
    for (const { t, started, paused } of ticks) {
      const last = seconds.at(-1);
      if (last?.t === t) last.started += started;
      else if (!paused || started > 0) seconds.push({ t, started });
    }
  }
  return seconds;
}
