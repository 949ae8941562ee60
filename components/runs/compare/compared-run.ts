import type { ComparedRunResponse } from "@/lib/contracts/compare";
import type { RunTag } from "../../charts/run-tags";

/** A run of a comparison with its letter. */
export interface TaggedRun extends ComparedRunResponse {
  readonly tag: RunTag;
  readonly isBase: boolean;
}
