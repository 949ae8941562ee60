/** A sign counts where no number, word or bracket stands before it, so "10-3" ends in 3 and "= -3" in -3. */
const SIGN = String.raw`(?<![\w)\]}.])-`;
/** 1,319 · 1319 · 18.00 · .5 · 1e3. A comma counts only before three digits, and the decimal sign is the point. */
const PLAIN = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?|(?<!\d)\.\d+`;
const NUMBER = new RegExp(`(?:${SIGN})?(?:[$€£¥]\\s?-?)?(?:${PLAIN})`, "g");
/** "3/4" and "1 3/4" at the very place, but not a chain such as the date 2024/05/06. */
const FRACTION = /(?<![\d/.,])(-?)(?:(\d+) )?(\d+)\/(\d+)$/;

/** Only the end of a longer text is searched: the last number stands there. */
const SEARCHED_CHARACTERS = 200_000;

/**
 * The last number in a text, or null where it has none (or one beyond what a double holds).
 *
 * Thousands separators, currency signs and a percent sign are passed over: "$1,319.00" is 1319 and "50 %" is 50.
 * "3/4" is the fraction 0.75 and "1 3/4" is 1.75, in LaTeX too (`\frac{3}{4}`). What follows a number is not read:
 * "18 million" is 18, "18." is 18, "2 x 10^3" is 3.
 */
export function lastNumber(text: string): number | null {
  const plain = text
    .slice(-SEARCHED_CHARACTERS)
    .replace(/\\[dt]?frac\{(\d+)\}\{(\d+)\}/g, "$1/$2")
    .replaceAll("{,}", ",")
    .replaceAll("\u2212", "-");
  let last: RegExpExecArray | null = null;
  for (const match of plain.matchAll(NUMBER)) last = match;
  if (last === null) return null;
  const fraction = fractionEndingAt(plain, last.index + last[0].length);
  if (fraction !== null) return fraction;
  const number = Number(last[0].replace(/[$€£¥,\s]/g, ""));
  return Number.isFinite(number) ? number : null;
}

function fractionEndingAt(text: string, end: number): number | null {
  if (text[end] === "/") return null;
  const match = FRACTION.exec(text.slice(Math.max(0, end - 100), end));
  if (match === null) return null;
  const [, sign = "", whole = "0", top = "", bottom = ""] = match;
  const value = Number(whole) + Number(top) / Number(bottom);
  if (!Number.isFinite(value)) return null;
  return sign === "-" ? -value : value;
}
