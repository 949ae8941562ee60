import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentMs, readMomentText, utcCalendar } from "@/lib/contracts/moment-text";

const msOf = (text: string, edge: "from" | "to" = "from") => {
  const moment = readMomentText(text);
  return moment === null ? null : new Date(momentMs(moment, edge, utcCalendar)).toISOString();
};

describe("a moment in an address", () => {
  it.each([
    ["2026-11-20", "from", "2026-11-20T00:00:00.000Z"],
    ["2026-11-20", "to", "2026-11-21T00:00:00.000Z"],
    ["2026-12-31", "to", "2027-01-01T00:00:00.000Z"],
    ["2026-11-20T14:05", "to", "2026-11-20T14:05:00.000Z"],
    ["2026-11-20T14:05:30.25Z", "from", "2026-11-20T14:05:30.250Z"],
    ["2026-11-20T01:00+02:00", "from", "2026-11-19T23:00:00.000Z"],
    ["2026-11-20T23:00-02:00", "from", "2026-11-21T01:00:00.000Z"],
    ["2028-02-29", "from", "2028-02-29T00:00:00.000Z"],
  ] as const)("%s as %s is %s", (text, edge, iso) => {
    expect(msOf(text, edge)).toBe(iso);
  });

  it.each([
    "",
    "1",
    "yesterday",
    "2026",
    "2026-11",
    "2026-02-29",
    "2026-13-01",
    "2026-11-20T24:00",
    "2026-11-20 14:00",
  ])("is not %j", (text) => {
    expect(readMomentText(text)).toBeNull();
  });

  it("tells times of no zone from instants, and leaves the zone to the calendar", () => {
    expect(readMomentText("2026-11-20T14:00")?.kind).toBe("local");
    expect(readMomentText("2026-11-20T14:00Z")?.kind).toBe("instant");
    const day = readMomentText("2026-11-20");
    const east = (at: Parameters<typeof utcCalendar>[0]) => utcCalendar(at) - 3_600_000;
    expect(day === null ? null : momentMs(day, "from", east)).toBe(Date.UTC(2026, 10, 19, 23));
  });

  it("reads back every instant as it is written", () => {
    const instant = fc.date({
      min: new Date("0100-01-01T00:00:00Z"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (date) => {
        expect(readMomentText(date.toISOString())).toEqual({ kind: "instant", ms: date.getTime() });
      }),
    );
  });
});
