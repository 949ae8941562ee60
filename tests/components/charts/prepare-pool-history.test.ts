import { describe, expect, it } from "vitest";
import { preparePoolHistory } from "@/components/charts/prepare-pool-history";
import type { PoolHistoryResponse } from "@/lib/contracts/providers";

type Entry = PoolHistoryResponse["items"][number];
const NOW = Date.UTC(2026, 0, 1, 12);
const entry = (agoS: number, over: Partial<Entry>): Entry => ({
  seq: 1,
  at: new Date(NOW - agoS * 1000).toISOString(),
  kind: "rate",
  dimension: "requests",
  oldValue: null,
  newValue: 1,
  why: "refused",
  ...over,
});

describe("preparePoolHistory", () => {
  it("draws steps from before the first change to now, the rate and what was reported", () => {
    const { points, fromMs, toMs, maxRps } = preparePoolHistory(
      [
        entry(900, { kind: "limit", newValue: 1200, why: "told" }),
        entry(890, { oldValue: 50, newValue: 20, why: "learned" }),
        entry(5, { oldValue: 20, newValue: 17 }),
        entry(4, { kind: "limit", dimension: "tokens", newValue: 9e6, why: "told" }),
      ],
      17,
      NOW,
    );
    expect(
      points.map(({ x, rps, reportedRps, entry: at }) => [(x - NOW) / 1000, rps, reportedRps, at?.why ?? null]),
    ).toEqual([
      [-900, 50, null, null],
      [-900, 50, 20, "told"],
      [-890, 20, 20, "learned"],
      [-5, 17, 20, "refused"],
      [0, 17, 20, null],
    ]);
    expect([fromMs, toMs, maxRps]).toEqual([NOW - 900_000, NOW, 50]);
  });

  it("spans ten minutes at least, and is a level line where nothing changed", () => {
    const { points, fromMs } = preparePoolHistory([], 5, NOW);
    expect(points.map(({ rps }) => rps)).toEqual([5, 5]);
    expect(fromMs).toBe(NOW - 600_000);
    expect(preparePoolHistory([entry(3, { oldValue: 5, newValue: 4 })], 4, NOW).fromMs).toBe(NOW - 600_000);
  });
});
