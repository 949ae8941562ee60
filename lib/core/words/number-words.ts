/** A whole number with separators: 1,200. */
export function countWords(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A limit as it was set: 5, 0.25, 1,000; at most three decimals. */
export function limitWords(value: number): string {
  const [whole = "0", decimals] = String(Number(value.toFixed(3))).split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

/** A measured rate: one decimal from 1 on ("2.0"), two significant digits below ("0.25"). */
export function rateWords(perSecond: number): string {
  if (perSecond >= 99.95) return countWords(perSecond);
  if (perSecond >= 1 || perSecond <= 0) return Math.max(0, perSecond).toFixed(1);
  return String(Number(perSecond.toPrecision(2)));
}

/** A share of 1 in percent: "18 %", "2.5 %", "0 %". */
export function percentWords(share: number): string {
  const percent = share * 100;
  return `${percent >= 9.95 ? Math.round(percent) : Number(percent.toFixed(1))} %`;
}

/** Tokens in thousands from 10,000 on: "198 k". */
export function tokenWords(tokens: number): string {
  return tokens < 10_000 ? countWords(tokens) : `${countWords(tokens / 1000)} k`;
}

/** "1 case", "2 cases". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countWords(count)} ${count === 1 ? one : many}`;
}
