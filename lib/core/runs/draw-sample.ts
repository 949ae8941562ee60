import { seededRandom } from "../seeded-random";

/**
 * Draws `n` of the positions 0…total−1 without repetition, in rising order. The same seed draws the same positions;
 * where `n` reaches `total`, all of them.
 */
export function drawSample(total: number, n: number, seed: number): number[] {
  const random = seededRandom(seed);
  const positions = Array.from({ length: total }, (_, at) => at);
  const wanted = Math.min(n, total);
  // The first `wanted` steps of a Fisher–Yates shuffle.
  for (let at = 0; at < wanted; at += 1) {
    const other = at + Math.floor(random() * (total - at));
    const kept = positions[at] ?? 0;
    positions[at] = positions[other] ?? 0;
    positions[other] = kept;
  }
  return positions.slice(0, wanted).sort((a, b) => a - b);
}
