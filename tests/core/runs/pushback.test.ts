import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitsSchema } from "@/lib/core/limits/limits";
import type { Tick } from "@/lib/core/metrics/tick";
import { type BoundBy, type BoundByInput, boundBy } from "@/lib/core/runs/bound-by";
import { type BoundByMemory, boundByWithHysteresis } from "@/lib/core/runs/bound-by-hysteresis";
import { slowerRate } from "@/lib/core/runs/bound-by-remedy";
import { passedPerSecond, pushbackOf } from "@/lib/core/runs/pushback";
import { buildTick } from "../../support/build-tick";

const RPS = 10;
const limit = (requestsPerSecond: number) => ({ requestsPerSecond, burst: 10, concurrency: 8 });

interface Cycle {
  /** Seconds in which requests start, and how many the provider lets through in each. */
  askedS: number;
  ok: number;
  /** Refused in the last of them. */
  refused: number;
  waitS: number;
}

/** So many seconds of a run that asks until it is refused, and then waits as it was told. */
function cycles({ askedS, ok, refused, waitS }: Cycle, seconds: number, requestsPerSecond = RPS): Tick[] {
  return Array.from({ length: seconds }, (_, second) => {
    const at = second % (askedS + waitS);
    const t = second * 1000;
    const base = { t, limit: limit(requestsPerSecond) };
    if (at >= askedS) return buildTick({ ...base, cooldownUntil: t + (askedS + waitS - at) * 1000 });
    const last = at === askedS - 1;
    const rateLimited = last ? refused : 0;
    return buildTick({
      ...base,
      ...{ started: ok + rateLimited, ok, rateLimited, inFlight: 3, waiting: 4 },
      cooldownUntil: last ? t + (waitS + 1) * 1000 : null,
    });
  });
}

/** The provider allows 5 a second, says so in no header, and asks for 6 s after each refusal. */
const SILENT: Cycle = { askedS: 1, ok: 7, refused: 2, waitS: 6 };

function verdictAt(ticks: readonly Tick[], remainingMs: number): BoundBy {
  const input: BoundByInput = {
    state: "running",
    stopReason: null,
    activeMs: 60_000,
    ticks,
    limits: limitsSchema.parse(limit(RPS)),
    poolLimits: null,
    providerName: "openai",
    cooldown: remainingMs > 0 ? { remainingMs, reason: "Retry-After 6 s" } : null,
    pending: 500,
    active: { calling: 3, waitingForPermit: 4, waitingForSlot: 0, backingOff: 0, longestBackoffMs: null },
  };
  return boundBy(input);
}

/** What the page shows in each second from the 16th on: the last minute's ticks, and the cooldown as it stands. */
function shownOverTime(all: readonly Tick[]): BoundBy[] {
  let memory: BoundByMemory | null = null;
  return all.slice(15).map((tick, at) => {
    const until = tick.cooldownUntil ?? 0;
    const nowMs = tick.t + 1000;
    memory = boundByWithHysteresis(memory, verdictAt(all.slice(Math.max(0, at - 44), at + 16), until - nowMs), nowMs);
    return memory.shown;
  });
}

describe("the rate that is suggested after refusals", () => {
  it("is what the provider lets through while it is asked, not what the waits leave of it", () => {
    const verdict = verdictAt(cycles(SILENT, 57), 0);
    expect(verdict.remedy).toEqual({ field: "requestsPerSecond", value: 5, scope: "pool" });
  });

  it("is of the pool's rate what the run's part of it tells", () => {
    const pushback = pushbackOf(cycles({ askedS: 4, ok: 3, refused: 1, waitS: 6 }, 60));
    if (pushback === null) throw new Error("it was refused");
    const [own, shared] = [{ scope: "run" }, { scope: "pool", part: 0.5 }] as const;
    expect(slowerRate(pushback, RPS, own)?.value).toBe(3);
    expect(slowerRate(pushback, RPS, shared)?.value).toBe(6);
  });

  it("leaves out the second in which the rate was lowered: its refusals were drawn by the old one", () => {
    const before = Array.from({ length: 5 }, (_, s) =>
      buildTick({ t: s * 1000, limit: limit(10), started: 10, ok: 10 }),
    );
    const lowered = buildTick({ t: 5000, limit: limit(6), started: 9, ok: 5, rateLimited: 4 });
    const after = Array.from({ length: 5 }, (_, s) =>
      buildTick({ t: (6 + s) * 1000, limit: limit(6), started: 6, ok: 6 }),
    );
    expect(pushbackOf([...before, lowered, ...after])).toBeNull();
  });

  it("stands beside waits that come again, and is the same number all the while", () => {
    const shown = shownOverTime(cycles(SILENT, 120));
    expect(new Set(shown.map(({ kind }) => kind))).toEqual(new Set(["cooldown", "provider"]));
    expect(new Set(shown.map(({ remedy }) => remedy?.value))).toEqual(new Set([5]));
  });

  it("does not change with each second where what is let through varies", () => {
    const varied = cycles({ askedS: 4, ok: 6, refused: 2, waitS: 6 }, 150).map((tick, at) =>
      tick.ok === 0 ? tick : { ...tick, ok: tick.ok + (at % 3) - 1 },
    );
    expect(new Set(shownOverTime(varied).map(({ remedy }) => remedy?.value)).size).toBe(1);
  });

  it("does not stand beside the first wait, which may be chance", () => {
    expect(verdictAt(cycles(SILENT, 5), 2000)).not.toHaveProperty("remedy");
  });

  it("counts nothing that was refused at a higher rate", () => {
    const before = cycles(SILENT, 28);
    const after = cycles({ askedS: 1, ok: 5, refused: 0, waitS: 0 }, 5, 5).map((tick) => ({
      ...tick,
      t: tick.t + 28_000,
    }));
    expect(pushbackOf([...before, ...after])).toBeNull();
    expect(verdictAt([...before, ...after], 0).kind).toBe("rate");
  });

  it("lies between what came through on the whole and nine tenths of the present rate", () => {
    const cycle = fc.record({
      askedS: fc.integer({ min: 1, max: 20 }),
      ok: fc.integer({ min: 1, max: 30 }),
      refused: fc.integer({ min: 1, max: 10 }),
      waitS: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(cycle, fc.integer({ min: 25, max: 60 }), fc.integer({ min: 1, max: 100 }), (given, seconds, rps) => {
        const ticks = cycles(given, seconds, rps);
        const pushback = pushbackOf(ticks);
        if (pushback === null) return;
        const value = slowerRate(pushback, rps, { scope: "pool" })?.value ?? 0;
        const whole = ticks.reduce((sum, tick) => sum + tick.ok, 0) / seconds;
        expect(passedPerSecond(pushback)).toBeGreaterThanOrEqual(whole - 1e-9);
        expect(value).toBeLessThanOrEqual(rps * 0.9);
        // Rounding down to two digits, or to whole requests from 5 on, takes off a sixth at most.
        expect(value).toBeGreaterThanOrEqual(Math.min(whole, rps * 0.9) * (5 / 6) - 1e-9);
      }),
    );
  });
});
