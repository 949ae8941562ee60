import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { LimitChangeRecord } from "@/lib/persistence/limit-change";
import { isoTimeOf } from "./iso-time";

/** One recorded change of limits as the API shows it. */
export function limitChangeView(change: LimitChangeRecord): LimitChangeResponse {
  return {
    id: change.id,
    revision: change.revision,
    at: isoTimeOf(change.at),
    actor: change.actor,
    reason: change.reason,
    source: change.source,
    before: change.before,
    after: change.after,
    preset: change.preset,
  };
}
