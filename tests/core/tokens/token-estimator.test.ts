import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunningQuantile } from "@/lib/core/tokens/running-quantile";
import { DEFAULT_OUTPUT_TOKENS, TokenEstimator, UsageRecord } from "@/lib/core/tokens/token-estimator";

describe("the running quantile", () => {
  it("is the order statistic of the newest values, for any stream", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 64 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, size, q) => {
          const running = new RunningQuantile(size);
          for (const value of values) running.add(value);
          const newest = values.slice(-size).sort((a, b) => a - b);
          expect(running.count).toBe(newest.length);
          expect(running.quantile(q)).toBe(newest[Math.max(0, Math.ceil(q * newest.length) - 1)]);
        },
      ),
    );
  });

  it("knows nothing of no values", () => {
    expect(new RunningQuantile(8).quantile(0.95)).toBeNull();
  });
});

describe("what is reserved", () => {
  const answers = (estimator: TokenEstimator, outputs: readonly number[], input: number | null = null) => {
    for (const output of outputs) estimator.note(100, { input, output });
  };

  it("before any answer is the most that may come, or a stated default", () => {
    expect(new TokenEstimator(new UsageRecord(), 900).estimate(10)).toEqual({ input: 10, output: 900 });
    expect(new TokenEstimator(new UsageRecord(), null).estimate(10)).toEqual({
      input: 10,
      output: DEFAULT_OUTPUT_TOKENS,
    });
  });

  it("is the 95th percentile of the run's own answers, and never more than may come", () => {
    const estimator = new TokenEstimator(new UsageRecord(), null);
    answers(
      estimator,
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    expect(estimator.estimate(10).output).toBe(95);
    const capped = new TokenEstimator(new UsageRecord(), 50);
    answers(capped, [400, 400]);
    expect(capped.estimate(10).output).toBe(50);
  });

  it("follows a change: what is old is forgotten", () => {
    const estimator = new TokenEstimator(new UsageRecord(), null);
    answers(estimator, Array<number>(256).fill(2000));
    answers(estimator, Array<number>(256).fill(30));
    expect(estimator.estimate(10).output).toBe(30);
  });

  it("leans on the model's other runs in the pool while the run has few answers of its own", () => {
    const shared = new UsageRecord();
    answers(new TokenEstimator(shared, null), Array<number>(50).fill(70));
    const fresh = new TokenEstimator(shared, null);
    expect(fresh.estimate(10).output).toBe(70);
    answers(fresh, Array<number>(20).fill(9));
    expect(fresh.estimate(10).output).toBe(9);
  });

  it("corrects the tokenizer by what the provider counts, within bounds", () => {
    const estimator = new TokenEstimator(new UsageRecord(), null);
    answers(estimator, [1, 1, 1, 1], 130);
    expect(estimator.estimate(100).input).toBe(100);
    answers(estimator, [1], 130);
    expect(estimator.estimate(100).input).toBe(130);
    const absurd = new TokenEstimator(new UsageRecord(), null);
    answers(absurd, Array<number>(10).fill(1), 1e9);
    expect(absurd.estimate(100).input).toBe(400);
  });

  it("learns nothing from a response that tells no use", () => {
    const estimator = new TokenEstimator(new UsageRecord(), 64);
    for (let n = 0; n < 50; n += 1) estimator.note(100, { input: null, output: null });
    expect(estimator.estimate(100)).toEqual({ input: 100, output: 64 });
  });
});
