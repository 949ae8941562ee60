import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import { drawFate } from "@/lib/providers/simulated/draw-fate";
import { EnforcedLimits } from "@/lib/providers/simulated/enforced-limits";
import { seededChance } from "@/lib/providers/simulated/seeded-chance";

export interface LeastTime {
  /** First request to last answer. */
  readonly wallMs: number;
  readonly requests: number;
}

/**
 * The least time in which any client can get an answer to every case: the provider's own rules, played through in virtual
 * time, with each request sent at the first instant at which it is let in, and a case that met a fault sent again at once.
 * Faults and latencies are those that the provider draws, by the number of the accepted request, so they are the same for
 * every client. Not held back by concurrency, network or processor.
 */
export function leastTime(settings: SimulatedSettings, tokens: readonly number[]): LeastTime {
  const limits = new EnforcedLimits(settings.limits, settings.schedule);
  /** Cases that met a fault, by the time at which that is known; earliest first. */
  const again: { atMs: number; tokens: number }[] = [];
  let fresh = 0;
  let nowMs = 0;
  let lastMs = 0;
  let accepted = 0;
  while (fresh < tokens.length || again.length > 0) {
    const [retry] = again;
    const isRetry = retry !== undefined && (retry.atMs <= nowMs || fresh === tokens.length);
    if (isRetry) nowMs = Math.max(nowMs, retry.atMs);
    const need = isRetry ? retry.tokens : (tokens[fresh] ?? 0);
    const refusal = limits.admit({ input: need, output: 0 }, nowMs, nowMs);
    if (refusal !== null) {
      if (refusal.dueInMs === null) throw new Error(`a case of ${need} tokens can never pass`);
      // Never less than a step that floats can hold: another tenant may have taken what was due.
      nowMs += Math.max(refusal.dueInMs, 1e-6);
      continue;
    }
    if (isRetry) again.shift();
    else fresh += 1;
    accepted += 1;
    const { fault, latencyMs } = drawFate(settings, seededChance(settings.seed, accepted));
    const endMs = nowMs + latencyMs;
    lastMs = Math.max(lastMs, endMs);
    if (fault === null) continue;
    again.push({ atMs: endMs, tokens: need });
    again.sort((a, b) => a.atMs - b.atMs);
  }
  return { wallMs: lastMs, requests: accepted };
}
