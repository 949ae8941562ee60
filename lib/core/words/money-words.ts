import { countWords } from "./number-words";

/** $1,200.50 and $1.84 from a dollar on, $0.0031 below, $0 for nothing. */
export function moneyWords(usd: number): string {
  if (usd === 0) return "$0";
  if (usd >= 1) return `$${centsWords(usd)}`;
  return usd < 0.0001 ? "<$0.0001" : `$${usd.toFixed(4)}`;
}

function centsWords(usd: number): string {
  const [dollars = "0", cents = "00"] = usd.toFixed(2).split(".");
  return `${countWords(Number(dollars))}.${cents}`;
}
