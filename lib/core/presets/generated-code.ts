import type { Limits } from "../limits/limits";

/** A version of a preset, as its code names it. */
export interface CodeSource {
  readonly slug: string;
  readonly n: number;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly limits: Limits;
  /** What the preset is meant for, in words; null: any. */
  readonly meantFor?: string | null;
  /** Where the version stands. */
  readonly link?: string | null;
}

/** Code for one library or tool, and what of the limits it does not keep. */
export interface GeneratedCode {
  readonly text: string;
  readonly notCarried: readonly string[];
}
