import { describe, expect, it } from "vitest";
import { errorResponse as errorContract } from "@/lib/contracts/common";
import { DOMAIN_ERROR_CODES, DomainError } from "@/lib/core/errors";
import { errorResponse } from "@/lib/http/error-response";

const STATUS: Record<string, number> = {
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

describe("an expected failure", () => {
  it.each(DOMAIN_ERROR_CODES)("%s has its status and keeps its message and issues", async (code) => {
    const issues = [{ path: "limits.burst", message: "too low", line: 3 }];
    const { response, unexpected } = errorResponse(new DomainError(code, "what, where, how", issues), "r1");
    expect(response.status).toBe(STATUS[code]);
    expect(unexpected).toBe(false);
    expect(errorContract.parse(await response.json())).toEqual({
      error: { code, message: "what, where, how", issues },
    });
  });

  it("shows at most a hundred issues of a file with many bad rows", async () => {
    const issues = Array.from({ length: 5000 }, (_, line) => ({ path: "row", message: "bad", line }));
    const { response } = errorResponse(new DomainError("invalid-input", "bad rows", issues), "r1");
    expect(errorContract.parse(await response.json()).error.issues).toHaveLength(100);
  });
});

describe("a failure nobody expected", () => {
  it("tells its request id and nothing of its message", async () => {
    const { response, unexpected } = errorResponse(new Error("password=hunter2 at /srv/db"), "req-42");
    const body = errorContract.parse(await response.json());
    expect(response.status).toBe(500);
    expect(unexpected).toBe(true);
    expect(body.error.code).toBe("internal");
    expect(body.error.message).toContain("req-42");
    expect(JSON.stringify(body)).not.toContain("hunter2");
    expect(response.headers.get("x-request-id")).toBe("req-42");
  });
  it("is recognised whatever was thrown", () => {
    expect(errorResponse("a string", "r").response.status).toBe(500);
  });
});
