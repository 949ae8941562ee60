import { z } from "zod";
import { SECOND_VERDICTS } from "@/lib/core/advice/verdict-of-second";

/** A change of limits that a press can make. */
const adviceAct = z.object({
  /** `run`: a new run like this one with these limits. `pool`: the pool's own limits stand in the way. */
  at: z.enum(["run", "pool"]),
  limits: z.object({ requestsPerSecond: z.number().optional(), concurrency: z.number().int().optional() }),
});

/** What a run tells about its limits: what its time went to, and what to change for the next one. */
export const adviceResponse = z.object({
  /** Of the recorded time, pauses left out; most first. */
  shares: z.array(z.object({ kind: z.enum(SECOND_VERDICTS), seconds: z.number().int(), share: z.number() })),
  /** The most important first. */
  items: z.array(z.object({ code: z.string(), sentence: z.string(), evidence: z.string(), act: adviceAct.nullable() })),
});
export type AdviceResponse = z.infer<typeof adviceResponse>;
