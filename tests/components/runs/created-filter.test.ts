import { afterEach, describe, expect, it } from "vitest";
import { fieldText, readCreated, readSpanFields, spanWords } from "@/components/runs/created-filter";
import { writeTimesIn } from "@/lib/format";

const NOW = Date.UTC(2026, 10, 22);

afterEach(() => writeTimesIn("browser"));

describe("the span of time in which runs were created", () => {
  it.each([
    ["2026-11-20T14:00Z", "2026-11-21T09:00Z", "Nov 20, 14:00 – Nov 21, 09:00"],
    ["2025-11-20T14:00Z", "2026-11-21", "Nov 20, 2025, 14:00 – Nov 21"],
    ["2026-11-20", "2026-11-20", "Nov 20"],
    ["2026-11-20", null, "from Nov 20"],
    [null, "2026-11-21T09:00", "until Nov 21, 09:00"],
  ])("from %s to %s reads %s", (from, to, words) => {
    writeTimesIn("utc");
    expect(spanWords({ from, to }, "utc", NOW)).toBe(words);
  });

  it("is that of the reader's zone, and the same span for every reader once it was filled in", () => {
    const local = new Date(2026, 10, 20, 14, 0).getTime();
    expect(readCreated({ since: null, from: "2026-11-20T14:00", to: null }, "browser").filter).toEqual({
      kind: "between",
      fromMs: local,
      toMs: null,
    });
    const filled = readSpanFields({ from: "2026-11-20T14:00", to: "" }, "browser");
    expect(filled).toEqual({ from: `${new Date(local).toISOString().slice(0, 16)}Z`, to: null });
    expect(fieldText(local, "browser")).toBe("2026-11-20T14:00");
    expect(fieldText(Date.UTC(2026, 10, 20, 14), "utc")).toBe("2026-11-20T14:00");
    expect(fieldText(null, "utc")).toBe("");
  });

  it.each([
    [{ from: "", to: "" }, { from: "Give a start, an end, or both." }],
    [{ from: "2026-11-20T14:00", to: "2026-11-20T14:00" }, { to: "The end has to be later than the start." }],
    [{ from: "nonsense", to: "" }, { from: "Give date and time." }],
  ])("is refused where the fields hold %j", (fields, problems) => {
    expect(readSpanFields(fields, "utc")).toEqual({ problems });
  });
});
