import type { Random } from "../clock";

/** The 95th percentile of the standard normal distribution. */
const Z95 = 1.645;

/**
 * Draws call times with this mean and 95th percentile, in ms: lognormal, as latencies of models are. Where the percentile
 * is out of a lognormal's reach (below the mean, or above 3.87 times it) the nearest shape is taken.
 */
export function latencyDraw(meanMs: number, p95Ms: number, random: Random): () => number {
  if (meanMs <= 0) return () => 0;
  // p95 / mean = exp(1.645 σ − σ²/2), solved for σ.
  const logRatio = Math.max(0, Math.log(Math.max(p95Ms, meanMs) / meanMs));
  const sigma = Z95 - Math.sqrt(Math.max(0, Z95 * Z95 - 2 * logRatio));
  const mu = Math.log(meanMs) - (sigma * sigma) / 2;
  return () => Math.exp(mu + sigma * normal(random));
}

/** Box and Muller's transformation. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
