import { describe, expect, it } from "vitest";
import type { Tick } from "@/lib/core/metrics/tick";
import { addCooldownSecond, NO_COOLDOWNS, paceThroughCooldowns } from "@/lib/core/runs/cooldown-cycles";
import { buildTick } from "../../support/build-tick";

/** One second each: `c` in a cooldown that begins, `-` in one that goes on, a digit so many answers, `p` a pause. */
function seconds(text: string, over: Partial<Tick> = {}): Tick[] {
  const letters = [...text.replaceAll(" ", "")];
  const endOf = (at: number) => {
    const rest = letters.slice(at + 1);
    const still = rest.findIndex((letter) => letter !== "-");
    return (at + 1 + (still === -1 ? rest.length : still)) * 1000 + 500;
  };
  return letters.map((letter, at) =>
    buildTick({
      t: at * 1000,
      ok: /\d/.test(letter) ? Number(letter) : 0,
      rateLimited: letter === "c" ? 2 : 0,
      cooldownUntil: letter === "c" || letter === "-" ? endOf(at) : null,
      paused: letter === "p",
      ...over,
    }),
  );
}

const paceOf = (ticks: readonly Tick[]) => paceThroughCooldowns(ticks.reduce(addCooldownSecond, NO_COOLDOWNS));

describe("the pace through cooldowns", () => {
  it.each([
    ["without one", "5555555555"],
    ["after a single one, long or short", "5555 c----- 5555"],
  ])("is nothing %s", (_what, text) => {
    expect(paceOf(seconds(text))).toBeNull();
  });

  it("counts the waits in, over whole cycles, wherever in one it is asked", () => {
    const cycle = "c----44";
    for (const now of ["c", "c--", "c----4", cycle]) {
      expect(paceOf(seconds(`9 ${cycle} ${cycle} ${now}`)), now).toMatchObject({
        okPerSecond: expect.closeTo(8 / 7, 9),
        endedPerSecond: expect.closeTo(10 / 7, 9),
        cycleSeconds: 7,
        cycles: 2,
        belief: 1,
      });
    }
  });

  it("sees cooldowns that follow each other with no whole second between", () => {
    const ends = [1500, 1500, 3500, 3500, 5500, 5500];
    const ticks = ends.map((cooldownUntil, at) => buildTick({ t: at * 1000, ok: 1, cooldownUntil }));
    expect(paceOf(ticks)).toMatchObject({ cycles: 2, cycleSeconds: 2, okPerSecond: 1 });
  });

  it("takes one that is made longer before its end for the same, and an end that is read a little later too", () => {
    const ends = [3500, 6500, 6501, 6499, 6500, 6501];
    expect(paceOf(ends.map((cooldownUntil, at) => buildTick({ t: at * 1000, cooldownUntil })))).toBeNull();
  });

  it("weighs newer cycles more", () => {
    const early = "c----1111 ".repeat(12);
    const late = "c----8888 ".repeat(6);
    const { okPerSecond } = paceOf(seconds(`${early} ${late} c`)) ?? { okPerSecond: 0 };
    expect(okPerSecond).toBeGreaterThan((4 * 12 + 32 * 6) / (9 * 18));
  });

  it("is believed less and less once no further one comes, and forgotten after five minutes", () => {
    const cycles = "c--555 c--555 c--555 ";
    const quiet = (s: number) => paceOf(seconds(cycles + "5".repeat(s)));
    expect(quiet(0)?.belief).toBe(1);
    expect(quiet(3)?.belief).toBe(1);
    expect(quiet(30)?.belief).toBeCloseTo(0.0625, 9);
    expect(quiet(30)?.endedPerSecond).toBeGreaterThan(quiet(0)?.endedPerSecond ?? 9);
    expect(quiet(320)).toBeNull();
  });

  it("leaves pauses out", () => {
    const [with_, without] = ["c--55 ppppppppp c--55 c", "c--55 c--55 c"].map((text) => paceOf(seconds(text)));
    expect(with_?.okPerSecond).toBe(without?.okPerSecond);
  });

  it("names the lowest rate under which cooldowns came", () => {
    const at = (rps: number) => ({ limit: { requestsPerSecond: rps, burst: 5, concurrency: 8 } });
    const ticks = [10, 8, 9].flatMap((rps, part) =>
      seconds("c--55", at(rps)).map((tick) => ({
        ...tick,
        t: tick.t + part * 5000,
        cooldownUntil: tick.cooldownUntil === null ? null : tick.cooldownUntil + part * 5000,
      })),
    );
    expect(paceOf(ticks)?.drawnAtRps).toBe(8);
  });
});
