/** The closed list of ways a request to Evalpace can fail; `lib/http/error-response.ts` maps each to a status. */
export const DOMAIN_ERROR_CODES = [
  "invalid-input",
  "not-found",
  "method-not-allowed",
  "conflict",
  "stale-revision",
  "illegal-transition",
  "infeasible",
  "payload-too-large",
  "unavailable",
  "forbidden",
  "unauthenticated",
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];

/** One fault in an input: where it is (a path, or a line of a file), what is wrong, and how to mend it. */
export interface Issue {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
}

/** An expected failure with a stable code. Its message is safe to show to the caller. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly issues: readonly Issue[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** True also for a DomainError of another copy of this module (bundlers may load two). */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === "DomainError" && "code" in error;
}
