import type { Random } from "@/lib/core/clock";
import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";

export type SimulatedFault = keyof SimulatedSettings["faults"];

/** The order in which faults are drawn; each is drawn only where none before it struck. */
const FAULTS: readonly SimulatedFault[] = ["error500", "error503", "error529", "reset", "timeout"];

/** The 95th percentile of the standard normal distribution. */
const Z95 = 1.6448536269514722;

export interface DrawnFate {
  readonly fault: SimulatedFault | null;
  readonly latencyMs: number;
}

/** What becomes of one accepted request, and how long it takes: lognormal with the settings' median and 95th percentile. */
export function drawFate(settings: SimulatedSettings, random: Random): DrawnFate {
  const fault = FAULTS.find((name) => random() < settings.faults[name]) ?? null;
  return { fault, latencyMs: drawLatencyMs(settings.latencyMedianMs, settings.latencyP95Ratio, random) };
}

function drawLatencyMs(medianMs: number, p95Ratio: number, random: Random): number {
  if (medianMs === 0) return 0;
  // Box–Muller; 1 − u lies in (0, 1], so its logarithm is finite.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return medianMs * Math.exp((Math.log(p95Ratio) / Z95) * normal);
}
