import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Random } from "@/lib/core/clock";

/** The same seed and salt give the same chances, whatever was drawn for other salts. */
export function seededChance(seed: number, salt: number): Random {
  const generator = xoroshiro128plus(mix(seed, salt));
  // The generator's first outputs follow the seed closely; these are thrown away.
  for (let i = 0; i < 4; i += 1) generator.next();
  return () => uniformFloat64(generator);
}

/** A 32-bit hash of a text (FNV-1a), to make a salt of it. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Spreads neighbouring seeds and salts over all 32 bits (the finalizer of MurmurHash3). */
function mix(seed: number, salt: number): number {
  let h = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(Math.trunc(seed / 0x1_0000_0000) | 0, 0x7feb352d) ^ (salt | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
