import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FairTurns } from "@/lib/core/scheduling/fair-turns";

function turnsOf(weights: readonly number[], turns: number): number[] {
  const fair = new FairTurns<string>();
  const members = weights.map((weight, i) => ({ id: `m${i}`, weight }));
  const counts = weights.map(() => 0);
  for (let t = 0; t < turns; t += 1) {
    const id = fair.next(members);
    const at = members.findIndex((member) => member.id === id);
    counts[at] = (counts[at] ?? 0) + 1;
    fair.take(id ?? "", weights[at] ?? 1);
  }
  return counts;
}

describe("FairTurns", () => {
  it("gives turns in the ratio of the weights, within one turn, for any weights", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const sum = weights.reduce((total, weight) => total + weight, 0);
        turnsOf(weights, sum * 20).forEach((count, i) => {
          expect(Math.abs(count - (weights[i] ?? 0) * 20)).toBeLessThanOrEqual(weights.length + 1);
        });
      }),
    );
  });

  it("who comes new gets its next turn at once, and no more than its share for having been away", () => {
    const fair = new FairTurns<string>();
    for (let i = 0; i < 1000; i += 1) fair.take("old", 1);
    const ready = [{ id: "old" }, { id: "new" }];
    const next = Array.from({ length: 10 }, () => {
      const id = fair.next(ready) ?? "";
      fair.take(id, 1);
      return id;
    });
    expect(next.filter((id) => id === "new").length).toBeGreaterThanOrEqual(4);
    expect(next.filter((id) => id === "new").length).toBeLessThanOrEqual(6);
  });
});
