import { describe, expect, it } from "vitest";
import { classifyResponse } from "@/lib/providers/http/classify-response";
import { bodyText, RECORDED_AT, recorded, recordedResponses } from "../recorded-response";

const failures = recordedResponses.filter(
  ({ expected, name }) => expected.fate.outcome !== "ok" && name !== "no-choices-200",
);

describe("classifyResponse", () => {
  it.each(failures)("takes $name for $expected.fate", (fixture) => {
    const { status, headers, expected } = fixture;
    const verdict = classifyResponse({ status, headers, body: bodyText(fixture), now: RECORDED_AT });
    expect(verdict.fate).toEqual(expected.fate);
    expect(verdict.code).toBe(expected.code);
    expect(verdict.message).not.toBe("");
  });

  it("does not look at messages: every fixture keeps its fate with its message replaced", () => {
    for (const fixture of failures) {
      const { status, headers, expected } = fixture;
      const body = bodyText(fixture).replace(/"message":\s*"(?:[^"\\]|\\.)*"/g, '"message":"429 quota model key 503"');
      expect(classifyResponse({ status, headers, body, now: RECORDED_AT }).fate, fixture.name).toEqual(expected.fate);
    }
  });

  it("finds the dimension of a 429 in what remains, where the body does not name it", () => {
    const base = recorded("openai-429-no-hint");
    const headers = { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2s" };
    const verdict = classifyResponse({ status: 429, headers, body: bodyText(base), now: RECORDED_AT });
    expect(verdict.fate).toEqual({ outcome: "rate-limited", dimension: "requests", retryAfterMs: 2000 });
  });

  it("survives bodies of any kind", () => {
    for (const body of [
      "",
      "null",
      "[]",
      "[1]",
      '"x"',
      "{",
      '{"error":null}',
      '{"error":[]}',
      '{"error":{"details":[null,1]}}',
    ]) {
      expect(classifyResponse({ status: 500, headers: {}, body, now: 0 }).fate.outcome).toBe("transient");
      expect(classifyResponse({ status: 429, headers: {}, body, now: 0 }).fate).toEqual({
        outcome: "rate-limited",
        dimension: "unknown",
        retryAfterMs: null,
      });
    }
  });
});
