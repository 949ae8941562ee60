import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addToDay, type DayCount, dayCountAt, dayEndsInMs, dayLeftAt, dayWaitMs } from "@/lib/core/limits/day-quota";

const NOON = Date.UTC(2026, 0, 2, 12);
const HOUR = 3_600_000;

describe("requests of a day", () => {
  it("are there again at midnight UTC", () => {
    let count: DayCount | null = null;
    for (let n = 0; n < 3; n += 1) {
      expect(dayWaitMs(count, 3, NOON)).toBe(0);
      count = addToDay(count, 1, NOON);
    }
    expect(dayWaitMs(count, 3, NOON)).toBe(12 * HOUR);
    expect(dayWaitMs(count, 3, NOON + 12 * HOUR - 1)).toBe(1);
    expect(dayWaitMs(count, 3, NOON + 12 * HOUR)).toBe(0);
    expect(dayCountAt(count, NOON + 12 * HOUR).started).toBe(0);
    expect(dayEndsInMs(NOON + 12 * HOUR)).toBe(24 * HOUR);
  });

  it("never exceed the limit within a day, whenever they are asked for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 6 * HOUR }), { maxLength: 80 }),
        (perDay, gaps) => {
          let now = NOON;
          let count: DayCount | null = null;
          const started = new Map<string, number>();
          for (const gap of gaps) {
            now += gap;
            if (dayWaitMs(count, perDay, now) > 0) continue;
            count = addToDay(count, 1, now);
            const day = new Date(now).toISOString().slice(0, 10);
            started.set(day, (started.get(day) ?? 0) + 1);
          }
          for (const n of started.values()) expect(n).toBeLessThanOrEqual(perDay);
        },
      ),
    );
  });

  it("a clock that is set back wins none, and parks nobody until a day that never was", () => {
    const tomorrow = addToDay(null, 5, NOON + 24 * HOUR);
    expect(dayCountAt(tomorrow, NOON).started).toBe(5);
    expect(dayWaitMs(tomorrow, 5, NOON)).toBe(12 * HOUR);
    const farAhead = addToDay(null, 5, NOON + 1000 * 24 * HOUR);
    expect(dayWaitMs(farAhead, 5, NOON)).toBe(12 * HOUR);
    expect(dayWaitMs(addToDay(farAhead, 1, NOON), 5, NOON + 12 * HOUR)).toBe(0);
  });

  it("what was never sent is given back, and a limit of none never waits", () => {
    expect(addToDay(addToDay(null, 1, NOON), -1, NOON).started).toBe(0);
    expect(addToDay(null, -1, NOON).started).toBe(0);
    expect(dayWaitMs(addToDay(null, 1e9, NOON), null, NOON)).toBe(0);
  });
});

describe("what a day's limit still lets through", () => {
  const noon = Date.UTC(2026, 0, 1, 12);
  it.each([
    [null, 40, null],
    [100, 0, { perDay: 100, leftToday: 100, endsInMs: 43_200_000 }],
    [100, 40, { perDay: 100, leftToday: 60, endsInMs: 43_200_000 }],
    // The limit was lowered, or the provider counts otherwise.
    [100, 140, { perDay: 100, leftToday: 0, endsInMs: 43_200_000 }],
  ])("of %s a day with %i started", (perDay, started, left) => {
    expect(dayLeftAt(perDay, started, noon)).toEqual(left);
  });
});
