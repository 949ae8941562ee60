import { z } from "zod";

/** How a run stands against others of its pool. It decides turns, never limits: alone, a low run goes as fast as a high one. */
export const RUN_PRIORITIES = ["low", "normal", "high"] as const;
export type RunPriority = (typeof RUN_PRIORITIES)[number];
export const runPrioritySchema = z.enum(RUN_PRIORITIES, { error: 'priority must be "low", "normal" or "high"' });

/** Turns against a run of normal priority, each. Four to one is felt, and leaves the low ones moving. */
const WEIGHTS: Record<RunPriority, number> = { low: 1 / 4, normal: 1, high: 4 };

/** The weight that a run's turns are taken with (see FairTurns). */
export function priorityWeight(priority: RunPriority): number {
  return WEIGHTS[priority];
}

/** A run's part of the turns, 0 to 1, while all of a pool's runs have cases that could start. `all`: its own among them. */
export function shareOfTurns(own: RunPriority, all: readonly RunPriority[]): number {
  return priorityWeight(own) / all.reduce((sum, each) => sum + priorityWeight(each), 0);
}

/** The part of a pool's rate that a further run would get beside the `others`, by turns; null where there are none. */
export function shareOfRate(own: RunPriority, others: readonly RunPriority[], poolRps: number): number | null {
  return others.length === 0 ? null : poolRps * shareOfTurns(own, [own, ...others]);
}
