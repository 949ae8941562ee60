/**
 * How numbers and times are written, everywhere. One locale is fixed, so that server and browser write the same.
 * Between number and unit stands a no-break space.
 */
const LOCALE = "en";
const NBSP = "\u00a0";
/** Stands for a value that is not known. Zero is "0". */
export const UNKNOWN = "–";

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

function isUnknown(value: number | null | undefined): value is null | undefined {
  return value === null || value === undefined || !Number.isFinite(value);
}

/** 1,200 · 12.4 k · 3.1 M. Put `formatExact` into the title. */
export function formatCount(value: number | null | undefined): string {
  if (isUnknown(value)) return UNKNOWN;
  if (Math.abs(value) < 10_000) return whole.format(value);
  // 999,950 and above would round up to "1000.0 k".
  if (Math.abs(value) < 999_950) return `${trimZero(oneDecimal.format(value / 1000))}${NBSP}k`;
  return `${trimZero(oneDecimal.format(value / 1_000_000))}${NBSP}M`;
}

/** 12,431: every digit, for titles and tables. */
export function formatExact(value: number | null | undefined): string {
  return isUnknown(value) ? UNKNOWN : whole.format(value);
}

/** 198 k · 1.2 M: tokens, in thousands from 10,000 on. */
export function formatTokens(value: number | null | undefined): string {
  if (isUnknown(value)) return UNKNOWN;
  if (Math.abs(value) < 10_000) return whole.format(value);
  if (Math.abs(value) < 999_500) return `${whole.format(value / 1000)}${NBSP}k`;
  return `${trimZero(oneDecimal.format(value / 1_000_000))}${NBSP}M`;
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, "");
}

/** A number with three significant digits and no unit: 4.9, 0.25, 120. */
export function formatNumber(value: number | null | undefined): string {
  return isUnknown(value) ? UNKNOWN : threeDigits.format(value);
}

/** 4.9 rps; below one a second also per minute: 0.25 rps (15/min). */
export function formatRate(perSecond: number | null | undefined): string {
  if (isUnknown(perSecond)) return UNKNOWN;
  const rate = `${threeDigits.format(perSecond)}${NBSP}rps`;
  if (perSecond > 0 && perSecond < 1) return `${rate} (${threeDigits.format(perSecond * 60)}/min)`;
  return rate;
}

/** A share of 1 as 59 %, 4.2 %, <0.1 %; with `n` behind it where given: 7 % (83). */
export function formatPercent(share: number | null | undefined, n?: number): string {
  if (isUnknown(share)) return UNKNOWN;
  const behind = n === undefined ? "" : ` (${formatCount(n)})`;
  return percentOf(share) + behind;
}

function percentOf(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return `<0.1${NBSP}%`;
  if (percent === 0) return `0${NBSP}%`;
  // 9.96 would round to "10.0".
  if (Math.abs(percent) < 9.95) return `${trimZero(oneDecimal.format(percent))}${NBSP}%`;
  // What is not all must not read as all.
  if (percent < 100 && percent > 99)
    return percent >= 99.95 ? `>99.9${NBSP}%` : `${trimZero(oneDecimal.format(percent))}${NBSP}%`;
  return `${whole.format(percent)}${NBSP}%`;
}

/** 840 ms · 1.2 s · 42 s · 4 min 2 s · 1 h 05 min. */
export function formatDuration(ms: number | null | undefined): string {
  if (isUnknown(ms)) return UNKNOWN;
  if (ms <= 0) return `0${NBSP}s`;
  if (ms < 1) return `<1${NBSP}ms`;
  if (ms < 999.5) return `${Math.round(ms)}${NBSP}ms`;
  if (ms < 9950) return `${oneDecimal.format(ms / 1000)}${NBSP}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}${NBSP}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${NBSP}min ${seconds % 60}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${NBSP}h ${String(minutes % 60).padStart(2, "0")}${NBSP}min`;
}

/** A time left, rounded so that it does not flicker: to 5 s below a minute, to 10 s below ten, else to a minute. */
export function formatEta(ms: number | null | undefined): string {
  if (isUnknown(ms)) return UNKNOWN;
  const step = ms < 60_000 ? 5000 : ms < 600_000 ? 10_000 : 60_000;
  const rounded = Math.max(step, Math.round(ms / step) * step);
  if (rounded < 60_000) return `${rounded / 1000}${NBSP}s`;
  if (rounded >= 600_000 && rounded < 3_600_000) return `${rounded / 60_000}${NBSP}min`;
  return formatDuration(rounded).replace(` 0${NBSP}s`, "");
}

/** Elapsed time on an axis: 3:45, 1:02:05. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { day: "numeric", month: "short" } as const;

function timeFormats(timeZone?: "UTC") {
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALE, timeZone === undefined ? options : { ...options, timeZone });
  return {
    clockSeconds: of({ ...CLOCK, second: "2-digit" }),
    clockMinutes: of(CLOCK),
    day: of({ ...DAY, year: "numeric" }),
    dayOfYear: of(DAY),
    dayAndClock: of({ ...DAY, ...CLOCK }),
    dayAndClockOfYear: of({ ...DAY, ...CLOCK, year: "numeric" }),
    fullTime: of({ ...DAY, ...CLOCK, year: "numeric", second: "2-digit", timeZoneName: "short" }),
  };
}

let formats = timeFormats();

/** In which zone times are written from now on. Only in a browser: a server writes for many readers. */
export function writeTimesIn(zone: "browser" | "utc"): void {
  formats = zone === "utc" ? timeFormats("UTC") : timeFormats();
}

/** 14:31:20, in the reader's zone or in UTC, as the reader likes it. Only where the browser draws: the server's zone is another. */
export function formatClock(time: string | number | Date): string {
  return formats.clockSeconds.format(new Date(time));
}

/** 14:31 */
export function formatClockMinutes(time: string | number | Date): string {
  return formats.clockMinutes.format(new Date(time));
}

/** 14:31:20 where that is today, else Feb 3, 14:31. Only where the browser draws. */
export function formatMoment(time: string | number | Date, nowMs: number): string {
  const at = new Date(time);
  const today = formats.day.format(at) === formats.day.format(nowMs);
  return today ? formatClock(at) : formats.dayAndClock.format(at);
}

/** Feb 3, 14:31, with the year where that is not this one. Only where the browser draws. */
export function formatMinute(time: string | number | Date, nowMs: number): string {
  const at = new Date(time);
  return (isThisYear(at, nowMs) ? formats.dayAndClock : formats.dayAndClockOfYear).format(at);
}

/** Feb 3, with the year where that is not this one. Only where the browser draws. */
export function formatDay(time: string | number | Date, nowMs: number): string {
  const at = new Date(time);
  return (isThisYear(at, nowMs) ? formats.dayOfYear : formats.day).format(at);
}

function isThisYear(at: Date, nowMs: number): boolean {
  return formats.day.format(at).slice(-4) === formats.day.format(nowMs).slice(-4);
}

/** Feb 3, 2026, 14:31:20 GMT+1: exact, with its zone, for titles. */
export function formatFullTime(time: string | number | Date): string {
  return formats.fullTime.format(new Date(time));
}

/** "12 s ago", "12 min ago", "5 h ago"; from a day on the date and time. */
export function formatRelative(time: string | number | Date, nowMs: number): string {
  const ms = nowMs - new Date(time).getTime();
  if (ms < 0) return formats.dayAndClock.format(new Date(time));
  if (ms < 5000) return "just now";
  if (ms < 60_000) return `${Math.floor(ms / 1000)}${NBSP}s ago`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)}${NBSP}min ago`;
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)}${NBSP}h ago`;
  return formats.dayAndClock.format(new Date(time));
}

/** $1.84 · $0.0031. */
export function formatMoney(usd: number | null | undefined): string {
  if (isUnknown(usd)) return UNKNOWN;
  if (usd === 0) return "$0";
  if (usd >= 1) return `$${usd.toLocaleString(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return usd < 0.0001 ? "<$0.0001" : `$${usd.toFixed(4)}`;
}

/** "1 case", "1,200 cases": the noun in its number. */
export function formatPlural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}
