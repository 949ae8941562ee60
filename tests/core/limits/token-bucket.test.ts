import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canTake, dueInMs, fullBucket, levelAt, retune, settle, take } from "@/lib/core/limits/token-bucket";

const rate = fc.double({ min: 0.01, max: 1000, noNaN: true });
const size = fc.integer({ min: 1, max: 1000 });

describe("the token bucket", () => {
  it("starts full, and never holds more than its size", () => {
    fc.assert(
      fc.property(rate, size, fc.nat(1e7), (r, s, later) => {
        expect(levelAt(fullBucket(r, s, 0), later)).toBe(s);
      }),
    );
  });

  it("whoever takes when it is due never takes more than size + rate·t, over any sequence of waits", () => {
    fc.assert(
      fc.property(rate, size, fc.array(fc.nat(2000), { minLength: 1, maxLength: 60 }), (r, s, waits) => {
        let bucket = fullBucket(r, s, 0);
        let now = 0;
        let taken = 0;
        for (const wait of waits) {
          now += wait;
          if (!canTake(bucket, 1, now)) continue;
          bucket = take(bucket, 1, now);
          taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(s + (r * now) / 1000 + 1e-6);
      }),
    );
  });

  it("is due exactly when it says: a moment before it cannot be taken, then it can", () => {
    fc.assert(
      fc.property(rate, size, (r, s) => {
        let bucket = fullBucket(r, s, 0);
        for (let i = 0; i < s; i += 1) bucket = take(bucket, 1, 0);
        const due = dueInMs(bucket, 1, 0);
        expect(canTake(bucket, 1, due)).toBe(true);
        expect(canTake(bucket, 1, due * 0.99)).toBe(false);
      }),
    );
  });

  it("lets through what is larger than the bucket when it is full, and makes it pay the debt", () => {
    let bucket = fullBucket(10, 100, 0);
    expect(canTake(bucket, 250, 0)).toBe(true);
    bucket = take(bucket, 250, 0);
    expect(levelAt(bucket, 0)).toBe(-150);
    expect(dueInMs(bucket, 1, 0)).toBeCloseTo(15_100, 6);
  });

  it("an edit keeps what was saved up, as far as the new size holds it, and makes no free burst", () => {
    const spent = take(fullBucket(10, 10, 0), 8, 0);
    expect(levelAt(retune(spent, 50, 100, 0), 0)).toBe(2);
    expect(levelAt(retune(fullBucket(10, 10, 0), 10, 3, 0), 0)).toBe(3);
    expect(levelAt(retune(spent, 50, 100, 0), 1000)).toBe(52);
  });

  it("a refund never lifts it above its size; what was used beyond the estimate is owed", () => {
    const bucket = take(fullBucket(1, 100, 0), 30, 0);
    expect(levelAt(settle(bucket, 500, 0), 0)).toBe(100);
    expect(levelAt(settle(bucket, -90, 0), 0)).toBe(-20);
  });

  it("refill after a full bucket begins later by the slack, and only then", () => {
    const left = take(fullBucket(100, 10, 0), 1, 0, 20);
    expect(levelAt(left, 20)).toBe(9);
    expect(levelAt(left, 25)).toBeCloseTo(9.5, 9);
    const again = take(left, 1, 20, 20);
    expect(levelAt(again, 30)).toBeCloseTo(9, 9);
  });
});
