import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PinnedChange, pinWithout, pinWords } from "@/lib/core/presets/preset-pin";

const changes = (...pins: (string | null)[]): PinnedChange[] =>
  pins.map((preset, at) => ({ revision: at + 1, preset }));

describe("the pin of a run whose change is taken back", () => {
  it.each([
    ["an apply", changes("n@7", "n@8"), 2, "n@8", "n@7"],
    ["an apply to a run without a preset", changes(null, "n@8"), 2, "n@8", null],
    ["an apply that was edited since", changes("n@7", "n@8", "n@8"), 2, "n@8", "n@7"],
    ["an apply that another came after", changes("n@7", "n@8", "n@9"), 2, "n@9", "n@9"],
    ["an edit by hand", changes("n@7", "n@7"), 2, "n@7", "n@7"],
    ["the taking back", changes("n@7", "n@8", "n@7"), 3, "n@7", "n@8"],
    ["a change that is not on record", changes("n@7"), 9, "n@7", "n@7"],
    ["the launch", changes("n@7"), 1, "n@7", "n@7"],
  ])("%s", (_what, on, revision, now, expected) => {
    expect(pinWithout(on, revision, now)).toBe(expected);
  });

  it("is one that the run has or had", () => {
    const pin = fc.constantFrom("n@1", "n@2", "m@1", null);
    fc.assert(
      fc.property(fc.array(pin, { minLength: 1 }), fc.nat(12), (pins, revision) => {
        const now = pins.at(-1) ?? null;
        expect([now, ...pins]).toContain(pinWithout(changes(...pins), revision, now));
      }),
    );
  });
});

it("a pin is told with its edit", () => {
  expect(pinWords({ preset: null, presetEdited: false })).toBe("none");
  expect(pinWords({ preset: "n@8", presetEdited: false })).toBe("n@8");
  expect(pinWords({ preset: "n@8", presetEdited: true })).toBe("n@8 (edited)");
});
