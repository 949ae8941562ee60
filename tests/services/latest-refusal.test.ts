import { describe, expect, it } from "vitest";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { StopReason } from "@/lib/core/runs/run-state";
import { stopMessage } from "@/lib/engine/attempt-loop";
import { refusalOf } from "@/lib/services/latest-refusal";

const THIS = "The provider";

describe("what a stopped run tells of its provider", () => {
  it.each<[StopReason["code"], number | null, string | null, string, unknown]>([
    ["auth", 401, "Incorrect API key (ends 4711)", THIS, { what: "key", status: 401 }],
    ["auth", null, null, THIS, { what: "key", status: null }],
    ["quota-exhausted", 429, "You exceeded your current quota", THIS, { what: "quota", status: 429 }],
    ["bad-request", 404, "The model `gpt-9` does not exist", THIS, { what: "model", status: 404 }],
    ["bad-request", 405, "the URL does not lead to an HTTP API", THIS, { what: "requests", status: 405 }],
    ["bad-request", null, "the provider's certificate was not accepted", THIS, { what: "requests", status: null }],
    ["auth", 401, "Incorrect API key", "The provider of the judge", null],
    ["budget", null, null, THIS, null],
  ])("%s (%s) said as %j by %s", (code, status, errorMessage, who, known) => {
    const last = { status, errorMessage } as AttemptRecord;
    expect(refusalOf({ code, message: stopMessage(code, last, who) })).toEqual(known);
  });
});
