/** How one person likes the pages. Kept in a cookie, so that the server draws them right the first time. */
export interface Preferences {
  /** The height of rows. */
  readonly density: Density;
  /** What the axes of a run's charts count. */
  readonly timeAxis: TimeAxis;
  /** Whose clock times are told by. */
  readonly timeZone: TimeZone;
  /** Nothing moves by itself, also where the system does not ask for that. */
  readonly motion: Motion;
  /** Shortcuts of one key, without ⌘ or Ctrl. */
  readonly singleKeys: boolean;
  /** Warnings of a run's log are read out as they come. */
  readonly announceWarnings: boolean;
}

export const DENSITIES = ["compact", "normal", "comfortable"] as const;
export type Density = (typeof DENSITIES)[number];
export const TIME_AXES = ["elapsed", "clock"] as const;
export type TimeAxis = (typeof TIME_AXES)[number];
export const TIME_ZONES = ["browser", "utc"] as const;
export type TimeZone = (typeof TIME_ZONES)[number];
export const MOTIONS = ["system", "reduce"] as const;
export type Motion = (typeof MOTIONS)[number];

export const DEFAULT_PREFERENCES: Preferences = {
  density: "normal",
  timeAxis: "elapsed",
  timeZone: "browser",
  motion: "system",
  singleKeys: true,
  announceWarnings: false,
};

export const PREFERENCES_COOKIE = "preferences";
const YEAR_S = 31_536_000;

/** Reads the cookie's text; what is not understood has its default. */
export function readPreferences(text: string | undefined): Preferences {
  const stored = new URLSearchParams(text ?? "");
  const oneOf = <V extends string>(name: string, values: readonly V[], otherwise: V): V =>
    values.find((value) => value === stored.get(name)) ?? otherwise;
  const standard = DEFAULT_PREFERENCES;
  return {
    density: oneOf("density", DENSITIES, standard.density),
    timeAxis: oneOf("time", TIME_AXES, standard.timeAxis),
    timeZone: oneOf("zone", TIME_ZONES, standard.timeZone),
    motion: oneOf("motion", MOTIONS, standard.motion),
    singleKeys: oneOf("keys", ["on", "off"], "on") === "on",
    announceWarnings: oneOf("warnings", ["on", "off"], "off") === "on",
  };
}

/** As the cookie holds them. */
export function preferencesText(preferences: Preferences): string {
  const { density, timeAxis, timeZone, motion, singleKeys, announceWarnings } = preferences;
  const word = (on: boolean) => (on ? "on" : "off");
  return new URLSearchParams({
    density,
    time: timeAxis,
    zone: timeZone,
    motion,
    keys: word(singleKeys),
    warnings: word(announceWarnings),
  }).toString();
}

/** Keeps them for a year. In a browser that takes no cookies they hold until the page is left. */
export function writePreferences(preferences: Preferences): void {
  keepCookie(PREFERENCES_COOKIE, preferencesText(preferences));
}

/** Sets a cookie of this site; a browser that refuses keeps none. */
export function keepCookie(name: string, value: string): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${YEAR_S};samesite=lax`;
  } catch (error) {
    // Pages without an origin may not even try.
    if (!(error instanceof DOMException)) throw error;
  }
}
