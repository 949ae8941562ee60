import type { SecondVerdict } from "@/lib/core/advice/verdict-of-second";

/** How a series is drawn: its colour has one meaning everywhere, its pattern or dash tells it apart without colour. */
export interface SeriesLook {
  /** A CSS colour. */
  readonly color: string;
  /** Name of a pattern of `ChartPatterns`; absent: solid. */
  readonly pattern?: PatternName;
  /** Dash of the line; absent: solid. */
  readonly dash?: string;
  readonly width?: number;
  readonly kind: "area" | "line" | "outline";
}

export const PATTERN_NAMES = [
  "throttle-stripes",
  "error-hatch",
  "error-lines",
  "idle-dots",
  "wait-lines",
  "backoff-dots",
  "idle-hatch",
] as const;
export type PatternName = (typeof PATTERN_NAMES)[number];

/** A pattern as a `fill`. */
export function patternFill(name: PatternName): string {
  return `url(#pattern-${name})`;
}

export function fillOf(look: SeriesLook): string {
  if (look.pattern !== undefined) return patternFill(look.pattern);
  return look.kind === "outline" ? "var(--panel)" : look.color;
}

/** How opaque is what does not stand firm: a bucket that still forms, a quantile of a handful. */
export const PALE = 0.5;
/** The same of a line, which has to stand out from its ground all the same (3:1). */
export const PALE_LINE = 0.75;

export const LOOK = {
  started: { color: "var(--call)", kind: "line", width: 2 },
  finished: { color: "var(--call)", kind: "line", width: 1.25, dash: "2 2" },
  limit: { color: "var(--fg)", kind: "line", width: 1.5, dash: "6 3" },
  share: { color: "var(--fg)", kind: "line", width: 1.5, dash: "2 4" },
  rateLimited: { color: "var(--throttle)", kind: "area", pattern: "throttle-stripes" },
  server: { color: "var(--error)", kind: "area", pattern: "error-hatch" },
  timeout: { color: "var(--error)", kind: "area", pattern: "error-lines" },
  network: { color: "var(--idle)", kind: "area", pattern: "idle-dots" },
  refused: { color: "var(--fg)", kind: "outline" },
  calling: { color: "var(--call)", kind: "area" },
  waiting: { color: "var(--wait)", kind: "area", pattern: "wait-lines" },
  idle: { color: "var(--idle)", kind: "outline" },
  backingOff: { color: "var(--backoff)", kind: "area", pattern: "backoff-dots" },
  spent: { color: "var(--call)", kind: "line", width: 2 },
  projected: { color: "var(--fg)", kind: "line", width: 1.25, dash: "2 4" },
  budget: { color: "var(--error)", kind: "line", width: 1.25, dash: "6 3" },
  timeoutLine: { color: "var(--error)", kind: "line", width: 1.25, dash: "8 2 2 2" },
  permits: { color: "var(--wait)", kind: "area", pattern: "wait-lines" },
  done: { color: "var(--call)", kind: "line", width: 2 },
  forecast: { color: "var(--fg)", kind: "line", width: 1.5, dash: "2 4" },
  reforecast: { color: "var(--call)", kind: "line", width: 1.5, dash: "5 3" },
  askedWaits: { color: "var(--throttle)", kind: "area", pattern: "throttle-stripes" },
  computedWaits: { color: "var(--backoff)", kind: "area", pattern: "backoff-dots" },
  gaveUp: { color: "var(--error)", kind: "area", pattern: "error-hatch" },
  overhead: { color: "var(--idle)", kind: "area", pattern: "idle-dots" },
  callP50: { color: "var(--call)", kind: "line", width: 2 },
  callP95: { color: "var(--call)", kind: "line", width: 1.25, dash: "4 3" },
  waitP50: { color: "var(--wait)", kind: "line", width: 2, dash: "6 2" },
  requestsLeft: { color: "var(--idle)", kind: "line", width: 1 },
  tokensLeft: { color: "var(--idle)", kind: "line", width: 1.5, dash: "4 3" },
  waitP95: { color: "var(--wait)", kind: "line", width: 1.25, dash: "2 3" },
} as const satisfies Record<string, SeriesLook>;

const cut = (degrees: number, everyPx: number) =>
  `repeating-linear-gradient(${degrees}deg, var(--panel) 0 1px, transparent 1px ${everyPx}px)`;

/** The ground (CSS `background`) of time by what held the run back in it: a colour, and what is cut into it. */
export const VERDICT_FILL: Record<SecondVerdict, string> = {
  rate: `${cut(0, 3)}, var(--wait)`,
  share: `${cut(-45, 3)}, var(--wait)`,
  concurrency: "var(--fg)",
  tokens: `${cut(90, 4)}, var(--accent)`,
  provider: `${cut(45, 4)}, var(--throttle)`,
  cooldown: `${cut(-45, 4)}, var(--throttle)`,
  day: `${cut(45, 4)}, ${cut(-45, 4)}, var(--throttle)`,
  judge: `${cut(90, 3)}, var(--backoff)`,
  latency: "var(--call)",
  draining: `${cut(90, 6)}, var(--idle)`,
  paused: `${cut(45, 7)}, var(--idle)`,
};
