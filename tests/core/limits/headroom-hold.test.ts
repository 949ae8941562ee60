import { describe, expect, it } from "vitest";
import { FULL_TRUST, type HeadroomTrust, heedHeadroom } from "@/lib/core/limits/headroom-hold";
import type { LearnedLimit } from "@/lib/core/limits/learned-limits";

const learned = (remaining: number | null, over: Partial<LearnedLimit> = {}): LearnedLimit => ({
  limit: 100,
  remaining,
  resetAt: 30_000,
  windowMs: 60_000,
  refill: "fixed",
  at: 0,
  ...over,
});
const seen = (sentAtMs: number, nowMs = sentAtMs + 200) => ({ sentAtMs, nowMs, perRequest: 1 });

/** Feeds responses (when sent, what remained), and returns the waits that came of them. */
function heed(responses: readonly [sentAtMs: number, remaining: number | null][], over: Partial<LearnedLimit> = {}) {
  let trust: HeadroomTrust = FULL_TRUST;
  return responses.map(([sentAtMs, remaining]) => {
    const step = heedHeadroom(trust, learned(remaining, over), seen(sentAtMs));
    trust = step.trust;
    return step.hold?.forMs ?? null;
  });
}

describe("heedHeadroom", () => {
  it("waits for the reset where nothing remains", () => {
    expect(heed([[0, 3]])).toEqual([null]);
    expect(heed([[0, 0]])).toEqual([30_000]);
    expect(heed([[0, null]])).toEqual([null]);
  });

  it("believes it window after window, as long as something remained in between", () => {
    expect(
      heed([
        [0, 0],
        [30_300, 99],
        [59_000, 0],
        [89_500, 98],
        [119_000, 0],
      ]),
    ).toEqual([30_000, null, 30_000, null, 30_000]);
  });

  it("takes several answers of one burst for one", () => {
    expect(
      heed([
        [0, 0],
        [10, 0],
        [20, 0],
      ]),
    ).toEqual([30_000, 30_000, 30_000]);
  });

  it("passes over a header that says the same after the wait: it costs one window, then ten minutes without, then one more", () => {
    const waits = heed([
      [0, 0],
      [31_000, 0],
      [32_000, 0],
      [600_000, 0],
      [640_000, 0],
      [700_000, 0],
      [1_700_000, 0],
      [2_000_000, 0],
    ]);
    expect(waits).toEqual([30_000, null, null, null, 30_000, null, null, 30_000]);
  });

  it("believes it again at once when it tells the truth", () => {
    expect(
      heed([
        [0, 0],
        [31_000, 0],
        [700_000, 0],
        [760_000, 50],
        [770_000, 0],
      ]),
    ).toEqual([30_000, null, 30_000, null, 30_000]);
  });

  it("a limit of one is rightly used up by the first request after the wait", () => {
    expect(
      heed(
        [
          [0, 0],
          [31_000, 0],
        ],
        { limit: 1 },
      ),
    ).toEqual([30_000, 30_000]);
  });
});
