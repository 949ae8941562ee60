import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COLUMN_LOOKS,
  defaultColumns,
  RUN_COLUMNS,
  shownColumns,
  sortUntold,
  sortWords,
  tableFit,
  withColumn,
} from "@/components/runs/run-columns";
import { RUN_SORTS } from "@/lib/contracts/run-choices";
import { runWith } from "../run-builder";

const free = runWith();
const plain = runWith({
  counts: { ...free.counts, notScored: 0 },
  costUsd: null,
  cost: { ...free.cost, unknownCalls: 0, free: true },
});
const PLAIN = ["provider", "progress", "rate", "429", "passRate", "started"];

describe("the columns of the list of runs", () => {
  it("are by default those that have something to say", () => {
    expect(defaultColumns([plain])).toEqual(PLAIN);
    const lossy = { ...plain, counts: { ...plain.counts, notScored: 1 } };
    const dear = { ...plain, costUsd: 1, cost: { ...plain.cost, free: false } };
    expect(defaultColumns([plain, lossy])).toContain("lost");
    expect(defaultColumns([plain, dear])).toContain("cost");
  });

  it("stand in one order, whatever the order in which they were chosen", () => {
    expect(shownColumns(["by", "dataset", "429"], defaultColumns([plain]))).toEqual(["dataset", "429", "by"]);
    expect(shownColumns([], defaultColumns([plain]))).toEqual([]);
    expect(shownColumns(null, defaultColumns([plain]))).toEqual(PLAIN);
  });

  it("leave the address as soon as they are those of the default again", () => {
    const column = fc.constantFrom(...RUN_COLUMNS);
    fc.assert(
      fc.property(fc.uniqueArray(column), column, (byDefault, flipped) => {
        const shown = shownColumns(null, byDefault);
        const was = shown.includes(flipped);
        const changed = withColumn(shown, flipped, !was, byDefault);
        expect(changed?.includes(flipped)).toBe(!was);
        expect(withColumn(changed ?? [], flipped, was, byDefault)).toBeNull();
      }),
    );
  });

  it("leave the names room, and the provider goes first where there is none", () => {
    expect(tableFit(defaultColumns([plain]), false)).toEqual({ leastPx: [1016, 1016], tight: false });
    const all = tableFit(RUN_COLUMNS, true);
    const sum = RUN_COLUMNS.reduce((px, column) => px + COLUMN_LOOKS[column].widthPx, 0);
    expect(all.tight).toBe(false);
    expect(all.leastPx[0]).toBeGreaterThan(sum + 228 + 100);
    const tight = tableFit(["provider", "progress", "lost", "cost"], false);
    expect(tight.tight).toBe(true);
    expect(tight.leastPx[1] - tight.leastPx[0]).toBe(COLUMN_LOOKS.provider.widthPx);
  });

  it.each(RUN_SORTS)("that are sorted by %s say so in their head, or the page says it beside the table", (sort) => {
    expect(sortUntold(sort, RUN_COLUMNS)).not.toBe("always");
    expect(sortUntold(sort, []) === null).toBe(sort.replace("-", "") === "name");
    expect(sortWords(sort)).toMatch(/^Sorted by [a-z ]+, [A-Za-z ]+$/);
  });
});
