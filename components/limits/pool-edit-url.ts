import { parseAsFloat, parseAsInteger, parseAsString } from "nuqs";
import type { LimitsDraft } from "../limit-fields/limits-draft";

/** A reason is stored with the change; the API takes no longer one. */
export const REASON_LONGEST = 500;

/** The edit of a pool in the address of the limits page: whose, and what is filled in already. Nothing is applied by it. */
export const POOL_EDIT_PARAMS = {
  edit: parseAsString,
  rps: parseAsFloat,
  conc: parseAsInteger,
  reason: parseAsString,
};

/** What an edit opens with instead of the limits as they are. */
export interface PoolEditStart {
  readonly draft: Partial<LimitsDraft>;
  readonly reason: string;
}

/** What the address fills in; what is no limit stands in its field to be mended. */
export function poolEditStart({
  rps,
  conc,
  reason,
}: {
  readonly rps: number | null;
  readonly conc: number | null;
  readonly reason: string | null;
}): PoolEditStart {
  return {
    draft: {
      ...(rps === null ? {} : { rps: String(rps) }),
      ...(conc === null ? {} : { concurrency: String(conc) }),
    },
    reason: (reason ?? "").slice(0, REASON_LONGEST),
  };
}
