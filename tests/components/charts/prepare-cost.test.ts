import { describe, expect, it } from "vitest";
import { prepareCost } from "@/components/charts/prepare-cost";
import { prepareTimeRows } from "@/components/charts/time-rows";
import { bucketAt } from "@/tests/client/bucket-builder";

describe("the cost chart", () => {
  const window = { fromMs: 0, toMs: 4000, originMs: 0 };
  const buckets = [0.1, null, 0.2, 0.3].map((costUsd, at) => ({ ...bucketAt(at * 1000), costUsd }));
  const rows = prepareTimeRows(buckets, 1000, window, false);

  it("counts back from what the run has cost by now, so that a range that begins late does not begin at 0", () => {
    const { rows: drawn } = prepareCost(rows, 1, null, null);
    expect(drawn.map((row) => row.spent?.toFixed(2))).toEqual(["0.50", "0.50", "0.70", "1.00"]);
    expect(drawn.every((row) => row.projected === null)).toBe(true);
  });

  it("reaches up to the projection and the budget", () => {
    const { rows: drawn, yTicks } = prepareCost(rows, 1, 3, 5);
    expect(drawn.at(-1)?.projected).toBe(3);
    expect(yTicks.at(-1)).toBeGreaterThanOrEqual(5);
  });

  it("leaves a gap where nothing was recorded", () => {
    const late = [
      { ...bucketAt(0), costUsd: 0.1 },
      { ...bucketAt(3000), costUsd: 0.2 },
    ];
    const { rows: drawn } = prepareCost(prepareTimeRows(late, 1000, window, false), 0.3, null, null);
    expect(drawn.map((row) => (row.spent === null ? null : Number(row.spent.toFixed(2))))).toEqual([0.1, null, 0.3]);
  });
});
