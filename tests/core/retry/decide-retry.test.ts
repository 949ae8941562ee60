import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retrySchema } from "@/lib/core/limits/limits";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import { backoffMs, decideRetry, LONGEST_WAIT_MS } from "@/lib/core/retry/decide-retry";

const policy = retrySchema.parse({ attempts: 4, baseDelayMs: 500, maxDelayMs: 4000 });
const half = () => 0.5;

describe("decideRetry", () => {
  it.each<[string, AttemptFate, number, object]>([
    ["an answer is the end", { outcome: "ok" }, 1, { kind: "done" }],
    [
      "a 500 backs off, and the pool goes on",
      { outcome: "transient", reason: "5xx", retryAfterMs: null },
      1,
      { kind: "retry", delayMs: 250, cooldownMs: null },
    ],
    [
      "the ceiling doubles",
      { outcome: "transient", reason: "timeout", retryAfterMs: null },
      3,
      { kind: "retry", delayMs: 1000, cooldownMs: null },
    ],
    [
      "a 429 with a wait cools the whole pool for exactly as long",
      { outcome: "rate-limited", dimension: "requests", retryAfterMs: 90_000 },
      1,
      { kind: "retry", delayMs: 90_000, cooldownMs: 90_000 },
    ],
    [
      "a 429 without a hint cools the pool for the backoff",
      { outcome: "rate-limited", dimension: "unknown", retryAfterMs: null },
      2,
      { kind: "retry", delayMs: 500, cooldownMs: 500 },
    ],
    [
      "an overload waits at least as long as asked",
      { outcome: "overloaded", retryAfterMs: 2000 },
      1,
      { kind: "retry", delayMs: 2250, cooldownMs: null },
    ],
    [
      "the last attempt is the last",
      { outcome: "transient", reason: "network", retryAfterMs: null },
      4,
      { kind: "give-up", why: "all 4 attempts failed", cooldownMs: null },
    ],
    ["a refused key stops the run", { outcome: "auth" }, 1, { kind: "stop-run", reason: "auth" }],
    [
      "an exhausted quota stops the run",
      { outcome: "quota-exhausted" },
      1,
      { kind: "stop-run", reason: "quota-exhausted" },
    ],
    [
      "a model that is not there stops the run",
      { outcome: "bad-request", stopsRun: true },
      1,
      { kind: "stop-run", reason: "bad-request" },
    ],
    [
      "a bad request is not tried again",
      { outcome: "bad-request", stopsRun: false },
      1,
      { kind: "give-up", why: "the provider refused the request", cooldownMs: null },
    ],
    ["a cancelled call is no failure", { outcome: "cancelled" }, 1, { kind: "cancelled" }],
  ])("%s", (_, fate, attempt, expected) => {
    expect(decideRetry(fate, attempt, policy, half)).toEqual(expected);
  });

  it("gives up a case whose provider asks for more than the policy allows, and still cools the pool", () => {
    const strict = { ...policy, giveUpAfterMs: 30_000 };
    const fate = { outcome: "rate-limited", dimension: "day", retryAfterMs: 3_600_000 } as const;
    expect(decideRetry(fate, 1, strict, half)).toMatchObject({ kind: "give-up", cooldownMs: 3_600_000 });
  });

  it("a wait that was asked for is never cut, whatever the policy's own ceiling", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: LONGEST_WAIT_MS }),
        fc.integer({ min: 1, max: 3 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (asked, n, r) => {
          const limited = decideRetry(
            { outcome: "rate-limited", dimension: "requests", retryAfterMs: asked },
            n,
            policy,
            () => r,
          );
          const overloaded = decideRetry({ outcome: "overloaded", retryAfterMs: asked }, n, policy, () => r);
          expect(limited.kind === "retry" && limited.delayMs >= asked && limited.cooldownMs === asked).toBe(true);
          expect(overloaded.kind === "retry" && overloaded.delayMs >= asked).toBe(true);
        },
      ),
    );
  });

  it("no wait is longer than a day, whatever was asked for, and the policy's give-up still counts what was asked", () => {
    const years = { retryAfterMs: 99_999_999_000 } as const;
    for (const fate of [
      { outcome: "rate-limited", dimension: "unknown", ...years },
      { outcome: "slow-down", ...years },
      { outcome: "overloaded", ...years },
      { outcome: "transient", reason: "5xx", ...years },
    ] as const) {
      expect(decideRetry(fate, 1, policy, half), fate.outcome).toMatchObject({
        kind: "retry",
        delayMs: LONGEST_WAIT_MS,
      });
      expect(decideRetry(fate, 1, { ...policy, giveUpAfterMs: 86_400_000 }, half)).toMatchObject({ kind: "give-up" });
    }
  });

  it("waits longer the more often running the pool was refused without a hint, and as long as asked with one", () => {
    const waits = (retryAfterMs: number | null) =>
      [1, 2, 3, 4, 9].map((refusalsInARow) => {
        const fate = { outcome: "rate-limited", dimension: "requests", retryAfterMs } as const;
        const decision = decideRetry(fate, 1, policy, half, { isolated: false, refusalsInARow });
        return decision.kind === "retry" ? decision.cooldownMs : null;
      });
    expect(waits(null)).toEqual([250, 500, 1000, 2000, 2000]);
    // "Come back at once" is what a busy moment brings: no reason to spend all attempts within one.
    expect(waits(0)).toEqual(waits(null));
    expect(waits(700)).toEqual([700, 700, 700, 700, 700]);
  });

  it("asks a day's limit seldom once it was refused again after the wait that was asked for", () => {
    const wait = (refusalsInARow: number, retryAfterMs: number) => {
      const fate = { outcome: "rate-limited", dimension: "day", retryAfterMs } as const;
      const decision = decideRetry(fate, 1, policy, half, { isolated: false, refusalsInARow });
      return decision.kind === "retry" ? decision.cooldownMs : null;
    };
    expect([1, 2, 3, 7].map((times) => wait(times, 38_000))).toEqual([38_000, 900_000, 3_600_000, 3_600_000]);
    expect(wait(3, 20_000_000)).toBe(20_000_000);
  });

  it("a failure that stands alone is tried again soon, once; in an outage, or the second time, as the policy says", () => {
    const fate = { outcome: "transient", reason: "5xx", retryAfterMs: null } as const;
    const delay = (attempt: number, isolated: boolean) => {
      const decision = decideRetry(fate, attempt, policy, half, { isolated, refusalsInARow: 1 });
      return decision.kind === "retry" ? decision.delayMs : null;
    };
    expect(delay(1, true)).toBe(50);
    expect(delay(1, false)).toBe(250);
    expect(delay(2, true)).toBe(500);
  });

  it("full jitter draws between 0 and the ceiling; without jitter it is the ceiling", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, r) => {
        const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (n - 1));
        const drawn = backoffMs(policy, n, () => r);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThanOrEqual(ceiling);
        expect(backoffMs({ ...policy, jitter: "none" }, n, () => r)).toBe(ceiling);
      }),
    );
  });
});
