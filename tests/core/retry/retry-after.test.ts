import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "@/lib/core/retry/parse-instant";
import { parseDurationMs, type RetryHints, retryAfterMs, waitMs } from "@/lib/core/retry/retry-after";

const NOW = Date.UTC(2026, 10, 23, 0, 0, 0);

function hints(headers: Record<string, string>, more: Partial<RetryHints> = {}): RetryHints {
  return { headers, inBody: null, resetInMs: null, now: NOW, ...more };
}

describe("retryAfterMs", () => {
  it.each([
    ["ms before seconds", { "retry-after-ms": "1234", "retry-after": "9" }, 1234],
    ["seconds with a fraction", { "retry-after": "1.1" }, 1100],
    ["zero", { "retry-after": "0" }, 0],
    ["an HTTP date", { "retry-after": "Mon, 23 Nov 2026 00:00:07 GMT" }, 7000],
    ["a date in the past", { "retry-after": "Sun, 22 Nov 2026 23:59:00 GMT" }, 0],
    ["an RFC 3339 date, whose year is no number of seconds", { "retry-after": "2026-11-23T00:35:00Z" }, 2_100_000],
    ["a duration", { "retry-after": "6m0s" }, 360_000],
    ["an unreadable ms, then seconds", { "retry-after-ms": "soon", "retry-after": "2" }, 2000],
    ["a time in ms where a wait should be", { "retry-after-ms": String(NOW + 1500) }, 1500],
    ["a wait of years, as it is", { "retry-after": "99999999" }, 99_999_999_000],
    ["a negative ms, then seconds", { "retry-after-ms": "-1", "retry-after": "2" }, 2000],
  ])("reads %s", (_, headers, expected) => {
    expect(retryAfterMs(hints(headers))).toBe(expected);
  });

  it.each(["", " ", "NaN", "-1", "-0.5", "Infinity", "5 apples", "0x10", "1e999", "tomorrow", "2026-13-01T00:00:00Z"])(
    "takes %j for no hint",
    (value) => {
      expect(retryAfterMs(hints({ "retry-after": value, "retry-after-ms": value }))).toBeNull();
    },
  );

  it("asks the body after the headers and before the reset", () => {
    const more = { inBody: "53s", resetInMs: 1000 };
    expect(retryAfterMs(hints({ "retry-after": "4" }, more))).toBe(4000);
    expect(retryAfterMs(hints({}, more))).toBe(53_000);
    expect(retryAfterMs(hints({}, { inBody: "1.5" }))).toBe(1500);
    expect(retryAfterMs(hints({}, { inBody: "soon", resetInMs: 1000 }))).toBe(1000);
    expect(retryAfterMs(hints({}))).toBeNull();
  });

  it("counts dates from the provider's clock, however wrong ours is", () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e9, max: 4e9 }), fc.nat(86_400), (skewMs, seconds) => {
        const headers = {
          date: new Date(NOW).toUTCString(),
          "retry-after": new Date(NOW + seconds * 1000).toUTCString(),
        };
        expect(retryAfterMs(hints(headers, { now: NOW + skewMs }))).toBe(seconds * 1000);
      }),
    );
    expect(retryAfterMs(hints({ date: "garbled", "retry-after": "Mon, 23 Nov 2026 00:00:07 GMT" }))).toBe(7000);
  });

  it("is a whole number of ms, 0 or more, or null, whatever the headers say", () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.stringMatching(/^[0-9]{1,4}(\.[0-9]{1,3})?(ms|s|m|h)$/),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    const headers = fc.dictionary(fc.constantFrom("retry-after", "retry-after-ms", "date"), value);
    fc.assert(
      fc.property(headers, fc.option(value), fc.option(fc.nat()), (h, inBody, resetInMs) => {
        const wait = retryAfterMs(hints(h, { inBody, resetInMs }));
        expect(wait === null || (Number.isInteger(wait) && wait >= 0)).toBe(true);
      }),
    );
  });
});

describe("parseDurationMs", () => {
  it("reads what Go writes, in any mix of units", () => {
    const part = fc.nat(59);
    fc.assert(
      fc.property(part, part, part, fc.nat(999), (h, m, s, ms) => {
        expect(parseDurationMs(`${h}h${m}m${s}s${ms}ms`)).toBe(((h * 60 + m) * 60 + s) * 1000 + ms);
      }),
    );
    expect(parseDurationMs("1.5s")).toBe(1500);
    expect(parseDurationMs("45.837906927s")).toBeCloseTo(45_837.906927, 6);
  });

  it.each(["", "s", "1", "1 s", "1d", "-1s", "1s later", ".5s"])("refuses %j", (text) => {
    expect(parseDurationMs(text)).toBeNull();
  });
});

describe("parseInstant", () => {
  const date = fc.date({ min: new Date(0), max: new Date("2199-12-31T00:00:00Z"), noInvalidDate: true });

  it("agrees with the platform on RFC 3339 and HTTP dates", () => {
    fc.assert(
      fc.property(date, (d) => {
        expect(parseInstant(d.toISOString())).toBe(d.getTime());
        expect(parseInstant(d.toUTCString())).toBe(Math.floor(d.getTime() / 1000) * 1000);
      }),
    );
  });

  it("reads offsets", () => {
    expect(parseInstant("2026-11-23T02:00:00+02:00")).toBe(NOW);
    expect(parseInstant("2026-11-22T19:00:00-05:00")).toBe(NOW);
  });

  it.each(["2026", "2026-02-30T00:00:00Z", "2026-01-01", "Mon, 31 Feb 2026 00:00:00 GMT", "1995"])(
    "refuses %s",
    (text) => {
      expect(parseInstant(text)).toBeNull();
    },
  );
});

describe("waitMs", () => {
  it("never reads a date as a number", () => {
    const date = fc.date({ min: new Date(NOW), max: new Date(NOW + 86_400_000), noInvalidDate: true });
    fc.assert(
      fc.property(date, (d) => {
        expect(waitMs(d.toISOString(), NOW)).toBe(d.getTime() - NOW);
      }),
    );
  });
});
