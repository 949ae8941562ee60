import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatDuration,
  formatElapsed,
  formatEta,
  formatMoment,
  formatMoney,
  formatPercent,
  formatPlural,
  formatRate,
  formatRelative,
  formatTokens,
} from "@/lib/format";

/** Any kind of space as a plain one, to read the tables below. */
const plain = (text: string) => text.replace(/\s/g, " ");

describe("how numbers are written", () => {
  it.each([
    [0, "0"],
    [1200, "1,200"],
    [9999, "9,999"],
    [12_431, "12.4 k"],
    [20_000, "20 k"],
    [999_949, "999.9 k"],
    [999_950, "1 M"],
    [3_140_000, "3.1 M"],
    [null, "–"],
    [Number.NaN, "–"],
  ])("count %s is %s", (value, text) => {
    expect(plain(formatCount(value))).toBe(text);
  });

  it.each([
    [4.9, "4.9 rps"],
    [50, "50 rps"],
    [0.25, "0.25 rps (15/min)"],
    [0, "0 rps"],
    [123.456, "123 rps"],
    [null, "–"],
  ])("rate %s is %s", (value, text) => {
    expect(plain(formatRate(value))).toBe(text);
  });

  it.each([
    [0, "0 %"],
    [0.0004, "<0.1 %"],
    [0.042, "4.2 %"],
    [0.0996, "10 %"],
    [0.594, "59 %"],
    [0.996, "99.6 %"],
    [0.99999, ">99.9 %"],
    [1, "100 %"],
    [null, "–"],
  ])("percent %s is %s", (value, text) => {
    expect(plain(formatPercent(value))).toBe(text);
  });

  it("names the number behind a percentage", () => {
    expect(plain(formatPercent(0.07, 83))).toBe("7 % (83)");
  });

  it.each([
    [0, "0 s"],
    [0.4, "<1 ms"],
    [840, "840 ms"],
    [999.6, "1.0 s"],
    [1200, "1.2 s"],
    [9949, "9.9 s"],
    [9960, "10 s"],
    [42_400, "42 s"],
    [241_600, "4 min 2 s"],
    [600_000, "10 min 0 s"],
    [3_900_000, "1 h 05 min"],
    [null, "–"],
  ])("duration %s ms is %s", (value, text) => {
    expect(plain(formatDuration(value))).toBe(text);
  });

  it.each([
    [1000, "5 s"],
    [43_000, "45 s"],
    [97_000, "1 min 40 s"],
    [120_000, "2 min"],
    [725_000, "12 min"],
    [3_720_000, "1 h 02 min"],
  ])("time left %s ms is %s", (value, text) => {
    expect(plain(formatEta(value))).toBe(text);
  });

  it.each([
    [225_000, "3:45"],
    [5000, "0:05"],
    [3_725_000, "1:02:05"],
  ])("elapsed %s ms is %s", (value, text) => {
    expect(formatElapsed(value)).toBe(text);
  });

  it.each([
    [1.84, "$1.84"],
    [0.0031, "$0.0031"],
    [0.00001, "<$0.0001"],
    [0, "$0"],
    [1234.5, "$1,234.50"],
    [null, "–"],
  ])("money %s is %s", (value, text) => {
    expect(formatMoney(value)).toBe(text);
  });

  it.each([
    [950, "950"],
    [198_000, "198 k"],
    [1_240_000, "1.2 M"],
  ])("tokens %s are %s", (value, text) => {
    expect(plain(formatTokens(value))).toBe(text);
  });

  it("tells times relative to now up to a day", () => {
    const now = Date.UTC(2026, 1, 3, 12, 0, 0);
    expect(plain(formatRelative(now - 2000, now))).toBe("just now");
    expect(plain(formatRelative(now - 12 * 60_000, now))).toBe("12 min ago");
    expect(plain(formatRelative(now - 5 * 3_600_000, now))).toBe("5 h ago");
    expect(plain(formatRelative(now - 3 * 86_400_000, now))).toContain("Jan 31");
  });

  it("puts a noun into its number", () => {
    expect(formatPlural(1, "case")).toBe("1 case");
    expect(formatPlural(1200, "case")).toBe("1,200 cases");
    expect(formatPlural(2, "retry", "retries")).toBe("2 retries");
  });
});

describe("a moment", () => {
  it("is told by the clock where it is today, and with its date where it is not", () => {
    // In the zone of whoever runs the test, whatever that is.
    const now = new Date(2026, 1, 3, 18, 0, 0).getTime();
    expect(formatMoment(new Date(2026, 1, 3, 14, 31, 20), now)).toBe("14:31:20");
    expect(formatMoment(new Date(2026, 1, 2, 23, 59, 59), now)).toBe("Feb 2, 23:59");
  });
});
