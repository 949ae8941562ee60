import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AtWork, inTurn, queuePlaces } from "@/lib/core/scheduling/run-queue";

const waiting = (...ids: string[]) => ids.map((id) => ({ id }));
const working = (...ends: (number | null)[]): AtWork[] => ends.map((endsInMs, at) => ({ id: `w${at}`, endsInMs }));

describe("the order of the queue", () => {
  it("takes up what was interrupted first, then the oldest, then by id", () => {
    const run = (id: string, state: "queued" | "interrupted", createdAt: number) => ({ id, state, createdAt });
    const runs = [
      run("b", "queued", 5),
      run("late", "queued", 9),
      run("a", "queued", 5),
      run("cut", "interrupted", 20),
      run("cut-older", "interrupted", 10),
    ];
    expect(inTurn(runs).map(({ id }) => id)).toEqual(["cut-older", "cut", "a", "b", "late"]);
  });
});

describe("a place in the queue", () => {
  it.each([
    ["there is room for both", 3, working(100), [0, 0], [null, null]],
    ["there is room for one of two", 3, working(900, 100), [0, 1], [null, "w1"]],
    ["all places are taken", 2, working(900, 100), [1, 2], ["w1", "w0"]],
    ["nothing tells when the second ends", 2, working(null, 100), [1, 2], ["w1", null]],
    ["one run has the only place", 1, working(null), [1, 2], ["w0", null]],
    ["more are at work than may be", 1, working(50, 100), [1, 2], ["w0", "w1"]],
    ["nothing works and nothing may", 0, working(), [1, 2], [null, null]],
  ] as const)("where %s", (_, most, atWork, endsNeeded, waitsFor) => {
    const places = queuePlaces(waiting("first", "second"), atWork, most);
    const both = ["first", "second"].map((id) => places.get(id));
    expect(both.map((place) => place?.position)).toEqual([1, 2]);
    expect(both.map((place) => place?.endsNeeded)).toEqual(endsNeeded);
    expect(both.map((place) => place?.waitsFor)).toEqual(waitsFor);
    expect(both.map((place) => place?.atWork)).toEqual([atWork.length, atWork.length]);
  });

  it("is one for each run, counted without a gap, and starts at once exactly as far as there is room", () => {
    const end = fc.option(fc.nat(1000), { nil: null });
    fc.assert(
      fc.property(fc.nat(12), fc.array(end, { maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (queued, ends, most) => {
        const ids = Array.from({ length: queued }, (_, at) => `q${at}`);
        const atWork = working(...ends);
        const places = [...queuePlaces(waiting(...ids), atWork, most).values()];
        expect(places.map(({ position }) => position)).toEqual(ids.map((_, at) => at + 1));
        const starting = places.filter(({ endsNeeded }) => endsNeeded === 0).length;
        expect(starting).toBe(Math.min(queued, Math.max(0, most - atWork.length)));
        for (const { endsNeeded, waitsFor } of places) {
          if (endsNeeded === 0 || endsNeeded > atWork.length) expect(waitsFor).toBeNull();
        }
        const named = places.flatMap(({ waitsFor }) => waitsFor ?? []);
        expect(new Set(named).size).toBe(named.length);
      }),
    );
  });
});
