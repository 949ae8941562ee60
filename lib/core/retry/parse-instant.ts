const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_MS = 86_400_000;

/** `2026-11-23T00:35:00Z`, with or without fraction, `Z` or an offset. */
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that HTTP senders may generate (RFC 9110 §5.6.7). */
const HTTP_DATE = /^[A-Za-z]{3}, (\d\d) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/;

/** Epoch ms of an RFC 3339 time or an HTTP date; null for anything else, so that a plain number is never taken for a year. */
export function parseInstant(text: string): number | null {
  const iso = RFC_3339.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = iso;
    const local = epochMs(num(year), num(month), num(day), num(hour), num(minute), num(second));
    if (local === null) return null;
    const offset = (num(offsetHours) * 60 + num(offsetMinutes)) * 60_000 * (sign === "-" ? -1 : 1);
    return local + Math.floor(num(fraction) * 1000) - offset;
  }
  const http = HTTP_DATE.exec(text);
  if (http !== null) {
    const [, day, monthName, year, hour, minute, second] = http;
    const month = MONTHS.indexOf((monthName ?? "").toLowerCase()) + 1;
    return epochMs(num(year), month, num(day), num(hour), num(minute), num(second));
  }
  return null;
}

function num(text: string | undefined): number {
  return text === undefined ? 0 : Number(text);
}

function epochMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const valid =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second <= 60;
  if (!valid) return null;
  return daysSinceEpoch(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days from 1970-01-01 in the Gregorian calendar. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  let days = day - 1;
  for (let m = 1; m < month; m += 1) days += daysInMonth(year, m);
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  return before * 365 + leapDays + days - 719_162;
}
