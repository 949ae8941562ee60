import type { ErrorResponse } from "@/lib/contracts/common";
import { type DomainErrorCode, isDomainError } from "@/lib/core/errors";

/** The HTTP status of each expected failure. A new code fails to compile until it has one. */
const STATUS_OF_CODE: Record<DomainErrorCode, number> = {
  "invalid-input": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  "method-not-allowed": 405,
  conflict: 409,
  "stale-revision": 409,
  "illegal-transition": 409,
  "payload-too-large": 413,
  infeasible: 422,
  unavailable: 503,
};

/** Issues shown at most; a file with a million bad rows still gets a short answer. */
const ISSUES_SHOWN = 100;

/**
 * The answer to a failure. What is not expected is told only by its request id: its message may hold anything.
 * @returns the response, and whether the failure was unexpected and belongs in the log
 */
export function errorResponse(error: unknown, requestId: string): { response: Response; unexpected: boolean } {
  if (!isDomainError(error)) {
    const message = `Something failed inside the server. Its log has the cause under request id ${requestId}.`;
    return { response: respond(500, { error: { code: "internal", message } }, requestId), unexpected: true };
  }
  const issues = error.issues.slice(0, ISSUES_SHOWN).map((issue) => ({ ...issue }));
  const body: ErrorResponse = {
    error: { code: error.code, message: error.message, ...(issues.length > 0 ? { issues } : {}) },
  };
  return { response: respond(STATUS_OF_CODE[error.code], body, requestId), unexpected: false };
}

function respond(status: number, body: ErrorResponse, requestId: string): Response {
  const headers: Record<string, string> = { "x-request-id": requestId, "cache-control": "no-store" };
  if (status === 503) headers["retry-after"] = "5";
  return Response.json(body, { status, headers });
}
