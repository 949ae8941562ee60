import { NO_TOKENS, type TokenCount } from "@/lib/core/limits/token-budget";

const WINDOW_S = 60;

/** Tokens that calls took in the last minute, by the second; what a call gives back counts when it does. */
export class TokenUse {
  readonly #seconds: { second: number; input: number; output: number }[] = [];
  #firstSecond: number | null = null;

  /** `nowMs`: monotonic. Negative counts give back. */
  add(count: TokenCount, nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    this.#firstSecond ??= second;
    const newest = this.#seconds.at(-1);
    if (newest !== undefined && newest.second >= second) {
      newest.input += count.input;
      newest.output += count.output;
      return;
    }
    this.#seconds.push({ second, ...count });
    if (this.#seconds.length > WINDOW_S + 2) this.#seconds.shift();
  }

  /** Tokens a minute, over the last 60 s or the time since the first call where that is shorter (at least 1 s). */
  perMinute(nowMs: number): TokenCount {
    const second = Math.floor(nowMs / 1000);
    if (this.#firstSecond === null) return NO_TOKENS;
    const spanS = Math.min(WINDOW_S, Math.max(1, second - this.#firstSecond + 1));
    const recent = this.#seconds.filter((each) => each.second > second - WINDOW_S);
    const sum = (pick: (each: TokenCount) => number) =>
      (Math.max(
        0,
        recent.reduce((total, each) => total + pick(each), 0),
      ) *
        WINDOW_S) /
      spanS;
    return { input: sum((each) => each.input), output: sum((each) => each.output) };
  }
}
