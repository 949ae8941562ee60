import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  TOKEN_BUCKET_MINUTES,
  TokenBudget,
  type TokenCount,
  tightestTokens,
  tokenMisfit,
} from "@/lib/core/limits/token-budget";
import { StrictBucket } from "@/lib/providers/simulated/strict-bucket";

const limits = (total: number | null, input: number | null = null, output: number | null = null) => ({
  tokensPerMinute: total,
  inputTokensPerMinute: input,
  outputTokensPerMinute: output,
});
const budgetOf = (...args: Parameters<typeof limits>) => new TokenBudget(limits(...args), 0);

/** A call: what it is taken to need, what it uses, how long it takes; and the pause after the one before it asked. */
interface Call {
  readonly estimate: number;
  readonly used: number;
  readonly latencyMs: number;
  readonly pauseMs: number;
}
const calls = fc.array(
  fc.record({
    estimate: fc.integer({ min: 0, max: 3000 }),
    used: fc.integer({ min: 0, max: 3000 }),
    latencyMs: fc.integer({ min: 0, max: 20_000 }),
    pauseMs: fc.integer({ min: 0, max: 3000 }),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Starts each call as soon as it is due, in turn, and settles it when it ends; returns when each started and ended. */
function run(perMinute: number, list: readonly Call[]) {
  const budget = budgetOf(perMinute);
  let now = 0;
  const started: (Call & { from: number; to: number })[] = [];
  const open: { at: number; settle: () => void }[] = [];
  const settleUpTo = (until: number) => {
    open.sort((a, b) => a.at - b.at);
    while ((open[0]?.at ?? Number.POSITIVE_INFINITY) <= until) open.shift()?.settle();
  };
  for (const call of list) {
    const { estimate, used, latencyMs } = call;
    now += call.pauseMs;
    for (;;) {
      settleUpTo(now);
      const due = budget.dueInMs({ input: estimate, output: 0 }, now);
      if (due === 0) break;
      const nextEnd = open.reduce((least, each) => Math.min(least, each.at), Number.POSITIVE_INFINITY);
      now = Math.min(now + due, nextEnd);
    }
    const reservation = budget.reserve({ input: estimate, output: 0 }, now);
    const endMs = now + latencyMs;
    started.push({ ...call, from: now, to: endMs });
    open.push({ at: endMs, settle: () => budget.settle(reservation, { input: used, output: 0 }, endMs) });
  }
  return started;
}

describe("a budget of tokens", () => {
  it("lets no window use more than one bucket (or one call that is larger), the rate, and what calls in flight are over their estimate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 600, max: 60_000 }), calls, (perMinute, list) => {
        const started = run(perMinute, list);
        const bucket = perMinute * TOKEN_BUCKET_MINUTES;
        started.forEach((first, i) => {
          let used = 0;
          let largest = 0;
          started.slice(i).forEach((call, n) => {
            used += call.used;
            largest = Math.max(largest, call.estimate);
            const owed = started
              .slice(i, i + n + 1)
              .filter((each) => each === call || each.to > call.from)
              .reduce((sum, each) => sum + Math.max(0, each.used - each.estimate), 0);
            const rate = ((call.from - first.from) * perMinute) / 60_000;
            expect(used).toBeLessThanOrEqual(Math.max(bucket, largest) + rate + owed + 1e-3);
          });
        });
      }),
      { numRuns: 300 },
    );
  });

  it("with estimates that suffice is never refused by a strict bucket of the same size, whatever they exceed the use by", () => {
    fc.assert(
      fc.property(fc.integer({ min: 600, max: 60_000 }), calls, (perMinute, list) => {
        const size = perMinute * TOKEN_BUCKET_MINUTES;
        const fitting = list.map(({ estimate, used, ...call }) => {
          const least = Math.min(estimate, used, size);
          return { ...call, estimate: Math.max(estimate, used), used: least };
        });
        const provider = new StrictBucket(perMinute / 60_000, size, 0);
        for (const { from, used } of run(perMinute, fitting)) {
          expect(provider.dueInMs(Math.max(0, used - 1e-6), from)).toBe(0);
          provider.take(used, from);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("wastes nothing: with a queue of calls it uses the whole rate, though four times the need is reserved", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2000 }), (over, latencyMs) => {
        // Calls of 100 tokens, of which up to four times as many are reserved, at 6,000 a minute.
        const list = Array.from({ length: 300 }, () => ({ estimate: 100 * over, used: 100, latencyMs, pauseMs: 0 }));
        const started = run(6000, list);
        const last = started.at(-1)?.from ?? 0;
        expect(last).toBeLessThanOrEqual(((300 * 100) / 6000) * 60_000 * 1.02 + latencyMs);
      }),
      { numRuns: 30 },
    );
  });

  it("asks every limit, and takes from each what it counts", () => {
    const budget = budgetOf(6000, 3000, 600);
    expect(budget.levelsAt(0)).toEqual({ total: 1000, input: 500, output: 100 });
    const count = { input: 300, output: 90 };
    expect(budget.longestDue(count, 0)).toBeNull();
    budget.reserve(count, 0);
    expect(budget.levelsAt(0)).toEqual({ total: 610, input: 200, output: 10 });
    // 80 output tokens are missing at 10 a second; the 100 input tokens at 50 a second would be there sooner.
    expect(budget.longestDue(count, 0)).toEqual({ dimension: "output", dueMs: expect.closeTo(8000, 6) });
  });

  it.each<[string, TokenCount, { input: number | null; output: number | null }, Record<string, number>]>([
    [
      "what was not used comes back",
      { input: 300, output: 90 },
      { input: 200, output: 40 },
      { total: 760, output: 60 },
    ],
    [
      "what was used beyond it is owed",
      { input: 300, output: 50 },
      { input: 400, output: 150 },
      { total: 450, output: -50 },
    ],
    [
      "where nothing is told, the estimate stays",
      { input: 300, output: 90 },
      { input: null, output: null },
      { total: 610, output: 10 },
    ],
    [
      "where half is told, the other half stays",
      { input: 300, output: 90 },
      { input: 100, output: null },
      { total: 810, output: 10 },
    ],
  ])("settles: %s", (_, count, used, expected) => {
    const budget = budgetOf(6000, null, 600);
    const reservation = budget.reserve(count, 0);
    budget.settle(reservation, used, 0);
    expect(budget.levelsAt(0)).toEqual(expected);
    // Once only.
    budget.settle(reservation, { input: 0, output: 0 }, 0);
    expect(budget.levelsAt(0)).toEqual(expected);
  });

  it("what the bucket could not have held anyway does not come back", () => {
    const budget = budgetOf(6000);
    const reservation = budget.reserve({ input: 900, output: 0 }, 0);
    budget.settle(reservation, { input: 0, output: 0 }, 8000);
    expect(budget.levelsAt(8000)).toEqual({ total: 1000 });
  });

  it("a debt is paid back before anything starts", () => {
    const budget = budgetOf(6000);
    budget.settle(budget.reserve({ input: 100, output: 0 }, 0), { input: 1600, output: 0 }, 0);
    expect(budget.levelsAt(0)).toEqual({ total: -600 });
    expect(budget.dueInMs({ input: 50, output: 0 }, 0)).toBeCloseTo(6500, 6);
  });

  it("after a refusal for tokens nothing that was saved up is left, and a debt is not forgiven", () => {
    const owing = budgetOf(6000);
    owing.reserve({ input: 1600, output: 0 }, 0);
    owing.empty(1000);
    expect(owing.levelsAt(1000)).toEqual({ total: -500 });
    const full = budgetOf(6000);
    const underWay = full.reserve({ input: 500, output: 0 }, 0);
    full.empty(0);
    full.settle(underWay, { input: 0, output: 0 }, 0);
    expect(full.levelsAt(0)).toEqual({ total: 0 });
  });

  it("what is larger than the bucket, and within a minute's limit, starts when it is full", () => {
    const budget = budgetOf(6000);
    budget.reserve({ input: 1000, output: 0 }, 0);
    const large = { input: 5000, output: 0 };
    expect(budget.dueInMs(large, 0)).toBeCloseTo(10_000, 6);
    budget.reserve(large, 10_000);
    expect(budget.levelsAt(10_000)).toEqual({ total: -4000 });
  });

  it("an edit keeps levels and debts, gives a new limit a full bucket, and owes it what is under way", () => {
    const budget = budgetOf(6000);
    const underWay = budget.reserve({ input: 3000, output: 0 }, 0);
    budget.setLimits(limits(12_000, 600), 0);
    expect(budget.levelsAt(0)).toEqual({ total: -2000, input: 100 });
    budget.settle(underWay, { input: 3000, output: 0 }, 0);
    expect(budget.levelsAt(0)).toEqual({ total: -2000, input: -2900 });
    budget.setLimits(limits(null), 0);
    expect(budget.limited).toBe(false);
    expect(budget.dueInMs({ input: 1e9, output: 0 }, 0)).toBe(0);
  });

  it("tells how many calls could start soon", () => {
    const budget = budgetOf(6000, 600);
    expect(budget.callsWithin(0, { input: 10, output: 90 }, 0)).toBe(10);
    expect(budget.callsWithin(10_000, { input: 10, output: 90 }, 0)).toBe(20);
    expect(budget.callsWithin(0, { input: 0, output: 0 }, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("a call that can never fit", () => {
  it.each<[string, TokenCount, ReturnType<typeof limits>, unknown]>([
    ["fits a minute's limit exactly", { input: 50, output: 50 }, limits(100, 50, 50), null],
    [
      "is too large in all",
      { input: 60, output: 50 },
      limits(100),
      { dimension: "total", perMinute: 100, needed: 110 },
    ],
    [
      "has too long a prompt",
      { input: 60, output: 0 },
      limits(100, 50),
      { dimension: "input", perMinute: 50, needed: 60 },
    ],
    [
      "may answer too long",
      { input: 1, output: 60 },
      limits(null, 50, 50),
      { dimension: "output", perMinute: 50, needed: 60 },
    ],
    [
      "exceeds two limits",
      { input: 60, output: 60 },
      limits(100, 20),
      { dimension: "input", perMinute: 20, needed: 60 },
    ],
    ["meets no limit", { input: 1e9, output: 1e9 }, limits(null), null],
  ])("%s", (_, count, set, expected) => {
    expect(tokenMisfit(set, count)).toEqual(expected);
  });
});

describe("the tightest limit", () => {
  it.each([
    [
      "prompts",
      limits(10_000, 2000, 2000),
      { input: 100, output: 10 },
      { tokensPerMinute: 2000, tokensPerAttempt: 100 },
    ],
    ["answers", limits(10_000, 2000, 100), { input: 100, output: 10 }, { tokensPerMinute: 100, tokensPerAttempt: 10 }],
    ["both", limits(1000, 2000, 200), { input: 100, output: 10 }, { tokensPerMinute: 1000, tokensPerAttempt: 110 }],
    ["none", limits(null), { input: 100, output: 10 }, { tokensPerMinute: null, tokensPerAttempt: null }],
  ])("of %s", (_, set, perAttempt, expected) => {
    expect(tightestTokens(set, perAttempt)).toEqual(expected);
  });
});
