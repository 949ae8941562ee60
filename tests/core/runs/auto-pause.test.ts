import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import {
  autoPausePatchSchema,
  autoPauseSchema,
  FRESH_AUTO_PAUSE,
  mergeAutoPause,
  stepAutoPause,
} from "@/lib/core/runs/auto-pause";
import { type AutoPause, DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";

type Ended = readonly [atMs: number, outcome: AttemptOutcome];

/** The first stop, with when it came; null where the run goes on. */
function stopOf(attempts: readonly Ended[], rules: AutoPause = DEFAULT_AUTO_PAUSE) {
  let state = FRESH_AUTO_PAUSE;
  for (const [atMs, outcome] of attempts) {
    const step = stepAutoPause(state, { kind: "attempt-ended", outcome, atMs }, rules);
    state = step.state;
    if (step.stop !== null) return { atMs, ...step.stop };
  }
  return null;
}

/** So many attempts a second from second to second, whose outcomes are told by their number. */
function stream(fromS: number, toS: number, perSecond: number, outcome: (n: number) => AttemptOutcome): Ended[] {
  const count = Math.round((toS - fromS) * perSecond);
  return Array.from({ length: count }, (_, n) => [fromS * 1000 + (n * 1000) / perSecond, outcome(n)] as const);
}
const ok = (): AttemptOutcome => "ok";
const refused = (): AttemptOutcome => "rate-limited";
const failed = (): AttemptOutcome => "transient";

describe("too many 429s", () => {
  it("pause a run once half of its attempts have been refused for a minute", () => {
    const half = stream(0, 200, 5, (n) => (n % 2 === 0 ? "rate-limited" : "ok"));
    const stop = stopOf(half);
    expect(stop?.code).toBe("rate-limited");
    expect(stop?.atMs).toBeGreaterThanOrEqual(60_000);
    expect(stop?.atMs).toBeLessThanOrEqual(80_000);
    expect(stop?.message).toMatch(/50 %.*429.*then resume/);
  });

  it.each<[string, Ended[]]>([
    ["one herd of refusals, however large", [...stream(0, 1, 500, refused), ...stream(1, 300, 2, ok)]],
    [
      "a third of the attempts, for as long as you like",
      stream(0, 900, 6, (n) => (n % 3 === 0 ? "rate-limited" : "ok")),
    ],
    ["an outage of half a minute", [...stream(0, 30, 20, refused), ...stream(30, 200, 20, ok)]],
    [
      "herds with quiet between them",
      [0, 70, 140].flatMap((s) => [...stream(s, s + 1, 20, refused), ...stream(s + 12, s + 30, 2, ok)]),
    ],
    ["a few refusals far apart", stream(0, 400, 0.02, refused)],
  ])("are not: %s", (_, attempts) => {
    expect(stopOf(attempts)).toBeNull();
  });

  it("are seen also where the pool waits a long time between attempts", () => {
    expect(stopOf(stream(0, 600, 1 / 20, refused))?.code).toBe("rate-limited");
  });

  it("count slow-downs as refusals, and cancelled attempts not at all", () => {
    const mixed = stream(
      0,
      200,
      4,
      (n) => (["slow-down", "cancelled", "cancelled", "cancelled"] as const)[n % 4] ?? "ok",
    );
    expect(stopOf(mixed)?.code).toBe("rate-limited");
  });

  it("may be judged by another share and time, or not at all", () => {
    const fifth = stream(0, 300, 5, (n) => (n % 5 === 0 ? "rate-limited" : "ok"));
    expect(stopOf(fifth)).toBeNull();
    const strict = { ...DEFAULT_AUTO_PAUSE, rateLimited: { share: 0.2, forMs: 120_000 } };
    expect(stopOf(fifth, strict)?.atMs).toBeGreaterThanOrEqual(120_000);
    expect(stopOf(stream(0, 900, 5, refused), { ...DEFAULT_AUTO_PAUSE, rateLimited: null })).toBeNull();
  });
});

describe("errors in a row", () => {
  it("that may pass pause the run once they have gone on for a minute", () => {
    const stop = stopOf([...stream(0, 10, 5, ok), ...stream(10, 200, 5, failed)]);
    expect(stop).toMatchObject({ code: "errors-in-row", atMs: 70_000 });
    expect(stop?.message).toMatch(/all failed, over 1 min\..*requeue/);
  });

  it("of requests that are refused as bad pause it at once: the next would be as well", () => {
    const stop = stopOf(stream(0, 10, 10, () => "bad-request"));
    expect(stop).toMatchObject({ code: "errors-in-row", atMs: 1900 });
    expect(stop?.message).toMatch(/20 attempts.*The prompt, the parameters or the model/);
  });

  it("are not: an outage of half a minute that hits every slot", () => {
    expect(stopOf([...stream(0, 10, 50, ok), ...stream(10, 40, 200, failed), ...stream(40, 60, 50, ok)])).toBeNull();
  });

  it("are not: nineteen, ever so long apart", () => {
    expect(stopOf(stream(0, 190, 0.1, failed))).toBeNull();
    expect(stopOf(stream(0, 200, 0.1, failed))?.code).toBe("errors-in-row");
  });

  it("are neither broken nor lengthened by rate limits and cancellation", () => {
    const between = (n: number): AttemptOutcome => (["transient", "rate-limited", "cancelled"] as const)[n % 3] ?? "ok";
    const rules = { ...DEFAULT_AUTO_PAUSE, rateLimited: null, errorsInRow: { attempts: 20, forMs: 0 } };
    expect(stopOf(stream(0, 100, 1, between), rules)?.atMs).toBe(57_000);
    expect(stopOf(stream(0, 900, 1, refused), rules)).toBeNull();
  });

  it("end with the first attempt that goes well", () => {
    expect(stopOf(stream(0, 3600, 5, (n) => (n % 19 === 18 ? "ok" : "overloaded")))).toBeNull();
  });

  it("never pause a run that answers at least every minute or before the twentieth error", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 30 }), (runsOfErrors) => {
        let s = 0;
        const attempts = runsOfErrors.flatMap((errors) => {
          const part = [...stream(s, s + errors, 1, failed), [(s + errors) * 1000, "ok"] as const];
          s += errors + 1;
          return part;
        });
        return stopOf(attempts) === null;
      }),
    );
  });
});

describe("a long cooldown", () => {
  const cooldown = (forMs: number, rules = DEFAULT_AUTO_PAUSE) =>
    stepAutoPause(FRESH_AUTO_PAUSE, { kind: "cooldown", forMs, reason: "Retry-After 1 h 00 min" }, rules).stop;

  it("pauses beyond ten minutes, and says what was asked", () => {
    expect(cooldown(600_000)).toBeNull();
    expect(cooldown(3_600_000)).toMatchObject({
      code: "long-cooldown",
      message: expect.stringMatching(/1 h 00 min.*Retry-After.*10 min/),
    });
    expect(cooldown(99_999_999_000, { ...DEFAULT_AUTO_PAUSE, cooldownOverMs: null })).toBeNull();
  });
});

describe("the rules", () => {
  it("that were stored by an earlier version have the defaults for what they lack", () => {
    expect(autoPauseSchema.parse({})).toEqual(DEFAULT_AUTO_PAUSE);
    expect(autoPauseSchema.parse({ errorsInRow: null })).toEqual({ ...DEFAULT_AUTO_PAUSE, errorsInRow: null });
  });

  it("are changed one by one: null turns one off, what is absent stays", () => {
    const own = mergeAutoPause(DEFAULT_AUTO_PAUSE, autoPausePatchSchema.parse({ cooldownOverMs: null }));
    expect(own).toEqual({ ...DEFAULT_AUTO_PAUSE, cooldownOverMs: null });
    expect(mergeAutoPause(own, {})).toEqual(own);
    expect(autoPausePatchSchema.parse({})).toEqual({});
  });

  it.each([
    [{ rateLimited: { share: 0, forMs: 60_000 } }, "share must be a number from 0.05 to 1"],
    [{ rateLimited: { share: 0.5, forMs: 1 } }, "forMs must be a whole number from 10000 to 3600000"],
    [{ errorsInRow: { attempts: 0, forMs: 0 } }, "attempts must be a whole number from 1 to 10000"],
    [{ errorsInRow: { attempts: 1.5, forMs: 0 } }, "attempts must be a whole number from 1 to 10000"],
    [{ cooldownOverMs: Number.NaN }, "cooldownOverMs must be a whole number"],
  ])("out of range are refused: %j", (patch, says) => {
    expect(autoPausePatchSchema.safeParse(patch).error?.issues[0]?.message).toContain(says);
  });
});
