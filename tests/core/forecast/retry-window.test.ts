import { describe, expect, it } from "vitest";
import { attemptsToOutlast, retryWindow } from "@/lib/core/forecast/retry-window";
import { retrySchema } from "@/lib/core/limits/limits";

const policy = (over: Record<string, unknown> = {}) => retrySchema.parse(over);

describe("whether retries outlast the provider's window", () => {
  it.each([
    ["never refused: nothing to tell", {}, { asked: 0, unasked: 0, longestAskedMs: 0 }, null],
    [
      "a wait that is named is honoured in full",
      {},
      { asked: 5, unasked: 0, longestAskedMs: 45_000 },
      { windowMs: 45_000, waitMs: 45_000, outlasts: true },
    ],
    [
      "unless the policy gives up sooner",
      { giveUpAfterMs: 30_000 },
      { asked: 5, unasked: 0, longestAskedMs: 45_000 },
      { windowMs: 45_000, waitMs: 0, outlasts: false },
    ],
    [
      "without a hint the backoffs have to last for a minute",
      { attempts: 4, baseDelayMs: 500 },
      { asked: 0, unasked: 3, longestAskedMs: 0 },
      { windowMs: 60_000, waitMs: 1750, outlasts: false },
    ],
    [
      "and do with enough of them",
      { attempts: 9, baseDelayMs: 1000, jitter: "none" },
      { asked: 0, unasked: 3, longestAskedMs: 0 },
      { windowMs: 60_000, waitMs: 183_000, outlasts: true },
    ],
    [
      "a single attempt outlasts nothing",
      { attempts: 1 },
      { asked: 1, unasked: 0, longestAskedMs: 100 },
      { windowMs: 100, waitMs: 0, outlasts: false },
    ],
  ])("%s", (_, retry, history, expected) => {
    expect(retryWindow(policy(retry), history)).toEqual(expected);
  });

  it("names the fewest attempts that would", () => {
    expect(attemptsToOutlast(policy({ attempts: 4, baseDelayMs: 1000 }), 60_000, 10)).toBe(8);
    expect(attemptsToOutlast(policy({ attempts: 4, baseDelayMs: 1 }), 60_000, 10)).toBeNull();
  });
});
