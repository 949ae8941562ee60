import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { END_GAP_PX, limitEnd, namedEnds, placeEndNames, seriesEnds } from "@/components/charts/prepare-ends";
import { LOOK } from "@/components/charts/series-look";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "../../client/bucket-builder";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const plot = { top: 10, bottom: 180 };
const end = (key: string, y: number) => ({ key, y });
const ends = fc
  .array(fc.double({ min: -50, max: 300, noNaN: true }), { minLength: 1, maxLength: 4 })
  .map((heights) => heights.map((y, at) => end(`line ${at}`, y)));

describe("where names stand at the ends of lines", () => {
  it("is at the line, where there is room", () => {
    const placed = placeEndNames([end("p50", 120), end("p95", 40)], plot);
    expect(placed).toEqual(
      new Map([
        ["p95", 40],
        ["p50", 120],
      ]),
    );
  });

  it("is around the middle of lines that run close together, in their order", () => {
    const placed = placeEndNames([end("a", 100), end("b", 98), end("c", 102)], plot);
    expect([...placed]).toEqual([
      ["b", 100 - END_GAP_PX],
      ["a", 100],
      ["c", 100 + END_GAP_PX],
    ]);
  });

  it("puts the later of lines that end in one point above: the p95 over its median", () => {
    expect([...placeEndNames([end("p50", 100), end("p95", 100)], plot).keys()]).toEqual(["p95", "p50"]);
  });

  it("is within the plot and never over another name, whatever the lines do", () => {
    fc.assert(
      fc.property(ends, ends, (first, second) => {
        for (const before of [undefined, placeEndNames(first, plot)]) {
          const heights = [...placeEndNames(second, plot, before).values()].sort((a, b) => a - b);
          expect(heights).toHaveLength(second.length);
          expect(heights[0]).toBeGreaterThanOrEqual(plot.top);
          expect(heights.at(-1)).toBeLessThanOrEqual(plot.bottom);
          heights.slice(1).forEach((y, at) => {
            expect(y - (heights[at] ?? 0)).toBeGreaterThanOrEqual(END_GAP_PX - 1e-6);
          });
        }
      }),
    );
  });

  it("stays while lines move a little, and follows when they move more", () => {
    const before = placeEndNames([end("a", 60), end("b", 100)], plot);
    expect(placeEndNames([end("a", 62), end("b", 97.5)], plot, before)).toEqual(before);
    expect(placeEndNames([end("a", 62), end("b", 90)], plot, before).get("b")).toBe(90);
  });

  it("does not change over and over while two lines cross by a hair, but does when they have crossed", () => {
    let placed = placeEndNames([end("a", 99), end("b", 101)], plot);
    for (const shift of [1, -1, 1, -1]) {
      placed = placeEndNames([end("a", 100 + shift), end("b", 100 - shift)], plot, placed);
      expect([...placed.keys()]).toEqual(["a", "b"]);
    }
    placed = placeEndNames([end("a", 120), end("b", 90)], plot, placed);
    expect([...placed.keys()]).toEqual(["b", "a"]);
  });

  it("is found anew when a line is switched off", () => {
    const before = placeEndNames([end("a", 100), end("b", 100)], plot);
    expect([...placeEndNames([end("a", 100)], plot, before)]).toEqual([["a", 100]]);
  });
});

describe("the ends of lines", () => {
  const rows = prepareTimeRows(
    [0, 1, 2].map((second) => bucketAt(T0 + second * 1000, { inFlight: second })),
    1000,
    { fromMs: T0, toMs: T0 + 60_000, originMs: T0 },
    false,
  );
  const line = (key: string, until: number) => ({
    key,
    look: LOOK.started,
    end: key,
    value: (row: (typeof rows)[number]) => (row.startMs <= T0 + until * 1000 ? (row.bucket?.inFlight ?? null) : null),
  });

  it("are the last points that there are; a line without a point has none", () => {
    expect(seriesEnds(rows, [line("all", 2), line("short", 1), line("none", -1)])).toMatchObject([
      { key: "all", atMs: T0 + 2500, value: 2 },
      { key: "short", atMs: T0 + 1500, value: 1 },
    ]);
  });

  it("bear names only where four lines or fewer are on", () => {
    const five = seriesEnds(
      rows,
      ["a", "b", "c", "d", "e"].map((key) => line(key, 2)),
    );
    expect(namedEnds(five, new Set())).toEqual([]);
    expect(namedEnds(five, new Set(["b"])).map(({ text }) => text)).toEqual(["a", "c", "d", "e"]);
  });

  it("tell the present value of a limit", () => {
    const segments = [
      { fromMs: T0, toMs: T0 + 1000, value: 5 },
      { fromMs: T0 + 1000, toMs: T0 + 3000, value: 8 },
    ];
    expect(limitEnd("limit", LOOK.limit, segments, (value) => `limit ${value}`)).toMatchObject([
      { text: "limit 8", atMs: T0 + 3000, value: 8 },
    ]);
    expect(limitEnd("limit", LOOK.limit, [], String)).toEqual([]);
  });
});
