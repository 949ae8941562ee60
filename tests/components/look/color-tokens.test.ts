import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrast, deltaE2000, type Rgb, rgbOf, seenWith, VISIONS } from "./color-math";

const css = readFileSync("app/globals.css", "utf8");

/** The custom properties of the first block with this selector. */
function tokensOf(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const THEMES = { light: tokensOf(":root"), dark: tokensOf('[data-theme="dark"]') } as const;
const SURFACES = ["bg", "panel", "sunken"] as const;
const SERIES = ["call", "wait", "throttle", "error", "backoff", "idle"] as const;

function color(theme: keyof typeof THEMES, name: string): Rgb {
  const value = THEMES[theme][name];
  if (value === undefined) throw new Error(`${theme} has no --${name}`);
  return rgbOf(value);
}

/** A tint as the browser mixes it: so much of the colour over the surface. */
function tinted(theme: keyof typeof THEMES, name: string, surface: string): Rgb {
  const share = Number.parseFloat(THEMES[theme].tint ?? "") / 100;
  const [over, under] = [color(theme, name), color(theme, surface)];
  return [0, 1, 2].map((at) => (over[at] ?? 0) * share + (under[at] ?? 0) * (1 - share)) as unknown as Rgb;
}

describe.each(["light", "dark"] as const)("the colours of the %s theme", (theme) => {
  it.each(["fg", "muted", "accent", "danger"])("make --%s a text of 4.5:1 on every surface", (name) => {
    for (const surface of SURFACES) {
      expect(contrast(color(theme, name), color(theme, surface)), `on --${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([
    ["on-accent", "accent"],
    ["on-danger", "danger"],
  ])("make --%s a text of 4.5:1 on --%s", (text, ground) => {
    expect(contrast(color(theme, text), color(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...SERIES, "control", "accent"])("make --%s a mark of 3:1 on page and panel", (name) => {
    for (const surface of ["bg", "panel"]) {
      expect(contrast(color(theme, name), color(theme, surface)), `on --${surface}`).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(SERIES)("let text stand on a tint of --%s", (name) => {
    for (const surface of ["bg", "panel"]) {
      expect(contrast(color(theme, "fg"), tinted(theme, name, surface)), `on --${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(Object.keys(VISIONS) as (keyof typeof VISIONS)[])("tell any two series apart with %s vision", (vision) => {
    for (const [at, one] of SERIES.entries()) {
      for (const other of SERIES.slice(at + 1)) {
        const difference = deltaE2000(seenWith(vision, color(theme, one)), seenWith(vision, color(theme, other)));
        expect(difference, `${one} and ${other}`).toBeGreaterThanOrEqual(15);
      }
    }
  });
});

it("every colour of the light theme has its partner in the dark one", () => {
  const names = (tokens: Record<string, string>) => Object.keys(tokens).filter((name) => name !== "row");
  expect(names(THEMES.dark).sort()).toEqual(names(THEMES.light).sort());
});
